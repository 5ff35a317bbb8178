"""What is the same on every page is put into a template once, and nothing else is."""

from pathlib import Path

from markupsafe import Markup, escape

from mentormatch.web.templates import environment

_ASKED: list[str] = []


def _say(message: str, /, **values: object) -> Markup:
    _ASKED.append(message)
    text = escape({"Continue": "Continuer", "Bold": "<b>", "Step %(n)s": "Étape %(n)s"}.get(message, message))
    return text % values if values else text


def _static(path: str) -> str:
    return f"/static/&/{path}"


def _filled(folder: Path, source: str, times: int = 1, **context: object) -> str:
    _ASKED.clear()
    (folder / "page.html").write_text(source, encoding="utf-8")
    made = environment(folder, {"_": _say, "static": _static}, {"site.lang": "fr"})
    texts = {made.get_template("page.html").render(**context) for _ in range(times)}
    assert len(texts) == 1
    return texts.pop()


def test_fixed_words_are_looked_up_once_however_many_pages_there_are(tmp_path: Path) -> None:
    assert _filled(tmp_path, '<p title="{{ _("Continue") }}">', times=3) == '<p title="Continuer">'
    assert _ASKED == ["Continue"]


def test_words_with_a_value_are_filled_for_every_page_and_the_value_is_escaped(tmp_path: Path) -> None:
    source = '{{ _("Step %(n)s", n=number) }}'
    assert _filled(tmp_path, source, times=2, number="<1>") == "Étape &lt;1&gt;"
    assert len(_ASKED) == 2


def test_a_translation_or_an_address_with_signs_of_markup_stays_text(tmp_path: Path) -> None:
    source = '{{ _("Bold") }} {{ static("a.css") }}'
    assert _filled(tmp_path, source) == "&lt;b&gt; /static/&amp;/a.css"


def test_words_chosen_by_the_page_are_looked_up_by_the_page(tmp_path: Path) -> None:
    assert _filled(tmp_path, "{{ _(word) }}", word="Continue") == "Continuer"


def test_only_the_names_that_are_the_same_everywhere_are_put_in(tmp_path: Path) -> None:
    site = {"lang": "not asked for", "title": "<Quiz>"}
    assert _filled(tmp_path, "{{ site.lang }} {{ site.title }}", site=site) == "fr &lt;Quiz&gt;"


def test_lines_are_sent_without_their_indentation_and_text_from_values_as_it_is(tmp_path: Path) -> None:
    source = "<ul>\n    <li>\n      {{ text }}\n    </li>\n</ul>\n<textarea>{{ text }}</textarea>"
    text = "one\n\n   two"
    assert (
        _filled(tmp_path, source, text=text)
        == f"<ul>\n<li>\n{text}\n</li>\n</ul>\n<textarea>{text}</textarea>"
    )


def test_a_piece_that_is_included_has_the_words_of_its_place_and_keeps_its_own(tmp_path: Path) -> None:
    (tmp_path / "piece.html").write_text(
        '{% set own = "inside" %}{{ _("Continue") }} {{ value }} {{ loop.index }} {{ own }};',
        encoding="utf-8",
    )
    source = (
        '{% set own = "outside" %}{% for value in values %}{% include "piece.html" %}{% endfor %}{{ own }}'
    )
    expected = "Continuer &lt;a&gt; 1 inside;Continuer b 2 inside;outside"
    assert _filled(tmp_path, source, times=2, values=["<a>", "b"]) == expected
    assert _ASKED == ["Continue"]


def test_a_piece_that_includes_others_is_still_included(tmp_path: Path) -> None:
    (tmp_path / "inner.html").write_text("{{ value }}", encoding="utf-8")
    (tmp_path / "outer.html").write_text('[{% include "inner.html" %}]', encoding="utf-8")
    source = '{% with value = "here" %}{% include "outer.html" %}{% endwith %}'
    assert _filled(tmp_path, source) == "[here]"
