"""Settings that admins change while the program runs: by whom, with what care, and what follows."""

import re
import threading
from datetime import timedelta

from flask import Flask

from mentormatch import storage
from mentormatch.errors import ConflictError
from mentormatch.i18n import Locale
from mentormatch.usecases.choices import FRESH, NUMBERS
from mentormatch.usecases.purging import purge
from mentormatch.web import create_app
from mentormatch.web.services import services
from mentormatch.web.settings.speech import names
from mentormatch.web.visitor.speech import Speech
from tests.apps import Clock
from tests.databases import CountQueries
from tests.pages import Page, Visitor, form_values, words_of
from tests.quizzes import Finished, begin, each_in_turn, take
from tests.staff import StaffMember, confirmed, first_admin

NOTICE = {
    "notice_fr": "L’équipe est absente jusqu’au 4 janvier.",
    "notice_en": "The team is away until 4 January.",
    "notice_ar": "الفريق في إجازة حتى 4 يناير.",
}


def page_of(admin: StaffMember, lang: str = "en") -> Page:
    return confirmed(admin, f"/{lang}/admin/settings")


def save(admin: StaffMember, lang: str = "en", **changes: str) -> Page:
    return admin.send(page_of(admin, lang), "/admin/settings", **changes)


def without(admin: StaffMember, *boxes: str, **changes: str) -> Page:
    """The form sent with some of its boxes not ticked."""
    sent = {**form_values(page_of(admin).form("/admin/settings")), **changes}
    for box in boxes:
        sent.pop(box, None)
    admin.post("/en/admin/settings", sent)
    return page_of(admin)


def value(page: Page, name: str) -> str:
    return page.find("input", name=name).get("value", "")


def numbers(page: Page) -> set[str]:
    return set(re.findall(r"\d+", page.text))


def close(other: Flask) -> None:
    with other.app_context():
        services().database.close()


def details(app: Flask) -> list[dict[str, object]]:
    with app.app_context(), services().database.reading() as tx:
        found = storage.audit_trail.page(
            tx, storage.audit_trail.Trail(actions=("settings.changed",)), after=None, size=10
        )
        assert storage.audit.verify(tx).intact
    return [dict(event.details) for event in found.events]


