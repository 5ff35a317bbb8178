"""The page on the method quotes the kept figures, in each language's own numbers, and no others."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.i18n import Locale, number, percent
from mentormatch.web.services import services
from mentormatch.web.visitor.present_method import measured
from tests.pages import Visitor, words_of

FIGURES = data_path("model", "figures.json")
STALE = "run `mentormatch evaluate --write`"


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    measured.cache_clear()
    yield
    measured.cache_clear()


def section(app: Flask, lang: str) -> str:
    """The words of the page's last section."""
    found = Visitor(app).page(f"/{lang}/method").all("section")
    return words_of(found[-1])


def numbers(text: str) -> list[str]:
    return re.findall(r"\d+(?:[.,\u00a0\u202f ]\d+)*", text)


def expected(path: Path, lang: str) -> list[str]:
    """Every number of the section, in the order in which it is read."""
    document = json.loads(path.read_text(encoding="utf-8"))
    locale, regimes = Locale(lang), document["regimes"]
    people, adaptive = document["worlds"] * document["sizes"]["people"], regimes["realistic"]["adaptive"]
    careless = regimes["realistic"]["careless, adaptive"]
    said = [number(people, locale), "95"]
    said += [percent(share, locale) for share in adaptive["top1"]]
    said += [percent(regimes[name]["adaptive"]["top1"][0], locale) for name in ("crisp", "fuzzy")]
    said += [number(round(items, 1), locale) for items in adaptive["items"]]
    said += [percent(share, locale) for share in adaptive["between_holds"]]
    said += [number(1000, locale)]
    said += [str(round(1000 * share)) for share in careless["random_false"] + careless["straight_false"]]
    return [one for text in said for one in numbers(" ".join(text.split()))]


def test_the_page_shows_the_very_figures_that_are_kept(quick_app: Flask, lang: str) -> None:
    assert numbers(section(quick_app, lang)) == expected(FIGURES, lang)


def test_other_figures_would_be_shown_as_they_are(
    quick_app: Flask, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = json.loads(FIGURES.read_text(encoding="utf-8"))
    document["regimes"]["realistic"]["adaptive"] |= {"top1": [0.41, 0.4, 0.42], "items": [20.25, 19.0, 21.5]}
    other = tmp_path / "figures.json"
    other.write_text(json.dumps(document), encoding="utf-8")
    monkeypatch.setattr("mentormatch.usecases.kept_figures.FIGURES_FILE", other)
    assert numbers(section(quick_app, lang)) == expected(other, lang)
    assert percent(0.41, Locale(lang)).split()[0] in section(quick_app, lang)


def test_the_figures_are_about_the_bank_and_the_model_that_are_served(quick_app: Flask) -> None:
    kept = json.loads(FIGURES.read_text(encoding="utf-8"))
    with quick_app.app_context():
        made = services()
        with made.database.reading() as tx:
            served = storage.banks.current(tx, "mentoring")
        assert kept["bank"] == served.content_hash, STALE
        assert kept["model"] == made.instruments.model.content_hash, STALE
    assert kept["purpose"] == "held-out"


def test_the_page_says_that_nobody_real_was_measured(quick_app: Flask, lang: str) -> None:
    words = {"fr": "Aucune personne réelle", "en": "Nobody real", "ar": "ليس بينهم أي شخص حقيقي"}
    assert words[lang] in section(quick_app, lang)
