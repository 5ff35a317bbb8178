"""Templates hold no words of their own, no style and no script: words are messages or content."""

import re
from html.parser import HTMLParser

import jinja2
import pytest

from tests.house.tree import texts

_BRAND = {"mentormatch"}
_SPOKEN_ATTRIBUTES = {"alt", "title", "aria-label", "aria-description", "placeholder", "aria-roledescription"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_EXPRESSION = "\ufffc"


def _markup(source: str) -> str:
    """A template's own text: each expression as one sign, statements and comments as nothing."""
    pieces = []
    inside = ""
    for _, kind, value in jinja2.Environment(autoescape=True).lex(source):
        if kind == "variable_begin":
            pieces.append(_EXPRESSION)
        elif kind == "data":
            pieces.append(value)
        elif kind == "name" and inside == "block_begin" and value == "trans":
            raise AssertionError("write {{ _(…) }}: trans blocks are not escaped")
        inside = kind if kind != "whitespace" else inside
    return "".join(pieces)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self.inline: list[str] = []
        self._untranslated: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag not in _VOID and (self._untranslated or given.get("translate") == "no"):
            self._untranslated.append(tag)
        self.words += [
            value for name, value in attrs if name in _SPOKEN_ATTRIBUTES and value and _has_words(value)
        ]
        self.inline += [name for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._untranslated and tag in self._untranslated:
            while self._untranslated.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self._untranslated and _has_words(data):
            self.words.append(data.strip())


def _has_words(text: str) -> bool:
    left = text.replace(_EXPRESSION, " ")
    return any(word not in _BRAND for word in re.findall(r"[^\W\d_]+", left))


def _read(source: str) -> _Reader:
    reader = _Reader()
    reader.feed(_markup(source))
    reader.close()
    return reader


def _pages() -> dict[str, str]:
    return {
        name: text
        for name, text in texts().items()
        if name.startswith("templates/") and name.endswith(".html")
    }


def test_no_template_has_bare_words() -> None:
    assert {name: words for name, text in _pages().items() if (words := _read(text).words)} == {}


def test_no_template_has_inline_style_or_script() -> None:
    assert {name: inline for name, text in _pages().items() if (inline := _read(text).inline)} == {}


@pytest.mark.parametrize(
    "bare",
    [
        "<p>Hello</p>",
        "<p>{{ name }} left</p>",
        "{% if x %}<p>مرحبا</p>{% endif %}",
        '<img src="{{ x }}" alt="A tree">',
        '<nav aria-label="Main"></nav>',
        '<span translate="no">mentor</span><p>Bare</p>',
    ],
)
def test_a_bare_word_would_be_caught(bare: str) -> None:
    assert _read(bare).words != []


@pytest.mark.parametrize(
    "inline", ['<p style="color: red">', '<a onclick="x()">', "<style>p {}</style>", "<script>x</script>"]
)
def test_an_inline_style_or_script_would_be_caught(inline: str) -> None:
    assert _read(inline).inline != []


def test_a_trans_block_would_be_caught() -> None:
    with pytest.raises(AssertionError, match="trans"):
        _read("<p>{% trans %}Hello{% endtrans %}</p>")


def test_messages_the_name_and_signs_are_no_bare_words() -> None:
    page = '<title>{{ _("Quiz") }} · mentormatch</title><p class="a">1 {# why #}</p><script src="x"></script>'
    reader = _read(page)
    assert (reader.words, reader.inline) == ([], [])
