"""The report: a document that says what the page says, in an order in which it can be read."""

import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from mentormatch.i18n import Locale
from mentormatch.usecases.make_result import read_result
from mentormatch.web import typesetting
from mentormatch.web.services import services
from mentormatch.web.visitor.present_report import report_values
from mentormatch.web.visitor.present_result import present
from mentormatch.web.visitor.speech import Speech
from tests.apps import START
from tests.house.tree import ROOT
from tests.pages import Visitor, words_of
from tests.quizzes import Answering, Finished, each_in_turn, last_option, skip, take

_ARABIC = re.compile("[\u0621-\u064a]+")
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u064b-\u0652\u0670]")


def varied(visitor: Visitor, lang: str, role: str = "find") -> Finished:
    """A finished quiz whose result ranks the kinds."""
    return take(visitor, lang, role, answering=each_in_turn())


def asked(program: str, *arguments: object) -> str:
    """What one of poppler's programs says of a document."""
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed (apt: poppler-utils)")
    run = subprocess.run([program, *map(str, arguments)], capture_output=True, check=True)
    return run.stdout.decode(errors="replace")


def extracted(document: bytes, folder: Path) -> str:
    """The text of a document as another program finds it, pages divided by form feeds."""
    path = folder / "read.pdf"
    path.write_bytes(document)
    return asked("pdftotext", path, "-")


def read(document: bytes, folder: Path) -> list[str]:
    """The letters and digits of each page of a document."""
    return [bare(page) for page in extracted(document, folder).split("\f")[:-1]]


def bare(text: str) -> str:
    """A text's letters and digits alone: where lines break, and which way signs turn, is left out."""
    return "".join(re.findall(r"\w", _MARKS.sub("", text)))


def report_of(visitor: Visitor, lang: str, finished: Finished) -> bytes:
    response = visitor.get(f"/{lang}/result/{finished.token}/report.pdf")
    assert response.status_code == 200
    return bytes(response.data)


@pytest.mark.parametrize("role", ["find", "become"])
def test_the_report_says_what_the_page_says_in_the_same_order(
    visitor: Visitor, lang: str, role: str, tmp_path: Path
) -> None:
    finished = varied(visitor, lang, role)
    text = "".join(read(report_of(visitor, lang, finished), tmp_path))
    page = finished.result
    headings = [bare(words_of(h)) for h in page.all("h2") if h.get("id") not in {"data", "counselor-title"}]
    places = [text.find(heading) for heading in [bare(page.heading), *headings]]
    assert -1 not in places
    assert places == sorted(places)
    said = [
        words_of(p) for p in page.find("main").iter("p") if p.get("class") in {"reason-answer", "sureness"}
    ]
    assert [sentence for sentence in said if bare(sentence) not in text] == []


def test_the_report_belongs_to_the_reader_alone(visitor: Visitor, lang: str) -> None:
    finished = varied(visitor, lang)
    headers = visitor.get(f"/{lang}/result/{finished.token}/report.pdf").headers
    assert headers["Content-Type"] == "application/pdf"
    assert headers["Content-Language"] == lang
    assert headers["Content-Disposition"] == 'attachment; filename="mentormatch.pdf"'
    assert headers["Cache-Control"] == "no-store"


def test_the_report_is_accessible_and_says_its_language(visitor: Visitor, lang: str) -> None:
    document = report_of(visitor, lang, varied(visitor, lang))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
    assert b"/StructTreeRoot" in document
    assert f"/Lang({lang})".encode() in document
    direction = b"/Direction/R2L" if lang == "ar" else b"/Direction/L2R"
    assert direction in document


@pytest.mark.parametrize("role", ["find", "become"])
def test_the_report_has_the_structure_of_the_page(
    visitor: Visitor, lang: str, role: str, tmp_path: Path
) -> None:
    finished = varied(visitor, lang, role)
    path = tmp_path / "report.pdf"
    document = report_of(visitor, lang, finished)
    path.write_bytes(document)
    lines = [line.strip() for line in asked("pdfinfo", "-struct", path).splitlines()]
    tags = Counter(line.split(maxsplit=1)[0].rstrip(":") for line in lines if line)
    shown = [h for h in finished.result.all("h2") if h.get("id") not in {"data", "counselor-title"}]
    sides = [it for it in finished.result.all("details") if it.get("class", "").startswith("side ")]
    assert tags["H1"] == 1
    # Its own are the sides of a close call, and the way back.
    assert tags["H2"] == len(shown) + len(sides) + 1
    assert tags["H3"] >= 6
    # Of each side: four places to look in, four criteria, three lines on rhythm and format.
    assert tags["LI"] == tags["LBody"] == 11 * max(1, len(sides))
    assert tags["TH"] == tags["/Scope"] >= 2 * tags["Table"] > 0
    # The code of the way back; other drawings are ornaments of words that stand beside them.
    assert tags["Figure"] == 1
    assert b"/Alt" in document


@pytest.mark.parametrize("role", ["find", "become"])
def test_the_summary_takes_two_pages_at_most(visitor: Visitor, lang: str, role: str, tmp_path: Path) -> None:
    finished = varied(visitor, lang, role)
    pages = read(report_of(visitor, lang, finished), tmp_path)
    second = "readiness" if role == "become" else "plan"
    heading = bare(words_of(finished.result.find("h2", id=second)))
    begins = next(number for number, words in enumerate(pages, start=1) if heading in words)
    assert begins <= 3


