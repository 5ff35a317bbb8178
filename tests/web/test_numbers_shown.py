"""Every number of a result can be had again: from the download, from the row, from the command."""

import io
import json
import re
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.config import Settings
from mentormatch.i18n import Locale, load_catalogs, long_date, percent
from mentormatch.quiz import parse_bank
from mentormatch.scoring import load_expert
from mentormatch.usecases.score_file import score_file
from mentormatch.usecases.tokens import token_hash
from tests.apps import START
from tests.pages import Page, Visitor, words_of
from tests.quizzes import Answering, Asked, first_option, last_option, skip, take
from tests.web.shared import Site, site

__all__ = ["site"]

_SHARED = (
    "recommendation",
    "focus",
    "probabilities",
    "focus_probabilities",
    "traits",
    "close_call",
    "reasons",
)


def middle_option(asked: Asked) -> str:
    """Answers with the option in the middle of the page."""
    return asked.options[len(asked.options) // 2]


ANSWERINGS: tuple[Answering, ...] = (first_option, last_option, middle_option, skip)


@pytest.fixture(params=["find", "become"])
def role(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(params=ANSWERINGS, ids=lambda answering: answering.__name__)
def answering(request: pytest.FixtureRequest) -> Answering:
    found: Answering = request.param
    return found


@pytest.fixture
def shown(site: Site, role: str, answering: Answering) -> tuple[str, dict[str, Any]]:
    """The token of a finished quiz, and the data that its visitor downloads."""
    visitor = Visitor(site.app)
    token = take(visitor, "fr", role, answering=answering).token
    return token, visitor.get(f"/fr/result/{token}/data.json").get_json()


def test_the_download_is_the_same_in_every_language(site: Site, shown: tuple[str, dict[str, Any]]) -> None:
    token, data = shown
    for lang in ("en", "ar"):
        assert Visitor(site.app).get(f"/{lang}/result/{token}/data.json").get_json() == data


def test_the_command_gives_the_same_result_to_the_last_bit(shown: tuple[str, dict[str, Any]]) -> None:
    _, data = shown
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    assert data["versions"]["bank_hash"] == bank.content_hash
    line = json.dumps({"id": 1, "role": data["role"], "answers": data["answers"]}).encode()
    sink = io.BytesIO()
    score_file(
        bank,
        load_expert(),
        io.BytesIO(line),
        sink,
        report=lambda number, reason: pytest.fail(f"line {number}: {reason}"),
        advance=lambda count: None,
    )
    scored = json.loads(sink.getvalue())
    for part in _SHARED:
        assert _written(scored[part]) == _written(data[part]), part


def test_the_row_holds_what_the_download_says(site: Site, shown: tuple[str, dict[str, Any]]) -> None:
    token, data = shown
    with site.database.reading() as tx:
        stored = storage.attempts.load(tx, token_hash(token))
        result = storage.results.latest(tx, stored.id)
        version = storage.banks.by_id(tx, stored.bank_version_id)
        bank = parse_bank(storage.banks.document(tx, version.id))
    assert result is not None
    for part in (*_SHARED, "careless", "change"):
        assert result.outcome[part] == data[part], part
    assert result.probabilities == data["probabilities"]
    assert (result.recommendation, result.focus, result.close_call) == (
        data["recommendation"],
        data["focus"],
        data["close_call"],
    )
    assert data["versions"] == {
        "bank": version.number,
        "bank_hash": version.content_hash,
        "model_hash": result.model_hash,
    }
    answers = {
        question.key: None if code == 255 else question.options[code - 1].key
        for question in bank.questions
        if (code := stored.attempt.code(question))
    }
    assert answers == data["answers"]
    assert sum(data["seconds"].values()) == pytest.approx(sum(stored.attempt.elapsed) / 10)


def test_every_number_on_the_page_follows_from_the_download(
    site: Site, shown: tuple[str, dict[str, Any]], lang: str
) -> None:
    token, data = shown
    page = Visitor(site.app).page(f"/{lang}/result/{token}")
    locale = Locale(lang)
    careless = data["careless"]
    if not careless["straight_line"] and careless["predictability"] is not None:
        _check_tables(page, data, locale)
    text = words_of(_without_the_plan(page))
    for said in sorted(_sentences(locale), key=len, reverse=True):
        text = text.replace(said, " ")
    text = text.replace(token, " ")
    found = set(re.findall(r"\d+(?:[.,]\d+)*", text))
    assert found <= _expected(data, locale), found - _expected(data, locale)


def _without_the_plan(page: Page) -> Element:
    """The page's content; the days of the plan are counted from the result's, and tested with it."""
    main = page.find("main")
    article = page.find("article")
    for section in [one for one in article if one.get("aria-labelledby", "").startswith("plan")]:
        article.remove(section)
    return main


def _written(value: object) -> str:
    """A value as text: floats that read alike are alike to the last bit."""
    return json.dumps(value, sort_keys=True)


def _check_tables(page: Page, data: dict[str, Any], locale: Locale) -> None:
    tables = [table for table in page.all("table") if "ranking" in table.get("class", "")]
    wanted = [data["probabilities"]]
    if data["recommendation"] == "coaching":
        wanted.append(data["focus_probabilities"])
    cells = [
        [words_of(cell) for cell in table.iter("td") if cell.get("class") == "ranking-number"]
        for table in tables
    ]
    assert cells == [
        [" ".join(percent(share, locale).split()) for share in sorted(shares.values(), reverse=True)]
        for shares in wanted
    ]


def _expected(data: dict[str, Any], locale: Locale) -> set[str]:
    """The numbers that a page of this result may show."""
    shares = [*data["probabilities"].values(), *data["focus_probabilities"].values()]
    readiness = data.get("readiness") or {}
    shares += [readiness[part] for part in ("competence", "commitment") if readiness.get(part) is not None]
    said = {percent(share, locale) for share in shares}
    said |= {str(min(9, max(1, round(10 * share)))) for share in shares} | {"10"}
    said |= {str(data["versions"]["bank"]), data["versions"]["model_hash"][:8]}
    said |= {str(len(data["change"]["answers"]))} if data["change"] else set()
    # By when a counselor answers, in working days: the operator's promise, and no part of the result.
    said |= {str(Settings.from_environment({}).promise_days)}
    # What a sentence of the interface says to everybody, with places to fill beside it.
    said |= {re.sub(r"%\(\w+\)\w", " ", sentence) for sentence in _interface(locale) if "%(" in sentence}
    said |= {long_date(START.fromisoformat(data["dates"][name]), locale) for name in ("result", "kept_until")}
    return {number for one in said for number in re.findall(r"\d+(?:[.,]\d+)*", one)}


def _sentences(locale: Locale) -> set[str]:
    """What the guide, the bank and the interface say to everybody: their numbers are words."""
    bank = parse_bank(data_path("banks", "mentoring.json").read_bytes())
    said = {question.prompt[locale] for question in bank.questions}
    said |= {option.label[locale] for question in bank.questions for option in question.options}
    for path in data_path("guide", locale.value).glob("*.json"):
        content = json.loads(path.read_text(encoding="utf-8"))
        said |= {sentence for sentence in content.values() if "%(" not in sentence}
    said |= {sentence for sentence in _interface(locale) if "%(" not in sentence}
    return {" ".join(sentence.split()) for sentence in said if re.search(r"\d", sentence)}


def _interface(locale: Locale) -> set[str]:
    """The messages of the interface."""
    catalogs = load_catalogs(data_path("catalogs"))
    return {catalogs[locale].gettext(message) for message in catalogs[Locale.FR].messages}
