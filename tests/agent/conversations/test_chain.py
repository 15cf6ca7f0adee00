from hypothesis import given
from hypothesis import strategies as st

from agent.conversations.chain import START, Entry, content_hash, faults, next_link, seal

ROWS = st.lists(st.text(max_size=40), min_size=1, max_size=12)


def _chain(contents: list[str]) -> list[Entry]:
    entries: list[Entry] = []
    link = START
    for position, content in enumerate(contents):
        sealed = seal(link, content)
        link = sealed.link
        entries.append(Entry(position, f"t{position}", "opened", sealed.salt, content,
                             sealed.content_hash, link, None))  # fmt: skip
    return entries


def _faults(entries: list[Entry], whole: list[Entry]) -> list[str]:
    return list(faults(entries, len(whole), whole[-1].link))


@given(ROWS)
def test_an_untouched_chain_has_no_faults(contents: list[str]) -> None:
    entries = _chain(contents)

    assert _faults(entries, entries) == []


@given(ROWS, st.data())
def test_any_row_may_be_erased(contents: list[str], data: st.DataObject) -> None:
    entries = _chain(contents)
    n = data.draw(st.integers(0, len(entries) - 1))
    erased = entries[n]._replace(salt=None, content=None, erased_reason="asked")

    assert _faults([*entries[:n], erased, *entries[n + 1 :]], entries) == []


@given(ROWS, st.data())
def test_any_changed_row_shows(contents: list[str], data: st.DataObject) -> None:
    entries = _chain(contents)
    n = data.draw(st.integers(0, len(entries) - 1))
    content = data.draw(st.text().filter(lambda text: text != contents[n]))
    changed = entries[n]._replace(content=content)

    assert _faults([*entries[:n], changed, *entries[n + 1 :]], entries)


@given(ROWS, st.data())
def test_any_missing_row_shows(contents: list[str], data: st.DataObject) -> None:
    entries = _chain(contents)
    n = data.draw(st.integers(0, len(entries) - 1))

    assert _faults([*entries[:n], *entries[n + 1 :]], entries)


@given(ROWS, st.data())
def test_a_row_rewritten_with_a_new_hash_shows_in_the_links(
    contents: list[str], data: st.DataObject
) -> None:
    entries = _chain([*contents, "last"])
    n = data.draw(st.integers(0, len(contents) - 1))
    content = contents[n] + "!"
    salt = entries[n].salt or ""
    previous = entries[n - 1].link if n else START
    hashed = content_hash(salt, content)
    forged = entries[n]._replace(content=content, content_hash=hashed,
                                 link=next_link(previous, hashed))  # fmt: skip

    assert _faults([*entries[:n], forged, *entries[n + 1 :]], entries)


def test_the_same_words_twice_have_different_hashes() -> None:
    first, second = _chain(["yes", "yes"])

    assert first.content_hash != second.content_hash
