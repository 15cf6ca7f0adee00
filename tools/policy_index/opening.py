"""Open the bank's own policies: read, check and resolve every document, then index them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tools.knowledge.reading import KnowledgeError, Problem, read_document
from tools.knowledge.validation import validated
from tools.lending.catalogue import Rulebook
from tools.policy_index.askings import NO_ASKINGS, Askings, read_askings
from tools.policy_index.documents import PolicyDocument, Section, read_policy
from tools.policy_index.fusion import ANSWERS, LINES_WEIGHT
from tools.policy_index.index import LocalIndex, Supply, words_alone
from tools.policy_index.records import Passage
from tools.policy_index.references import (
    NO_DATA,
    REFERENCE,
    ReferenceData,
    UnknownReference,
    resolve,
)
from tools.policy_index.words import NO_SYNONYMS, Synonyms, terms_of

TITLE_WEIGHT = 2
"""Chosen on the tuning half of the judged questions."""


class Opened(NamedTuple):
    """A folder of policies, read and checked."""

    passages: tuple[Passage, ...]
    synonyms: Synonyms
    askings: Askings = NO_ASKINGS

    def indexed(
        self,
        meaning: Callable[[], Supply] = words_alone,
        *,
        min_evidence: float = ANSWERS,
        likeness_weight: float = LINES_WEIGHT,
    ) -> LocalIndex:
        """Index the passages; what does not speak for an answer is left out of a search."""
        return LocalIndex(
            self.passages,
            synonyms=self.synonyms,
            title_weight=TITLE_WEIGHT,
            min_evidence=min_evidence,
            likeness_weight=likeness_weight,
            meaning=meaning,
            askings=self.askings,
            corrects=True,
        )


def open_policies(
    folder: Path, rulebook: Rulebook, *, disclose_thresholds: bool = True
) -> LocalIndex:
    """Index the policies of `folder` as they are now, by words alone: see `read_folder`."""
    return read_folder(folder, rulebook, disclose_thresholds=disclose_thresholds).indexed()


def read_folder(folder: Path, rulebook: Rulebook, *, disclose_thresholds: bool = True) -> Opened:
    """Read the policy documents of `folder` with the figures of `rulebook`.

    Args:
        folder: holds *.md and references.toml; beside it ../phrases/synonyms.toml, ../asked/ and
            ../unanswered.toml are read where they exist.
        rulebook: what the references point at.
        disclose_thresholds: False leaves out the quoted credit limits.

    Raises:
        KnowledgeError: everything that is wrong, with file and line.
    """
    data = read_references(folder)
    problems: list[Problem] = []
    passages: list[Passage] = []
    for document in read_policies(folder, problems):
        for section in document.sections:
            template = section.text(disclose_thresholds=disclose_thresholds)
            problems += _reference_problems(document, section, rulebook, data)
            if template and not problems:
                passages.append(_passage(document, section, template, rulebook, data))
    problems += _repeated(passages, folder.name)
    if problems:
        raise KnowledgeError(tuple(problems))
    return Opened(
        tuple(passages),
        read_synonyms(folder.parent / "phrases" / "synonyms.toml"),
        read_askings(folder.parent, {passage.id for passage in passages}),
    )


def read_policies(folder: Path, problems: list[Problem]) -> list[PolicyDocument]:
    """Read all documents in the order of their names; what is wrong is added to `problems`."""
    documents: list[PolicyDocument] = []
    for path in sorted(folder.glob("*.md")):
        try:
            documents.append(read_policy(path))
        except KnowledgeError as error:
            problems += error.problems
    if not documents and not problems:
        problems.append(Problem(str(folder.name), None, "", "holds no policy documents (*.md)"))
    return documents


def read_references(folder: Path) -> ReferenceData:
    """Read references.toml; a folder without one has no periods of the law."""
    path = folder / "references.toml"
    if not path.exists():
        return NO_DATA
    document = read_document(path)
    found = validated(ReferenceData, document.data, document)
    if isinstance(found, tuple):
        raise KnowledgeError(found)
    return found


def read_synonyms(path: Path) -> Synonyms:
    """Read a file of `"customers' words" = "the bank's words"`; none without the file."""
    if not path.exists():
        return NO_SYNONYMS
    document = read_document(path)
    problems = [
        Problem(document.file, _line_of(path, key), key, reason)
        for key, value in document.data.items()
        if (reason := _synonym_reason(key, value))
    ]
    if problems:
        raise KnowledgeError(tuple(problems))
    return Synonyms(document.data)


def _line_of(path: Path, quoted_key: str) -> int | None:
    lines = path.read_text(encoding="utf-8").split("\n")
    return next((n for n, line in enumerate(lines, 1) if line.startswith(f'"{quoted_key}"')), None)


def _synonym_reason(said: str, meant: object) -> str | None:
    if not isinstance(meant, str) or not terms_of(meant):
        return "must be words in quotation marks"
    left = terms_of(said)
    if len(left) < min(2, len(said.split())):
        return f"only {left} of it carries meaning, so it would match far too much"
    return None


def _passage(
    document: PolicyDocument,
    section: Section,
    template: str,
    rulebook: Rulebook,
    data: ReferenceData,
) -> Passage:
    text, figures = resolve(template, rulebook, data)
    return Passage(
        id=f"{document.id}#{section.anchor}" if section.anchor else document.id,
        title_path=(document.title, *section.path),
        text=text,
        template=template,
        audience=document.audience,
        version=document.version,
        effective_date=document.effective_from,
        expires=document.effective_until,
        rule_id=section.rule_id,
        product=document.product,
        figures=figures,
    )


def _reference_problems(
    document: PolicyDocument, section: Section, rulebook: Rulebook, data: ReferenceData
) -> Iterator[Problem]:
    known = {rule.id for rule in rulebook.rules}
    if section.rule_id and section.rule_id not in known:
        reason = f"{section.rule_id} is not a rule of rules.yaml"
        yield Problem(document.file, section.first_line, "", reason)
    if REFERENCE.search(" ".join(section.path)):
        yield Problem(document.file, section.first_line, "", "a heading holds no references")
    for line in section.lines:
        try:
            resolve(line.text, rulebook, data)
        except UnknownReference as error:
            yield Problem(document.file, line.number, "", str(error))


def _repeated(passages: list[Passage], folder: str) -> Iterator[Problem]:
    seen: set[str] = set()
    for passage in passages:
        if passage.rule_id and passage.rule_id in seen:
            yield Problem(folder, None, passage.id, f"{passage.rule_id} has two headings")
        seen.add(passage.rule_id or passage.id)