@pytest.mark.parametrize("weight", ["summary", "sureness"])
def test_every_arabic_word_of_the_guide_is_found_in_the_report(
    quick_app: Flask, tmp_path: Path, weight: str
) -> None:
    values = values_of(quick_app, "ar")
    with quick_app.app_context():
        content = services().content
        text = " ".join(_MARKS.sub("", content[text_id][Locale.AR]) for text_id in content)
        words = set(_ARABIC.findall(text))
        values["result"][weight] = " ".join(sorted(words))
        document = services().press.pdf("result.typ", values, made=START)
    assert len(words) > 1000
    assert words - set(_ARABIC.findall(extracted(document, tmp_path))) == set()


def test_what_somebody_wrote_is_text_in_the_report_and_never_markup(
    quick_app: Flask, lang: str, tmp_path: Path
) -> None:
    hostile = '#panic("x") $ x^2 $ *b* _i_ @ref <label> \\ // /* `raw` = #{1 + 1} "'
    values = values_of(quick_app, lang)
    values["result"]["summary"] = hostile
    with quick_app.app_context():
        document = services().press.pdf("result.typ", values, made=START)
    assert bare(hostile) in "".join(read(document, tmp_path))


def test_the_same_result_gives_the_same_document(visitor: Visitor, lang: str) -> None:
    finished = varied(visitor, lang)
    assert report_of(visitor, lang, finished) == report_of(visitor, lang, finished)


@pytest.mark.parametrize("answering", [last_option, skip], ids=["alike", "none"])
def test_answers_that_say_little_get_a_report_without_a_ranking(
    visitor: Visitor, lang: str, tmp_path: Path, answering: Answering
) -> None:
    finished = take(visitor, lang, form="full", answering=answering)
    text = "".join(read(report_of(visitor, lang, finished), tmp_path))
    assert bare(finished.result.heading) in text
    assert "%" not in extracted(report_of(visitor, lang, finished), tmp_path)


def test_the_letters_are_ours_and_travel_with_the_document(
    visitor: Visitor, lang: str, tmp_path: Path
) -> None:
    (tmp_path / "report.pdf").write_bytes(report_of(visitor, lang, varied(visitor, lang)))
    lines = asked("pdffonts", tmp_path / "report.pdf").splitlines()[2:]
    assert lines
    assert [line for line in lines if "mentormatch" not in line or " yes yes yes " not in line] == []


def test_many_may_ask_for_a_report_at_once(quick_app: Flask) -> None:
    finished = varied(Visitor(quick_app), "fr")
    path = f"/fr/result/{finished.token}/report.pdf"
    with ThreadPoolExecutor(4) as pool:
        documents = list(pool.map(lambda _: Visitor(quick_app).get(path).data, range(8)))
    assert len(set(documents)) == 1


def test_a_press_that_stays_taken_is_told_kindly(quick_app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "PATIENCE_SECONDS", 0.01)
    finished = varied(Visitor(quick_app), "fr")
    with quick_app.app_context(), services().press.alone():
        page = Visitor(quick_app).page(f"/fr/result/{finished.token}/report.pdf")
    assert page.status == 503
    assert page.headers["Retry-After"]


_TIMED = """
import json, sys, time
from datetime import UTC, datetime
from mentormatch.web.typesetting import Press

press, values, seconds = Press(), json.load(sys.stdin), []
for number in range(8):
    values["result"]["summary"] = str(number)
    began = time.process_time()
    press.pdf("result.typ", values, made=datetime(2026, 3, 2, tzinfo=UTC))
    seconds.append(time.process_time() - began)
print(min(seconds[1:]) / seconds[0])
"""


def test_once_warm_a_report_takes_less_than_the_first(quick_app: Flask) -> None:
    # In a process of its own: typst keeps what it has laid out for as long as its process lives.
    # Processor time, the quickest of seven, so that what else the machine does is left out.
    values = json.dumps(values_of(quick_app, "ar"))
    command = [sys.executable, "-c", _TIMED]
    run = subprocess.run(command, cwd=ROOT, input=values, capture_output=True, text=True, check=True)
    assert float(run.stdout) < 1, run.stdout


_NICE = """
import json, os, sys, threading
from datetime import UTC, datetime
from mentormatch.web.typesetting import Press

before = set(os.listdir("/proc/self/task"))
Press().pdf("result.typ", json.load(sys.stdin), made=datetime(2026, 3, 2, tzinfo=UTC))
added = set(os.listdir("/proc/self/task")) - before
print(*(os.getpriority(os.PRIO_PROCESS, int(thread)) for thread in (threading.get_native_id(), *added)))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only on Linux has a thread a niceness of its own")
def test_a_report_in_the_making_lets_pages_go_first(quick_app: Flask) -> None:
    values = json.dumps(values_of(quick_app, "fr"))
    command = [sys.executable, "-c", _NICE]
    run = subprocess.run(command, cwd=ROOT, input=values, capture_output=True, text=True, check=True)
    this, *added = (int(niceness) for niceness in run.stdout.split())
    assert added
    assert set(added) == {this + typesetting.NICENESS}


def test_fonts_and_templates_are_read_once_for_all_reports_of_a_process(quick_app: Flask) -> None:
    with quick_app.app_context():
        press = services().press
    with press.alone() as first:
        pass
    press.pdf("result.typ", values_of(quick_app, "fr"), made=datetime(2026, 3, 2, tzinfo=UTC))
    with press.alone() as later:
        assert later is first


def values_of(app: Flask, lang: str) -> dict[str, Any]:
    """The values of a report, to be changed freely."""
    finished = varied(Visitor(app), lang)
    with app.test_request_context(f"/{lang}/"):
        served = services()
        with served.database.reading() as tx:
            view = read_result(tx, served.instruments, finished.token, result_days=180)
        locale = Locale(lang)
        return report_values(Speech(locale), present(view, locale, finished.token))
