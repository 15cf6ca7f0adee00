"""`catalogue.yaml` -> `Catalogue`: defaults filled in, validated, checked across fields."""

from typing import Any

from tools.knowledge.catalogue_checks import catalogue_problems, product_problems
from tools.knowledge.reading import Document, Problem, merged_over
from tools.knowledge.validation import content_hash, refuse, validated
from tools.lending.catalogue import Catalogue, ProductTerms
from tools.lending.records import Product


def catalogue_from(document: Document) -> Catalogue:
    """Build the catalogue.

    Raises:
        KnowledgeError: with every problem of every product, then those of the file as a whole.
    """
    rest = {key: value for key, value in document.data.items() if key != "defaults"}
    raw_products = rest.pop("products", None)
    problems: list[Problem] = []
    products: dict[Product, ProductTerms] = {}
    for name, raw in _named_products(raw_products, document, problems):
        terms = _terms(name, raw, document)
        if isinstance(terms, ProductTerms):
            products[name] = terms
            problems += product_problems(terms, document)
        else:
            problems += terms
    catalogue = validated(Catalogue, rest | {"products": products}, document)
    if not isinstance(catalogue, Catalogue):
        refuse(*problems, *catalogue)
        raise AssertionError  # refuse() has raised: an invalid catalogue has problems
    refuse(*problems, *catalogue_problems(catalogue, document))
    return catalogue.model_copy(update={"content_hash": content_hash(catalogue)})


def _named_products(
    raw: Any, document: Document, problems: list[Problem]
) -> list[tuple[Product, dict[str, Any]]]:
    """Pair each known product with its block; note what is missing, unknown or not a block."""
    if not isinstance(raw, dict):
        problems.append(document.problem(("products",), "must hold one block per product"))
        return []
    known = ", ".join(Product)
    for name in raw.keys() - set(Product):
        reason = f"is not a product; the products are {known}"
        problems.append(document.problem(("products", name), reason))
    blocks = []
    for product in Product:
        block = raw.get(product)
        if isinstance(block, dict):
            blocks.append((product, block))
        else:
            reason = "is missing" if block is None else "must be a block of fields"
            problems.append(document.problem(("products", str(product)), reason))
    return blocks


def _terms(
    product: Product, own: dict[str, Any], document: Document
) -> ProductTerms | tuple[Problem, ...]:
    defaults = document.data.get("defaults") or {}
    if not isinstance(defaults, dict):
        return (document.problem(("defaults",), "must be a block of fields"),)
    at = ("products", str(product))
    document.also_at(at, ("defaults",))
    data = merged_over(defaults, own)
    return validated(ProductTerms, {**data, "product": product}, document, at)
