"""Catalogues are read as polib reads them, which writes them."""

from collections.abc import Iterator

import polib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.bundled import data_path
from mentormatch.i18n.entries import translated

_words = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from('"\\\n\t\r% '), max_size=30)
_said = _words.filter(bool)
_entries = st.lists(
    st.tuples(_said, st.one_of(st.none(), st.tuples(_said, _words, _words)), _words, st.booleans()),
    unique_by=lambda entry: entry[0],
    max_size=5,
)


def as_polib(source: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for entry in polib.pofile(source).translated_entries():
        plural = entry.msgstr_plural
        yield (entry.msgid, entry.msgid_plural, tuple(plural.values()) if plural else (entry.msgstr,))


def as_ours(source: str) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    return ((entry.message, entry.many, entry.forms) for entry in translated(source))


@pytest.mark.parametrize("name", ["fr.po", "ar.po"])
def test_the_shipped_catalogues_are_read_as_by_polib(name: str) -> None:
    source = data_path("catalogs", name).read_text(encoding="utf-8")
    assert sorted(as_ours(source)) == sorted(as_polib(source))


@given(_entries)
def test_whatever_polib_writes_is_read_as_it_was_meant(
    entries: list[tuple[str, tuple[str, str, str] | None, str, bool]],
) -> None:
    catalogue = polib.POFile(wrapwidth=20)
    catalogue.metadata = {"Language": "fr"}
    meant = []
    for message, counted, translation, is_fuzzy in entries:
        flags = ["fuzzy"] if is_fuzzy else []
        if counted:
            many, *forms = counted
            plural = dict(enumerate(forms))
            catalogue.append(
                polib.POEntry(msgid=message, msgid_plural=many, msgstr_plural=plural, flags=flags)
            )
        else:
            many, forms = "", [translation]
            catalogue.append(polib.POEntry(msgid=message, msgstr=translation, flags=flags))
        if all(forms) and not is_fuzzy:
            meant.append((message, many, tuple(forms)))
    assert list(as_ours(str(catalogue))) == meant


@pytest.mark.parametrize(
    "source",
    [
        'msgid "a',
        'msgid "a\nmsgstr "b"',
        "msgid a",
        '"a"',
        'msgctxt "a"\nmsgid "b"',
        'msgid ""\nmsgstr "x" y',
    ],
)
def test_what_is_no_line_of_a_catalogue_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="line"):
        list(translated(source))


def test_a_second_message_without_words_is_refused() -> None:
    with pytest.raises(ValueError, match="without words"):
        list(translated('msgid ""\nmsgstr "header"\n\nmsgid ""\nmsgstr "b"\n'))
