"""Facts of the case itself: what was said, what is on file, what is assumed."""

from collections.abc import Iterable, Mapping

from tools.case_file import CaseFile, Known
from tools.facts import Fact, fact
from tools.fields import BY_NAME, NO_FIGURE
from tools.look_up_profile import field_fact

ROLE = {"told": "said", "on_file": "on_file", "verified": "on_file", "assumed": "assumed"}
OWN_ROLE = ("principal", "term_months", "down_payment")
"""Request fields that are roles of the lexicon too: they may stand without 'you said'."""


def case_facts(case: CaseFile) -> Iterable[Fact]:
    """List the figures of the case as it stands, each in the role of its source."""
    yield from _facts(case.request, "applicant")
    yield from _facts(case.applicant, "applicant")
    yield from _facts(case.co_applicant or {}, "co_applicant")
    for name in OWN_ROLE:
        known = case.request.get(name)
        if known is not None and known.value is not None:
            yield fact("request", name, known.value)
    for place, one in enumerate(case.applications, start=1):
        yield fact(f"application.{place}", "reference", one.number, name="number")


def _facts(fields: Mapping[str, Known], holder: str) -> Iterable[Fact]:
    for name, known in fields.items():
        spec, role = BY_NAME.get(name), ROLE.get(known.source)
        if spec and role and known.value is not None and spec.kind not in NO_FIGURE:
            yield field_fact(role, spec, known.value, holder)
