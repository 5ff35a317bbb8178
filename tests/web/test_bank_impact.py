"""What a draft would do: measured by a job, watched, stopped, taken up again, read in three languages."""

from typing import Any

import numpy as np
import pytest
from flask import Flask

from mentormatch import storage
from mentormatch.guide import Role
from mentormatch.i18n import Locale
from mentormatch.matcher.rescoring import carried, carrier
from mentormatch.quiz import SKIPPED, UNANSWERED, parse_bank
from mentormatch.storage.jobs import Job, JobState
from mentormatch.usecases import jobs
from mentormatch.usecases.impact import Impact, Sizes, Tally, past_impact
from mentormatch.web.services import services
from tests.apps import Clock
from tests.bank_editing import editor, press, save
from tests.pages import Page, Visitor, choices
from tests.staff import StaffMember, first_admin
from tests.usecases.shipped import question, raw, shipped_document
from tests.web.test_bank_editor import look

SMALL = Sizes(page=2, worlds=1, people=4)
BANK = "/en/admin/bank"


def results(app: Flask, lang: str, number: int, place: int = 0) -> None:
    """As many visitors who always take the option at a place."""
    for _ in range(number):
        visitor = Visitor(app)
        page = visitor.submit(visitor.page(f"/{lang}/quiz"), role="find", form="adaptive")
        while "/check" not in page.path:
            page = visitor.submit(page, answer=choices(page, "answer")[place], action="answer")
        visitor.submit(page)


def changed(ada: StaffMember) -> None:
    save(ada, ada.page(editor("en")), option_0_goals="0.9")


def asked(ada: StaffMember, lang: str = "en") -> Page:
    return press(ada, ada.page(f"/{lang}/admin/bank/publish"), "/impact")


def run(app: Flask, work: jobs.Work | None = None) -> list[Job]:
    with app.app_context():
        served = services()
        works = {jobs.IMPACT: work or Impact(served.instruments.model, SMALL)}
        return jobs.run_waiting(served.database, works, worker="w", clock=served.now)


def test_an_impact_is_asked_for_watched_and_read(app: Flask, clock: Clock, lang: str) -> None:
    results(app, lang, 3)
    ada = first_admin(app, clock)
    changed(ada)
    page = asked(ada, lang)
    assert page.headers["Refresh"]
    assert "Refresh" not in ada.page(f"{page.path}?still=1").headers
    (done,) = run(app)
    assert (done.state, done.done) == (JobState.DONE, done.total)
    page = ada.page(page.path)
    assert "Refresh" not in page.headers
    assert len(page.all("section")) == 2
    assert sum(number for *_, number in done.result["past"]["moves"]) == 3
    assert {move[0] for move in done.result["past"]["moves"]} == {lang}
    assert set(done.result["simulated"]["figures"]) == {"before", "after", "change"}
    assert asked(ada, lang).path != page.path


def test_the_same_draft_is_not_measured_twice_at_once(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    changed(ada)
    assert asked(ada).path == asked(ada).path


def test_a_stopped_measurement_ends_and_says_so(quick_app: Flask, clock: Clock) -> None:
    results(quick_app, "en", 3)
    ada = first_admin(quick_app, clock)
    changed(ada)
    page = asked(ada)

    def stops(database: storage.Database, job: Job, content: bytes, alive: jobs.Alive) -> Any:
        press(ada, page, "/cancel")
        return Impact(services().instruments.model, SMALL)(database, job, content, alive)

    (job,) = run(quick_app, stops)
    assert (job.state, job.result) == (JobState.CANCELLED, {})
    assert "The measurement was stopped." in ada.page(page.path).text


def test_a_measurement_left_behind_goes_on_and_comes_to_the_same(app: Flask, clock: Clock) -> None:
    """The worker dies after its first page of results; another counts the rest, and nothing twice."""
    results(app, "fr", 5)
    ada = first_admin(app, clock)
    changed(ada)
    asked(ada)

    class PowerCut(BaseException):
        pass

    def dies(database: storage.Database, job: Job, content: bytes, alive: jobs.Alive) -> Any:
        def once(done: int, total: int, kept: dict[str, Any]) -> bool:
            alive(done, total, kept)
            raise PowerCut

        return Impact(services().instruments.model, SMALL)(database, job, content, once)

    with pytest.raises(PowerCut):
        run(app, dies)
    assert run(app) == []
    clock.go_on(seconds=40)
    (job,) = run(app)
    assert job.result["past"]["seen"] == 5
    assert sum(number for *_, number in job.result["past"]["moves"]) == 5


def test_counts_are_those_of_scoring_each_result_by_itself(quick_app: Flask) -> None:
    from mentormatch import matcher
    from mentormatch.scoring import arrays_for

    for place in (0, 1):
        results(quick_app, "ar", 2, place)
    document = shipped_document()
    for key in ("sit-first-months", "sit-new-tool"):
        del question(document, key)["options"][3]
    document["questions"].reverse()
    draft = parse_bank(raw(document))
    with quick_app.app_context():
        served = services()
        model, tally = served.instruments.model, Tally()
        list(past_impact(served.database, draft, model, tally, most=3))
        expected: dict[tuple[str, str, str], int] = {}
        with served.database.reading() as tx:
            page = storage.past.page(tx, most=100)
            old = parse_bank(storage.banks.document(tx, page.versions[0]))
        way = carrier(old, draft)
        for place, packed in enumerate(page.answers):
            after = carried(way, np.frombuffer(packed, dtype=np.uint8).reshape(1, -1))[0].tobytes()
            found = matcher.recommend(model, arrays_for(draft, model), draft, after, Role.FIND)
            move = ("ar", page.recommendations[place], found.recommendation.value)
            expected[move] = expected.get(move, 0) + 1
    assert dict(tally.moves) == expected


def test_answers_are_carried_over_by_the_names_of_questions_and_options() -> None:
    old = parse_bank(raw(shipped_document()))
    document = shipped_document()
    question(document, "sit-first-months")["options"].reverse()
    gone = question(document, "sit-new-tool")
    gone["key"] = "sit-newer-tool"
    document["questions"].reverse()
    new = parse_bank(raw(document))
    answers = np.zeros((1, len(old.questions)), dtype=np.uint8)
    answers[0, old.by_key["sit-first-months"].index] = 1
    answers[0, old.by_key["sit-new-tool"].index] = 2
    answers[0, old.by_key["gate-need"].index] = SKIPPED
    after = carried(carrier(old, new), answers)[0]
    assert after[new.by_key["sit-first-months"].index] == 4
    assert after[new.by_key["sit-newer-tool"].index] == UNANSWERED
    assert after[new.by_key["gate-need"].index] == SKIPPED
    assert np.count_nonzero(after) == 2


def test_a_draft_with_gaps_is_not_measured(quick_app: Flask, clock: Clock) -> None:
    ada = first_admin(quick_app, clock)
    save(ada, ada.page(editor("en")), prompt_ar="")
    page = ada.page(f"{BANK}/publish")
    assert not [form for form in page.all("form") if form.get("action", "").endswith("/impact")]
    assert look(quick_app).draft.question("sit-first-months").prompt[Locale.AR] == ""