def test_what_is_in_force_is_the_installations_own_until_it_is_changed(
    app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(app, clock, lang)
    page = page_of(ada, lang)
    own = app.extensions["mentormatch"].settings
    assert {name: value(page, name) for name in NUMBERS} == {n: str(getattr(own, n)) for n in NUMBERS}
    done = save(ada, lang, promise_days="3", blind_percent="35")
    assert done.path == f"/{lang}/admin/settings?said=saved"
    assert (value(done, "promise_days"), value(done, "blind_percent")) == ("3", "35")
    assert "Ada" in done.text
    assert details(app) == [{"blind_percent": [20, 35], "promise_days": [5, 3]}]
    with app.app_context():
        said = names(Speech(Locale(lang)))
    trail = ada.page(f"/{lang}/admin/audit").text
    assert said["promise_days"] in trail
    assert said["blind_percent"] in trail


def test_saving_what_is_there_changes_nothing_and_going_back_follows_the_installation_again(
    app: Flask, clock: Clock
) -> None:
    ada = first_admin(app, clock)
    save(ada)
    assert details(app) == []
    save(ada, promise_days="3")
    save(ada, promise_days="5")
    assert len(details(app)) == 2
    with app.app_context(), services().database.reading() as tx:
        assert storage.choices.load(tx).document == {}


def test_every_problem_is_told_at_once_and_nothing_is_saved(
    quick_app: Flask, clock: Clock, lang: str
) -> None:
    ada = first_admin(quick_app, clock, lang)
    wrong = {"promise_days": "0", "blind_percent": "101", "result_days": "٣٠", "unfinished_days": "many"}
    page = save(ada, lang, **wrong, notice_fr="x" * 301, notice_en="a\u202eb")
    assert page.status == 400
    summary = page.find("div", class_="error-summary")
    assert len(list(summary.iter("li"))) == len(wrong) + 3
    for link in summary.iter("a"):
        target = link.get("href", "").removeprefix("#")
        assert [e for e in page.tree.iter() if e.get("id") == target and e.get("aria-invalid") == "true"]
    assert value(page, "unfinished_days") == "many"
    assert details(quick_app) == []


def test_the_second_of_two_admins_is_told_and_loses_nothing(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    first, second = page_of(ada), page_of(ada)
    ada.send(first, "/admin/settings", promise_days="3")
    late = ada.send(second, "/admin/settings", promise_days="9", claim_minutes="45")
    assert late.status == 409
    assert (value(late, "promise_days"), value(late, "claim_minutes")) == ("9", "45")
    assert "In force now: 3." in late.text
    assert details(app) == [{"promise_days": [5, 3]}]
    assert value(ada.send(late, "/admin/settings"), "promise_days") == "9"


def test_of_two_who_save_at_once_one_is_kept(database: storage.Database, clock: Clock) -> None:
    barrier, lost = threading.Barrier(4), []

    def work(number: int) -> None:
        barrier.wait()
        try:
            with database.transaction() as tx:
                document = {"promise_days": number}
                storage.choices.save(tx, document, revision=0, by=str(number), now=clock.now)
        except ConflictError:
            lost.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as tx:
        chosen = storage.choices.load(tx)
    assert (chosen.revision, len(lost)) == (1, 3)
    assert chosen.document["promise_days"] not in lost


def test_a_change_asks_again_who_one_is(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    page = page_of(ada)
    clock.go_on(minutes=11)
    assert ada.send(page, "/admin/settings", promise_days="3").path.startswith("/en/staff/confirm/settings")
    assert details(quick_app) == []


def test_another_process_follows_within_seconds(app: Flask, clock: Clock, lang: str) -> None:
    ada = first_admin(app, clock)
    other = create_app(app.extensions["mentormatch"].settings, clock=lambda: clock.now)
    path = f"/{lang}/privacy"
    assert "180" in numbers(Visitor(other).page(path))
    save(ada, result_days="90", unfinished_days="20", contact_days="10")
    clock.go_on(seconds=FRESH.total_seconds())
    for found in (other, app):
        told = numbers(Visitor(found).page(path))
        assert {"90", "20", "10"} <= told
        assert "180" not in told
    close(other)


def test_answering_a_question_costs_no_look_at_the_settings(
    app: Flask, clock: Clock, count_queries: CountQueries
) -> None:
    visitor = Visitor(app)
    page = begin(visitor, "en")
    for _ in range(3):
        clock.go_on(minutes=5)
        with count_queries() as statements:
            page = visitor.submit(page, action="skip")
        assert statements
        assert not [one for one in statements if "choices" in one]


def test_a_process_reads_the_settings_once_in_a_while(
    app: Flask, clock: Clock, count_queries: CountQueries
) -> None:
    other = create_app(app.extensions["mentormatch"].settings, clock=lambda: clock.now)
    visitor = Visitor(other)
    with count_queries() as statements:
        for _ in range(5):
            visitor.page("/en/privacy")
    assert len(statements) == 1
    close(other)


def test_a_share_holds_for_new_cases_only(app: Flask, clock: Clock) -> None:
    ada = first_admin(app, clock)
    save(ada, blind_percent="0", double_percent="0")
    take(Visitor(app), "en", answering=each_in_turn())
    save(ada, blind_percent="100", double_percent="100")
    take(Visitor(app), "en", answering=each_in_turn())
    with app.app_context(), services().database.reading() as tx:
        query = "SELECT blind_first, double_reading FROM cases ORDER BY result_id"
        found = [tuple(map(bool, row)) for row in tx.exec_driver_sql(query)]
    assert found == [(False, False), (True, True)]


def asks(visitor: Visitor, finished: Finished, lang: str) -> Page:
    page = visitor.page(f"/{lang}/result/{finished.token}")
    return visitor.submit(page, to="/counselor", message="Which first?")


def test_a_promise_that_was_given_stays(app: Flask, clock: Clock) -> None:
    ada, visitor = first_admin(app, clock), Visitor(app)
    finished = take(visitor, "en", answering=each_in_turn())
    before = words_of(asks(visitor, finished, "en").find("section", id="counselor"))
    save(ada, promise_days="60")
    after = visitor.page(f"/en/result/{finished.token}")
    assert words_of(after.find("section", id="counselor")) == before


def test_when_asking_is_closed_nobody_asks_anything_new(app: Flask, clock: Clock, lang: str) -> None:
    ada, visitor = first_admin(app, clock), Visitor(app)
    asked, other = (take(visitor, lang, answering=each_in_turn()) for _ in range(2))
    asks(visitor, asked, lang)
    open_page = visitor.page(f"/{lang}/result/{other.token}")
    without(ada, "asking_open")
    page = visitor.page(f"/{lang}/result/{other.token}")
    assert not [f for f in page.all("form") if f.get("action", "").endswith("/counselor")]
    assert page.find("section", id="counselor").findall(".//p[@class='counsel-state']")
    late = visitor.submit(open_page, to="/counselor", message="Which first?")
    assert late.status == 409
    assert visitor.page(f"/{lang}/result/{asked.token}").form("/counselor/withdraw") is not None


def test_a_notice_stands_on_the_pages_where_visitors_arrive(app: Flask, clock: Clock, lang: str) -> None:
    ada, visitor = first_admin(app, clock), Visitor(app)
    finished = take(visitor, lang, answering=each_in_turn())
    pages = (f"/{lang}/", f"/{lang}/quiz", f"/{lang}/result/{finished.token}")
    save(ada, **NOTICE)
    assert all(NOTICE[f"notice_{lang}"] in visitor.page(path).text for path in pages)
    assert NOTICE[f"notice_{lang}"] in ada.page(f"/{lang}/admin/audit").text
    hostile = "<b onmouseover=alert(1)>%(x)s {{ 7*7 }}</b>"
    save(ada, notice_fr=hostile, notice_en=hostile, notice_ar=hostile)
    for path in pages:
        page = visitor.page(path)
        assert hostile in page.text
        assert not page.all("b")
    save(ada, notice_fr="", notice_en="", notice_ar="")
    assert not any(hostile in visitor.page(path).text for path in pages)


def test_a_shorter_period_says_what_it_deletes_before_it_does(app: Flask, clock: Clock, lang: str) -> None:
    ada, visitor = first_admin(app, clock, lang), Visitor(app)
    finished = [take(visitor, lang) for _ in range(2)]
    clock.go_on(days=40)
    ada.sign_in(lang)
    young = take(visitor, lang)
    asked = save(ada, lang, result_days="30")
    assert (asked.status, details(app)) == (400, [])
    assert "2" in words_of(asked.find("div", role="alert"))
    ada.send(asked, "/admin/settings", sure="y")
    assert details(app) == [{"result_days": [180, 30]}]
    result = visitor.page(f"/{lang}/result/{young.token}")
    with app.app_context():
        served = services()
        kept = served.choices()
        days = {n: getattr(kept, n) for n in ("unfinished_days", "result_days", "contact_days")}
        assert sum(purge(served.database, now=clock(), **days)) == 2
    assert {visitor.get(f"/{lang}/result/{one.token}").status_code for one in finished} == {404}
    assert visitor.get(f"/{lang}/result/{young.token}").status_code == 200
    until = (clock.now + timedelta(days=30)).year
    assert str(until) in result.text
    assert "180" not in numbers(visitor.page(f"/{lang}/privacy"))


def test_a_damaged_choice_leaves_the_installations_own_in_force(app: Flask, clock: Clock) -> None:
    document = {
        "promise_days": 0,
        "result_days": "x",
        "notice": {"fr": "a"},
        "unknown": 1,
        "claim_minutes": 7,
    }
    with app.app_context():
        served = services()
        with served.database.transaction() as tx:
            storage.choices.save(tx, document, revision=0, by="eve", now=clock())
        kept = served.choices()
    assert (kept.promise_days, kept.result_days, kept.notice, kept.claim_minutes) == (5, 180, None, 7)
