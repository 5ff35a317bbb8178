"""The demonstration: simulated people in a database of their own, and never in another."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from mentormatch import storage
from mentormatch.accounts.roles import StaffRole
from mentormatch.casework import CaseState, Shares
from mentormatch.config import Settings
from mentormatch.errors import ConflictError
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.lab.visits import Visit, draw_visits
from mentormatch.quiz import SKIPPED, Form, parse_bank
from mentormatch.scoring import load_expert
from mentormatch.storage.tables import ATTEMPTS, CASES, CONTACT_REQUESTS, METADATA, RESULTS, REVIEWS
from mentormatch.usecases import demo, demo_database, demo_visits, staff_joining, take_quiz
from mentormatch.usecases.demo_database import Plan
from mentormatch.usecases.instruments import Instruments
from mentormatch.usecases.set_up import set_up
from mentormatch.usecases.take_quiz import AtQuestion, Beginning, Given, Place
from tests.apps import settings_for
from tests.usecases.shipped import shipped_raw

_NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
_PLAN = Plan(seed=1, people=90, weeks=8)
_SHARES = Shares("x" * 32, 100, 100)
# Made anew in every database, so never the same twice.
_CHANCE = {"id", "attempt_id", "bank_version_id", "demo"}


def _settings(folder: Path, url: str = "") -> Settings:
    """With every case read blind and twice, what happens depends on the seed alone."""
    every = {"MENTORMATCH_BLIND_PERCENT": "100", "MENTORMATCH_DOUBLE_PERCENT": "100"}
    return settings_for(url or f"sqlite:///{folder / 'mentormatch.sqlite3'}", folder, **every)


def _filled(database: storage.Database, folder: Path, instruments: Instruments) -> Plan:
    plan = demo_database.prepare(database, _PLAN, now=_NOW)
    demo.fill(database, _settings(folder), instruments, plan, now=_NOW)
    return plan


def _rows(database: storage.Database, table: Any) -> list[dict[str, Any]]:
    with database.reading() as tx:
        return [dict(row) for row in tx.execute(select(table)).mappings()]


def _counts(database: storage.Database) -> dict[str, int]:
    with database.reading() as tx:
        return {
            table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
            for table in METADATA.sorted_tables
        }


def _by_hand(database: storage.Database, instruments: Instruments, token: str, visit: Visit) -> None:
    """A visit as the web makes it: each answer a transaction of its own."""

    def given(place: AtQuestion, now: datetime) -> tuple[Place, datetime]:
        with database.transaction() as tx:
            standing = take_quiz.look(tx, instruments, token)
            question = take_quiz.shown_questions(standing)[place.position - 1]
            code = visit.codes[question.index]
            key = None if code == SKIPPED else question.options[code - 1].key
            now += timedelta(seconds=visit.seconds[question.index])
            answer = Given(place.position, key, visit.locale)
            foreseen = take_quiz.foresee_answer(tx, instruments, token, answer, now=now)
            return take_quiz.answer(tx, foreseen).place, now

    beginning = Beginning(visit.role, visit.form, visit.locale, visit.seed)
    with database.transaction() as tx:
        opening = take_quiz.foresee_start(tx, instruments, beginning, now=_NOW)
        place = take_quiz.start(tx, token, opening)
    now, answers = _NOW, 0
    while isinstance(place, AtQuestion) and answers != visit.gives_up:
        place, now = given(place, now)
        answers += 1
    if visit.gives_up is None:
        with database.transaction() as tx:
            now += timedelta(seconds=8)
            ending = take_quiz.foresee_end(tx, instruments, token, now=now)
            take_quiz.confirm(tx, ending, shares=_SHARES, now=now)


def test_simulated_visitors_leave_the_rows_that_the_quiz_leaves(
    database: storage.Database, tmp_path: Path
) -> None:
    other = storage.connect(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    instruments = Instruments(load_expert()), Instruments(load_expert())
    for one in (database, other):
        set_up(one, now=_NOW)
    drawn = [replace(visit, goes_on=False) for visit in draw_visits(parse_bank(shipped_raw()), 5, 24)]
    visits = [*drawn[:8], replace(drawn[8], form=Form.FULL), replace(drawn[9], gives_up=3)]
    for visit in visits:
        token = demo_visits.demo_token(5, visit.number, "x" * 32)
        with database.transaction() as tx:
            demo_visits.take(tx, instruments[0], token, visit, shares=_SHARES, now=_NOW)
        _by_hand(other, instruments[1], token, visit)
    for table, key in ((ATTEMPTS, "token_hash"), (RESULTS, "outcome")):
        ours, theirs = (
            sorted(
                ({k: v for k, v in row.items() if k not in _CHANCE} for row in _rows(one, table)),
                key=lambda row: row[key],
            )
            for one in (database, other)
        )
        assert len(ours) >= len(visits) - 3
        assert ours == theirs
    other.close()


def test_the_same_seed_makes_the_same_people_of_both_doors_and_all_languages() -> None:
    bank = parse_bank(shipped_raw())
    visits = draw_visits(bank, 3, 200)
    assert visits == draw_visits(bank, 3, 200)
    assert visits != draw_visits(bank, 4, 200)
    assert {visit.role for visit in visits} == set(Role)
    assert {visit.locale for visit in visits} == set(Locale)
    assert {visit.form for visit in visits} == set(Form)
    assert [visit.ago for visit in visits] == sorted((visit.ago for visit in visits), reverse=True)


def test_a_demonstration_holds_everything_that_there_is_to_look_at_and_all_of_it_is_marked(
    database: storage.Database, tmp_path: Path
) -> None:
    _filled(database, tmp_path, Instruments(load_expert()))
    attempts, cases = _rows(database, ATTEMPTS), _rows(database, CASES)
    assert len(attempts) == _PLAN.people
    assert all(row["demo"] for row in (*attempts, *cases))
    assert {row["state"] for row in attempts} == {"open", "finished"}
    assert {row["state"] for row in cases} == set(CaseState)
    assert {row["origin"] for row in cases} == {"asked", "uncertain", "routine"}
    begun = [row["started_at"] for row in attempts]
    assert _NOW - timedelta(weeks=8, hours=1) < min(begun) < _NOW - timedelta(weeks=4)
    assert max(row["last_seen_at"] for row in attempts) < _NOW
    reviews = _rows(database, REVIEWS)
    assert {row["verdict"] for row in reviews} == {"confirm", "override", None}
    assert {row["reading"] for row in reviews} == {1, 2}
    assert all(row["judged_at"] < _NOW for row in reviews)
    by_case: dict[str, set[str]] = {}
    for row in reviews:
        by_case.setdefault(row["result_id"], set()).add(row["staff_id"])
    assert all(len(by_case[row["result_id"]]) == 2 for row in reviews if row["reading"] == 2)
    asked = _rows(database, CONTACT_REQUESTS)
    assert {bool(row["email"]) for row in asked} == {True, False}
    with database.reading() as tx:
        assert storage.audit.verify(tx).intact


def test_filling_again_changes_nothing_and_a_fill_that_broke_off_is_gone_on_with(
    sqlite_database: storage.Database, tmp_path: Path
) -> None:
    settings, instruments = _settings(tmp_path), Instruments(load_expert())
    plan = demo_database.prepare(sqlite_database, replace(_PLAN, people=60), now=_NOW)
    ticks = iter(range(45))

    def tick() -> None:
        next(ticks)

    with pytest.raises(StopIteration):
        demo.fill(sqlite_database, settings, instruments, plan, tick, now=_NOW)
    assert _counts(sqlite_database)["attempts"] == 40
    later = _NOW + timedelta(days=3)
    assert demo_database.prepare(sqlite_database, Plan(9, 10, 1), now=later) == plan
    demo.fill(sqlite_database, settings, instruments, plan, now=_NOW)
    whole = _counts(sqlite_database)
    assert whole["attempts"] == 60
    assert whole["staff"] == 3
    demo.fill(sqlite_database, settings, instruments, plan, now=later)
    assert _counts(sqlite_database) == whole


@pytest.mark.parametrize("held", ["attempt", "staff", "invitation"])
def test_a_database_that_people_use_is_refused_and_left_as_it_is(
    database: storage.Database, held: str
) -> None:
    set_up(database, now=_NOW)
    instruments = Instruments(load_expert())
    beginning = Beginning(Role.FIND, Form.ADAPTIVE, Locale.FR, 7)
    with database.transaction() as tx:
        if held == "attempt":
            opening = take_quiz.foresee_start(tx, instruments, beginning, now=_NOW)
            take_quiz.start(tx, "t" * 43, opening)
        elif held == "staff":
            storage.staff.create(
                tx, email="a@example.org", role="admin", password_hash="x", locale=Locale.FR, now=_NOW
            )
        else:
            staff_joining.invite(tx, StaffRole.ADMIN, "", by=None, now=_NOW)
    before = _counts(database)
    with pytest.raises(ConflictError, match="not-a-demo"):
        demo_database.prepare(database, _PLAN, now=_NOW)
    assert _counts(database) == before


def test_the_mark_is_found_by_whoever_serves_the_database(database_url: str, tmp_path: Path) -> None:
    settings = settings_for(database_url, tmp_path)
    assert not demo_database.as_marked(settings).demo
    opened = storage.connect(database_url)
    demo_database.prepare(opened, _PLAN, now=_NOW)
    opened.close()
    assert demo_database.as_marked(settings).demo


def test_a_database_without_tables_or_out_of_reach_is_no_demonstration(
    empty_url: str, tmp_path: Path
) -> None:
    assert not demo_database.as_marked(settings_for(empty_url, tmp_path)).demo
    (tmp_path / "file").touch()
    unreachable = settings_for(f"sqlite:///{tmp_path}/file/x.sqlite3", tmp_path)
    assert not demo_database.as_marked(unreachable).demo
