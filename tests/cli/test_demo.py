"""`mentormatch demo`: what it prints opens what it says."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from mentormatch import storage
from mentormatch.config import Settings
from tests.apps import START, Clock, serving
from tests.cli.conftest import Place
from tests.pages import Visitor, words_of
from tests.staff import StaffMember

_BANNERS = {
    "fr": "Démonstration",
    "en": "Demonstration",
    "ar": "عرض توضيحي",
}
_ACCOUNT = re.compile(r"^    (admin|counselor) +(\S+@\S+) +(\S+)$", re.MULTILINE)


def _settings(place: Place) -> Settings:
    made = Settings.from_environment({"MENTORMATCH_DATA_DIR": str(place.folder)})
    return replace(made, database_url=f"sqlite:///{place.folder}/demo.sqlite3", demo=True)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, str]:
    """A data place with a small demonstration, and what the command said."""
    place = Place(tmp_path_factory.mktemp("demo"))
    done = place.run_apart("demo", "--people", "40", "--fill-only")
    assert done.returncode == 0, done.stderr.decode()
    return place, done.stdout.decode()


def test_the_accounts_that_are_printed_can_sign_in(filled: tuple[Place, str]) -> None:
    place, said = filled
    key = re.search(r"authenticator app: ([A-Z2-7 ]+)", said)
    found = _ACCOUNT.findall(said)
    assert [role for role, _, _ in found] == ["admin", "counselor", "counselor"]
    with serving(_settings(place), Clock(START)) as app:
        for role, email, password in found:
            someone = StaffMember(app, clock=Clock(START), email=email, password=password)
            someone.key = key[1].replace(" ", "") if key and role == "admin" else ""
            assert someone.sign_in().path == "/en/staff"


def test_the_code_of_the_moment_is_printed_on_request(filled: tuple[Place, str]) -> None:
    place, _ = filled
    said = place.run_apart("demo", "--code").stdout.decode()
    assert re.fullmatch(r"salma@example\.org   \d{6}\n", said)


def test_the_results_that_are_printed_are_there_and_every_page_says_what_it_is(
    filled: tuple[Place, str],
) -> None:
    place, said = filled
    links = re.findall(r"http://127\.0\.0\.1:8000(/\w\w/result/\S+)", said)
    assert len(links) >= 4
    with serving(_settings(place), Clock(START)) as app:
        visitor = StaffMember(app)
        pages = ("", "quiz", "staff/sign-in")
        for path in (*links, *(f"/{lang}/{page}" for lang in _BANNERS for page in pages)):
            banner = words_of(visitor.page(path).find("p", class_="demo-strip"))
            assert banner.startswith(_BANNERS[path[1:3]]), path


def test_whoever_looks_around_leaves_only_marked_rows(filled: tuple[Place, str]) -> None:
    place, _ = filled
    with serving(_settings(place), Clock(START)) as app:
        visitor = Visitor(app)
        visitor.submit(visitor.page("/en/quiz"), role="find")
    again = place.run_apart("demo", "--people", "40", "--fill-only")
    assert again.returncode == 0, again.stderr.decode()
    database = storage.connect(_settings(place).database_url)
    with database.reading() as tx:
        assert tx.exec_driver_sql("SELECT count(*), sum(demo) FROM attempts").one() == (41, 41)
    database.close()


def test_the_database_that_people_use_is_refused(ready: Place) -> None:
    before = (ready.folder / "mentormatch.sqlite3").read_bytes()
    done = ready.run("demo", "--fill-only", "--database", f"sqlite:///{ready.folder}/mentormatch.sqlite3")
    assert done.exit_code == 1
    assert "the database that people use" in done.output
    assert (ready.folder / "mentormatch.sqlite3").read_bytes() == before


def test_a_database_with_something_in_it_is_refused(ready: Place, tmp_path: Path) -> None:
    ready.run("staff", "invite")
    other = tmp_path / "other.sqlite3"
    (ready.folder / "mentormatch.sqlite3").rename(other)
    done = ready.run("demo", "--fill-only", "--database", f"sqlite:///{other}")
    assert done.exit_code == 1
    assert "holds something else" in done.output


def test_a_code_without_a_demonstration_is_refused_and_makes_none(place: Place) -> None:
    done = place.run("demo", "--code")
    assert done.exit_code == 1
    assert "no demonstration yet" in done.output
