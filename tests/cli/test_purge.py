"""`mentormatch purge` keeps the promise of the pages: what is due is gone, and nothing else."""

from datetime import UTC, datetime, timedelta

from mentormatch import storage
from mentormatch.web.caretaker import PURGE
from tests.apps import Clock, serving, settings_for
from tests.cli.conftest import Place
from tests.pages import Visitor
from tests.quizzes import begin, take, token_of


def test_what_is_due_is_deleted_and_the_rest_stays(place: Place) -> None:
    assert place.run("init").exit_code == 0
    url = f"sqlite:///{place.folder / 'mentormatch.sqlite3'}"
    today = datetime.now(UTC)
    kept: dict[str, list[str]] = {"gone": [], "there": []}
    for age, unfinished, finished in ((200, "gone", "gone"), (40, "gone", "there"), (2, "there", "there")):
        with serving(settings_for(url, place.folder), Clock(today - timedelta(days=age))) as app:
            visitor = Visitor(app)
            kept[unfinished].append(f"/fr/quiz/{token_of(begin(visitor, 'fr'))}")
            kept[finished].append(f"/fr/result/{take(visitor, 'fr').token}")
    jobs = [_ended(url, today - timedelta(days=age)) for age in (31, 29)]
    done = place.run_apart(*PURGE[3:])
    assert (done.returncode, done.stdout) == (0, b"")
    with serving(settings_for(url, place.folder), Clock(today)) as app:
        visitor = Visitor(app)
        assert {visitor.get(path).status_code for path in kept["gone"]} == {404}
        assert {visitor.get(path).status_code for path in kept["there"]} <= {200, 302, 303}
    with storage.connect(url).reading() as tx:
        assert [job.id for job in storage.jobs.latest(tx, "impact", limit=9)] == jobs[1:]


def test_the_periods_that_an_admin_set_are_the_ones_that_hold(place: Place) -> None:
    assert place.run("init").exit_code == 0
    url = f"sqlite:///{place.folder / 'mentormatch.sqlite3'}"
    today = datetime.now(UTC)
    with serving(settings_for(url, place.folder), Clock(today - timedelta(days=40))) as app:
        path = f"/fr/result/{take(Visitor(app), 'fr').token}"
    assert "Deleted 0" in place.run("purge").output
    database = storage.connect(url)
    with database.transaction() as tx:
        storage.choices.save(tx, {"result_days": 30}, revision=0, by="ada", now=today)
    database.close()
    assert "Deleted 1" in place.run("purge").output
    with serving(settings_for(url, place.folder), Clock(today)) as app:
        assert Visitor(app).get(path).status_code == 404


def _ended(url: str, now: datetime) -> str:
    """A job that ended then."""
    with storage.connect(url).transaction() as tx:
        job = storage.jobs.create(tx, "impact", subject={}, content=b"", by="ada", now=now)
        storage.jobs.cancel(tx, job.id, now=now)
        return job.id
