"""What travels to the endpoint and back: rows of features there, judgements here, both closed."""

import math
from typing import Annotated

import numpy as np
from pydantic import Field

from ml.features import NAMES, Matrix
from ml.scorer import Judged
from tools.lending.records import Record

JSON = "application/json"
CSV = "text/csv"
MOST_ROWS = 10_000
Probability = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Contribution = Annotated[float, Field(allow_inf_nan=False)]
Cell = Annotated[float, Field(allow_inf_nan=False)] | None


class Asked(Record):
    """The body of a request. `null` is a missing value, which is a value."""

    features: tuple[str, ...]
    instances: Annotated[tuple[tuple[Cell, ...], ...], Field(min_length=1, max_length=MOST_ROWS)]


class Prediction(Record):
    """What is said of one row; figures as floats are written, so nothing is lost on the way."""

    default_probability: Probability
    scorecard_probability: Probability
    contributions: Annotated[
        tuple[Contribution, ...], Field(min_length=len(NAMES), max_length=len(NAMES))
    ]


class Answered(Record):
    """The body of an answer."""

    version: str
    predictions: tuple[Prediction, ...]


def asked(rows: Matrix) -> Asked:
    """Return rows as they travel.

    >>> asked(np.array([[700.0, np.nan]])).instances
    ((700.0, None),)
    """
    cells = (tuple(None if math.isnan(v) else v for v in row) for row in rows.tolist())
    return Asked(features=NAMES, instances=tuple(cells))


def answered(version: str, judged: list[Judged]) -> Answered:
    """Return judgements as they travel."""
    said = (Prediction.model_validate(one._asdict()) for one in judged)
    return Answered(version=version, predictions=tuple(said))


def judged_in(answer: Answered) -> list[Judged]:
    """Return the judgements that came."""
    return [
        Judged(one.default_probability, one.scorecard_probability, one.contributions)
        for one in answer.predictions
    ]


def rows_in(body: Asked) -> Matrix:
    """Return the rows that came; `None` becomes NaN."""
    return np.array(
        [[math.nan if v is None else v for v in row] for row in body.instances], dtype=float
    )
