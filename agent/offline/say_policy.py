"""Answers from the bank's policy: the sentences of a passage that answer, with their citation."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from agent.offline.reply import Reply
from agent.offline.wording import Draft, cited
from tools.policy_index.quoting import sentences_of

MOST_WORDS = 60
WEAK_MATCH = 2.2
"""Below this a passage shares a word with the question and answers another one."""
MOST_COVERED = 0.72
STRONG_MATCH = 4.0
"""A passage holds nearly every weighty word of a question, or it matches strongly; else it is about
something else, and an honest "I don't have that" is the better answer."""


def say_policy(reply: Reply) -> bool:
    """Answer each question from its best passage, in its own words, with its citation."""
    results = [c.result for c in reply.called if c.tool == "search_policy" and not c.refused]
    said = [_said(reply, result) for result in results]
    if results and not any(said):
        return reply.draft.say("policy.none")
    return bool(results)


def _said(reply: Reply, result: Mapping[str, Any]) -> bool:
    passages = result.get("passages") or []
    best = passages[0] if passages else None
    if best is None or not _answers(best) or _is_said(reply, best):
        return False
    if not _quote(reply, best, result.get("answering") or []):
        return False
    if any(str(best["id"]) in pair for pair in result.get("disagreeing") or ()):
        reply.draft.say("policy.disagree")
    return True


def _is_said(reply: Reply, passage: Mapping[str, Any]) -> bool:
    return any(cited(str(passage["id"])) in part for part in reply.draft.parts)


def _title(passage: Mapping[str, Any]) -> str:
    return str((passage.get("title_path") or [""])[-1])


def _answers(passage: Mapping[str, Any]) -> bool:
    if passage.get("likeness") is not None or passage.get("evidence"):
        return True  # the index has weighed words and meaning, and gives only what answers
    score = float(passage.get("score") or STRONG_MATCH)
    return score >= STRONG_MATCH or (
        score >= WEAK_MATCH and float(passage.get("coverage") or 1) >= MOST_COVERED
    )


def _quote(reply: Reply, passage: Mapping[str, Any], chosen: Sequence[int]) -> bool:
    """Say the sentences that answer; a passage's template refers to facts of its own."""
    own_id, title = str(passage["id"]), _title(passage)
    kept: list[str] = []
    words = 0
    for at, sentence in _in_turn(speakable(reply.draft, passage), chosen):
        words += len(sentence.split())
        if kept and words > MOST_WORDS:
            break
        if at == 0 and not kept and own_id.startswith("glossary"):
            sentence = f"{title}: {sentence[:1].lower()}{sentence[1:]}"
        kept.append(f"{sentence} {cited(own_id)}")
    if kept:
        reply.draft.parts.append(" ".join(kept))
    return bool(kept)


def _in_turn(said: Mapping[int, str], chosen: Sequence[int]) -> Iterator[tuple[int, str]]:
    """Yield what answers, in reading order; all of it where nothing that answers can be said."""
    answers = [at for at in said if at in chosen]
    yield from ((at, said[at]) for at in answers or said)


def speakable(draft: Draft, passage: Mapping[str, Any]) -> Mapping[int, str]:
    """Return the sentences that can be said: by reference, or as they stand if without figures."""
    template = sentences_of(str(passage.get("template") or ""))
    text = sentences_of(str(passage.get("text") or ""))
    if len(template) != len(text):
        return {at: s for at, s in enumerate(template or text) if draft.sayable(s)}
    said = (
        t if draft.sayable(t) else "" if any(c.isdigit() for c in plain) else plain
        for t, plain in zip(template, text, strict=True)
    )
    return {at: sentence for at, sentence in enumerate(said) if sentence}
