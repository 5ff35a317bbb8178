"""What ships, damaged: the program serves with what is whole and says what is not, or says why it cannot."""

import json
import re
import signal
from http.client import HTTPConnection
from pathlib import Path

import html5lib
import pytest

from tests.bench.processes import Server
from tests.cli.conftest import Place
from tests.cli.copies import Copy, copied
from tests.cli.test_serve_running import ask, wait_until

_START_KEY = re.compile(r'name="start_key"\s+value="([^"]+)"')
_FIGURE = "were wrongly told that"
_ABSENT = "هذا الموقع غير متاح بالعربية في الوقت الحالي."


@pytest.fixture
def copy(ready: Place, tmp_path: Path) -> Copy:
    """A copy of the checkout at a place with the shipped bank published."""
    return copied(ready, tmp_path / "copy")


def cut_off(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


def led_to(running: Server, path: str, form: str | None = None) -> tuple[int, str]:
    """The status of an answer, and where it leads."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=30)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "ar"}
    connection.request("GET" if form is None else "POST", path, form, headers)
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status, response.headers.get("Location", "")


def problem_of(copy: Copy, name: str) -> str:
    """What `doctor` says is wrong with a part of the installation."""
    done = copy.run("doctor", "--json")
    findings = {found["name"]: found["problem"] for found in json.loads(done.stdout)["findings"]}
    assert done.returncode == bool(any(findings.values()))
    problem: str = findings[name]
    return problem


def test_a_damaged_language_is_answered_in_the_next_one(copy: Copy) -> None:
    cut_off(copy.shipped("catalogs", "ar.po"))
    with copy.serving() as running:
        assert led_to(running, "/ar/quiz?utm_source=a%20b") == (307, "/fr/quiz?utm_source=a%20b")
        assert led_to(running, "/ar/no-such-page") == (307, "/fr/no-such-page")
        assert led_to(running, "/") == (302, "/fr/")
        key = _START_KEY.search(ask(running.port, "/fr/quiz")[1])
        assert key is not None
        form = f"start_key={key[1]}&role=find&form=adaptive"
        assert led_to(running, "/ar/quiz", form) == (307, "/fr/quiz"), "and the form with it"
        assert led_to(running, "/fr/quiz", form)[0] == 303
        for lang, told in (("fr", 1), ("en", 0)):
            page = ask(running.port, f"/{lang}/")[1]
            assert page.count(f'lang="ar" dir="rtl">{_ABSENT}') == told
            assert ">العربية<" not in page, "nor is it offered"
            assert 'hreflang="ar"' not in page
        assert "/ar/" not in ask(running.port, "/sitemap.xml")[1]


def test_a_damaged_language_is_flagged_until_it_is_mended(copy: Copy) -> None:
    catalogue = copy.shipped("catalogs", "ar.po")
    sound = catalogue.read_bytes()
    cut_off(catalogue)
    with copy.serving() as running:
        status, ready = ask(running.port, "/readyz")
        assert (status, json.loads(ready)["languages"][:29]) == (200, "ar is answered in fr: ar.po: ")
        assert "mentormatch_language_problem 1.0" in ask(running.port, "/metrics")[1]
        logged = copy.log.read_text(encoding="utf-8")
        assert (logged.count('"event": "language damaged"'), "ar.po" in logged) == (1, True)
        assert problem_of(copy, "languages").startswith("ar is answered in fr: ar.po: ")
        catalogue.write_bytes(sound)
        running.process.send_signal(signal.SIGHUP)
        wait_until(lambda: ask(running.port, "/ar/quiz")[0] == 200)
        wait_until(lambda: json.loads(ask(running.port, "/readyz")[1])["languages"] == "ok")
    assert problem_of(copy, "languages") == ""


def test_the_page_of_the_next_language_is_a_whole_page(copy: Copy) -> None:
    cut_off(copy.shipped("guide", "fr", "plan.json"))
    with copy.serving() as running:
        assert led_to(running, "/fr/guide/formal") == (307, "/en/guide/formal")
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        page = parser.parse(ask(running.port, "/en/guide/formal")[1])
        assert page.get("lang") == "en"
        assert "en français" in (page.findtext(".//p[@lang='fr']") or "")


@pytest.mark.parametrize("damage", ["cut off", "missing", "another document"])
def test_damaged_figures_are_left_out_of_the_page_on_the_method(copy: Copy, damage: str) -> None:
    figures = copy.shipped("model", "figures.json")
    with copy.serving() as running:
        before = ask(running.port, "/en/method")[1]
    if damage == "cut off":
        cut_off(figures)
    elif damage == "missing":
        figures.unlink()
    else:
        figures.write_text('{"schema": 1}', encoding="utf-8")
    with copy.serving() as running:
        status, page = ask(running.port, "/en/method")
        assert (status, _FIGURE in before, _FIGURE in page, "%(" in page) == (200, True, False, False)
        assert ask(running.port, "/en/privacy")[0] == 200
        status, ready = ask(running.port, "/readyz")
        assert (status, "figures.json" in json.loads(ready)["figures"]) == (200, True)
    assert "figures damaged" in copy.log.read_text(encoding="utf-8")
    assert "figures.json" in problem_of(copy, "figures")


@pytest.mark.parametrize("damage", [b"\xff\xfe\x00", None])
def test_without_its_expert_model_it_does_not_serve_and_names_the_file(
    copy: Copy, damage: bytes | None
) -> None:
    expert = copy.shipped("model", "expert.json")
    expert.unlink() if damage is None else expert.write_bytes(damage)
    done = copy.run("serve", "--port", "0")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "model/expert.json: " in done.stderr
    assert "model/expert.json: " in problem_of(copy, "expert model")


@pytest.mark.parametrize("damage", [b"{}", None])
def test_the_shipped_bank_is_needed_only_until_one_is_published(
    copy: Copy, tmp_path: Path, damage: bytes | None
) -> None:
    bank = copy.shipped("banks", "mentoring.json")
    bank.unlink() if damage is None else bank.write_bytes(damage)
    done = copy.run("init")
    assert (done.returncode, done.stderr) == (0, "")
    assert "banks/mentoring.json: " in problem_of(copy, "shipped bank")
    assert problem_of(copy, "question bank") == ""
    (tmp_path / "new").mkdir()
    done = Copy(copy.root, Place(tmp_path / "new")).run("init")
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "banks/mentoring.json: " in done.stderr
