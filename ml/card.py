"""The model card, from the manifest: what was trained, on what, how well, within what limits."""

from collections.abc import Iterator

from ml.artifact import Manifest
from ml.compare import markdown

WORDS = {-1: "more is safer", 0: "free", 1: "more is riskier"}
PURPOSE = """\
Estimates how likely an applicant is to default within 24 months, so that a person looks at risky
requests that the rules let pass (E-070 to E-072). It never declines, never loosens a rule, never
sets a price, and its probability is shown to no customer. Gold loans take no credit check and are
not scored. Not for marketing, line management, collections or any other product."""
LIMITS = """\
- The shipped scorer learned from made-up data (`python -m ml.generate`). Before it looks at real
  applicants it must be trained and validated on the bank's own outcomes.
- Outcomes are known of approved applicants only. In the made-up data refusals depend on the columns
  alone, so the estimate carries over to refused ones; underwriters see more than columns, so expect
  optimism there (`--hidden-info` of the generator shows it). Refused applicants are never labelled
  bad.
- It must not be trained on the assistant's own approvals.
- Age, marital status, dependents, education, home ownership, rate and payment are no inputs.
  Groups still differ (worst impact, above): income, savings and history differ between them.
  `make fairness` reports it, and a person signs.
- Without income there is no ratio and no score; an unknown score is not a missing credit file."""
OWNER = """\
Owner: the bank's model risk function. Review: at each retraining, and when drift exceeds a
population stability index of 0.25. Guidance: SR 26-2 (2026), Reg B 1002.6 and 1002.9."""


def card(manifest: Manifest) -> str:
    """Return the card as Markdown."""
    return "\n".join(_lines(manifest)) + "\n"


def _lines(manifest: Manifest) -> Iterator[str]:
    yield f"# Model card: {manifest.version}\n"
    yield "Written by `python -m ml.train` from the manifest beside the model; do not edit.\n"
    yield f"## Purpose\n\n{PURPOSE}\n"
    yield f"## Choice\n\nRule: {manifest.remarks.get('rule', '')}\n"
    yield f"Chosen: **{manifest.model}**, because {manifest.chosen_because}. The points scorecard"
    yield "is its fallback and second opinion: where they differ strongly, a person looks.\n"
    settings = ", ".join(f"{name} {value:g}" for name, value in manifest.settings.items()
                         if not isinstance(value, str))  # fmt: skip
    yield f"Settings, tuned by cross-validation: {settings}. Seed {manifest.seed}.\n"
    yield f"## Data\n\nSchema `{manifest.schema_name}`, target `{manifest.target}`."
    yield from (f"- {name}: {value}" for name, value in manifest.data.items())
    yield "\n## Figures on the test rows\n"
    cut = manifest.remarks.get("cut_pct", "")
    yield f"Precision, recall, F1, accuracy and impact at a probability of {cut} %.\n"
    yield markdown(manifest.comparison, manifest.model)
    yield "\n## Features\n\n| feature | unit | direction | why |\n|---|---|---|---|"
    for one in manifest.features:
        yield f"| {one.name} | {one.unit} | {WORDS[one.direction]} | {one.reason} |"
    yield f"\n## Limits\n\n{LIMITS}\n\n## Owner\n\n{OWNER}\n"
    yield "## Files\n"
    yield from (f"- `{name}` sha256 {value}" for name, value in sorted(manifest.files.items()))
    versions = ", ".join(f"{name} {value}" for name, value in manifest.libraries.items())
    yield f"\nTrained with {versions}."
