"""The product that is talked about resolves what a question leaves open."""

import pytest

from tools.lending.records import Product
from tools.policy_index import Passage
from tools.policy_index.mentions import products_named
from tools.search_policy import _in_order, in_full


def passage(own_id: str, score: float, product: Product | None = None) -> Passage:
    return Passage(id=own_id, title_path=(), text="", template="", score=score, product=product)


def ids(found: list[Passage]) -> list[str]:
    return [one.id for one in found]


CAR, GOLD = passage("car#rates", 2.1, Product.CAR), passage("gold#rates", 2.0, Product.GOLD)
ANY, TERM = passage("faq#rates", 1.0), passage("glossary#rate", 2.2)


def test_the_product_talked_about_is_ahead_where_none_is_named() -> None:
    assert ids(_in_order([CAR, GOLD, ANY], "how high is the rate", Product.GOLD))[0] == "gold#rates"


def test_a_product_that_is_named_counts_and_not_the_one_talked_about() -> None:
    found = _in_order([CAR, GOLD, ANY], "how high is the rate on a car", Product.GOLD)

    assert ids(found)[0] == "car#rates"


def test_what_is_said_of_other_products_is_left_out_unless_there_is_nothing_else() -> None:
    assert "car#rates" not in ids(_in_order([CAR, ANY], "the rate?", Product.GOLD))
    assert ids(_in_order([CAR], "the rate?", Product.GOLD)) == ["car#rates"]


def test_a_definition_stands_behind_unless_the_meaning_is_asked() -> None:
    assert ids(_in_order([TERM, CAR, ANY], "rates on cars", None))[0] == "car#rates"
    assert ids(_in_order([TERM, CAR, ANY], "what does rate mean", None))[0] == "glossary#rate"


def test_nothing_found_stays_nothing() -> None:
    assert _in_order([], "rates", Product.CAR) == []


@pytest.mark.parametrize(
    ("asked", "product", "searched"),
    [
        ("when is it due", Product.CAR, "when is it due (car loan)"),
        ("is it safe with gold", Product.CAR, "is it safe with gold"),
        ("when is it due", None, "when is it due"),
        ("who decides", Product.CAR, "who decides"),
    ],
)
def test_a_question_that_points_at_the_loan_is_asked_with_its_name(
    asked: str, product: Product | None, searched: str
) -> None:
    assert in_full(asked, product) == searched


@pytest.mark.parametrize("product", Product)
def test_every_product_is_known_by_its_name(product: Product) -> None:
    assert product in products_named(f"About your {product.value.replace('_', ' ')} loan.")
