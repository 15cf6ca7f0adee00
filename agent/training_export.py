"""Decisions for the people who look after the scorer: features, verdicts, no names, no texts."""

import hashlib
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from agent.office import inquiry_of
from agent.settings import SettingsError
from agent.wiring import App
from tools.lending.errors import LendingError
from tools.lending.records import ApplicationStatus, Offer
from tools.stores.applications import Application, StatusChange

if TYPE_CHECKING:
    from ml.feedback import Decided

S = ApplicationStatus
VERDICTS = (S.APPROVED, S.COUNTEROFFER, S.DECLINED, S.WITHDRAWN)


class Exported(NamedTuple):
    """How many applications went into the file, and how many could not be scored."""

    decisions: int
    without_features: int


def export_training(app: App, file: Path) -> Exported:
    """Write one decided application a line; `ml.feedback` reads the file.

    Raises `SettingsError` where the file cannot be written.
    """
    rows = list(decisions(app, app.applications.decided()))
    lines = "".join(row.model_dump_json() + "\n" for row in rows)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(lines, encoding="utf-8")
    except OSError as error:
        raise SettingsError(f"{file} cannot be written ({error.strerror}).") from error
    return Exported(len(rows), sum(row.features is None for row in rows))


def decisions(app: App, applications: Sequence[Application]) -> Iterator["Decided"]:
    """Yield each application as the scorer sees it; the last verdict counts."""
    from ml.feedback import Decided

    for found in applications:
        last = _verdict(found)
        if last is None:
            continue
        features, probability = _scored(app, found)
        yield Decided(
            application=hashlib.sha256(found.number.encode()).hexdigest()[:16],
            product=found.product,
            received_at=found.received_at,
            decided_at=last.at,
            verdict=last.status.value,
            decided_by=last.by if last.by in ("system", "customer") else "person",
            reasons=last.reasons,
            catalogue=found.offer.catalogue_hash,
            features=features,
            scorer=app.scorer.version if probability is not None else None,
            default_probability=probability,
        )


def _verdict(found: Application) -> StatusChange | None:
    """Return the last verdict; an accepted counter-offer is the underwriter's approval."""
    steps = [step for step in found.history if step.status in VERDICTS]
    if not steps:
        return None
    last = steps[-1]
    offered = [step for step in steps if step.status is S.COUNTEROFFER]
    if last.status is S.APPROVED and offered:
        return last.model_copy(update={"by": offered[-1].by})
    return last


def _accepted(found: Application) -> Offer | None:
    """Return the counter-offer that was lent on; None: what was applied for."""
    if found.status is not S.APPROVED or found.counter_offer_json is None:
        return None
    return Offer.model_validate_json(found.counter_offer_json)


def _scored(app: App, found: Application) -> tuple[dict[str, float | None] | None, float | None]:
    """Return features and probability on the terms lent on; Nones: it cannot be scored."""
    from ml.features import NAMES, features_of

    try:
        inquiry = inquiry_of(app, found, _accepted(found))
    except LendingError:
        return None, None
    values = features_of(inquiry, app.knowledge.rulebook)
    if values is None:
        return None, None
    cells = [None if math.isnan(value) else value for value in values.tolist()]
    score = app.scorer.score(inquiry)
    probability = None if score is None else float(score.default_probability)
    return dict(zip(NAMES, cells, strict=True)), probability
