"""The golden cases: customers and requests with the answer the bank must give.

`knowledge/golden_cases.yaml` travels with the product, because `diff` asks how an edited catalogue
would have answered them. The same file is what the tests hold the core against.
"""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from tools.knowledge.loader import FOLDER
from tools.knowledge.reading import Document, KnowledgeError, Problem, read_document
from tools.lending.records import (
    Assumption,
    DecisionProfile,
    Inquiry,
    LoanRequest,
    Party,
    Product,
)

GOLDEN_CASES = FOLDER / "golden_cases.yaml"

_CAPACITY_AGE = 18
"""The cases tell an age; the core only ever sees whether it is enough (catalogue us-demo-v1)."""


class GoldenCase(NamedTuple):
    """One case, ready to be evaluated."""

    id: str
    title: str
    product: Product
    inquiry: Inquiry
    expect: Mapping[str, Any]
    """As written: figures are strings with the decimals that are shown."""
    scripts: tuple[str, ...] = ()
    """The conversations that play it: ('S01', 'S21')."""


def golden_cases(file: Path = GOLDEN_CASES) -> tuple[GoldenCase, ...]:
    """Read every case of a file.

    Raises:
        KnowledgeError: the file cannot be read, or a case holds a field that no record has.

    >>> golden_cases()[0].inquiry.request.principal
    Decimal('20000.00')
    """
    document = read_document(file)
    rows = document.data.get("cases")
    if not isinstance(rows, list):
        raise KnowledgeError((document.problem(("cases",), "must be a list of cases"),))
    base = document.data.get("base") or {}
    cases: list[GoldenCase] = []
    problems: list[Problem] = []
    for n, row in enumerate(rows):
        try:
            cases.append(_case(row, bool(base.get("autodebit"))))
        except ValidationError as error:
            problems += _problems(document, n, row, error)
        except (KeyError, TypeError, AttributeError, ArithmeticError, ValueError) as error:
            reason = f"is not a golden case ({error!r})"
            problems.append(document.problem(("cases", n), reason))
    if problems:
        raise KnowledgeError(tuple(problems))
    return tuple(cases)


def _problems(document: Document, n: int, row: Any, error: ValidationError) -> list[Problem]:
    place = ("cases", n)
    return [
        document.problem(place, f"{row['id']}: {'.'.join(map(str, e['loc']))}: {e['msg']}")
        for e in error.errors()
    ]


def _case(row: Mapping[str, Any], autodebit: bool) -> GoldenCase:
    scripts = row.get("script") or ()
    return GoldenCase(
        id=row["id"],
        title=row["title"],
        product=Product(row["product"]),
        inquiry=_inquiry(row, autodebit),
        expect=row["expect"],
        scripts=(scripts,) if isinstance(scripts, str) else tuple(scripts),
    )


def _inquiry(row: Mapping[str, Any], autodebit: bool) -> Inquiry:
    applicant = row["applicant"]
    second, option = row.get("co_applicant"), row.get("joint_option")
    signed_in = applicant.get("signed_in", True)
    shared = (second or option or {}).get("shared_obligations") or "0.00"
    profile = _party(applicant) | {"customer_id": f"golden-{row['id']}" if signed_in else None}
    return Inquiry(
        request=LoanRequest.model_validate(
            {"autodebit": autodebit, "shared_obligations": shared}
            | _said(row["request"])
            | {"product": row["product"]}
        ),
        applicant=DecisionProfile.model_validate(profile),
        co_applicant=Party.model_validate(_party(second)) if second else None,
        joint_option=Party.model_validate(_party(option)) if option else None,
        co_applicant_refused=second is None and option is None,
        assumptions=tuple(_assumptions(applicant)),
    )


def _said(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what nobody said: in these files null is unknown, and records have defaults."""
    return {name: value for name, value in fields.items() if value is not None}


def _party(told: Mapping[str, Any]) -> dict[str, Any]:
    """Translate the words of the file into those of `Party`."""
    fields = _said(told)
    for elsewhere in ("signed_in", "score_band", "shared_obligations"):
        fields.pop(elsewhere, None)
    if (age := fields.pop("age", None)) is not None:
        fields["has_capacity"] = age >= _CAPACITY_AGE
    if (years := fields.pop("years_employed", None)) is not None:
        fields["months_employed"] = int(Decimal(years) * 12)
    if "credit_score" in told and told["credit_score"] is None:
        fields["no_credit_file"] = told.get("score_band") is None
    if (other := fields.pop("other_income", None)) is not None:
        fields["other_income"] = other["annual"]
        fields["other_income_documents"] = other.get("documents")
    return fields


def _assumptions(applicant: Mapping[str, Any]) -> list[Assumption]:
    """A score chosen as a band is an assumption of the bank, not a score."""
    if not applicant.get("score_band") or applicant.get("credit_score") is None:
        return []
    return [Assumption(field="credit_score", used=str(applicant["credit_score"]))]
