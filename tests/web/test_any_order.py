"""The quiz in any order: whatever a visitor does, again or too early, what was promised holds.

Hypothesis draws the visitor's steps; the model beside the application knows what each must do.
"""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, ClassVar

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from mentormatch import storage
from mentormatch.quiz import SKIPPED, UNANSWERED, bank_from_document, parse_document
from mentormatch.usecases.tokens import token_hash
from tests.pages import Page, Visitor, form_values
from tests.web.raw import form, page_of, send
from tests.web.shared import Site, own_site

__all__ = ["own_site"]

_LANGUAGES = st.sampled_from(["fr", "en", "ar"])
_CODES = {"fr": 1, "en": 2, "ar": 3}
_PICK = st.integers(0, 5)


@dataclass
class Known:
    """What must hold of one attempt."""

    token: str
    begun_with: dict[str, str]
    version: int
    answers: dict[int, int] = field(default_factory=dict)
    languages: dict[int, int] = field(default_factory=dict)
    results: list[tuple[Any, ...]] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    finished: bool = False
    extra: int = 0
    erased: bool = False


class AnyOrder(RuleBasedStateMachine):
    """One visitor with several quizzes, in three languages and as many tabs as they like."""

    site: ClassVar[Site]
    reached: ClassVar[Counter[str]]

    def __init__(self) -> None:
        super().__init__()
        self.visitor = Visitor(self.site.app)
        self.known: list[Known] = []
        self.others = self.site.rows()[0]
        self.version = _current(self.site.database).number

    @rule(
        lang=_LANGUAGES,
        role=st.sampled_from(["find", "become"]),
        full=st.sampled_from(["adaptive"] * 5 + ["full"]),
    )
    def begin(self, lang: str, role: str, full: str) -> None:
        if len([one for one in self.known if not one.erased]) <= 2:
            self.start(lang, role, full)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), lang=_LANGUAGES, role=st.sampled_from(["find", "become"]))
    def begin_again(self, data: st.DataObject, lang: str, role: str) -> None:
        one = self.some(data)
        response = self.visitor.post(f"/{lang}/quiz", data={**one.begun_with, "role": role})
        assert response.status_code == (409 if one.erased else 303)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), lang=_LANGUAGES, back=st.sampled_from([0, 0, 0, 0, 0, 1, 2, 9, -1]), pick=_PICK)
    def answer(self, data: st.DataObject, lang: str, back: int, pick: int) -> None:
        self.give(self.some(data), lang, back, pick)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), lang=_LANGUAGES, pick=st.sampled_from([5, 5, 0, 1, 2]), confirm=st.booleans())
    def answer_to_the_end(self, data: st.DataObject, lang: str, pick: int, confirm: bool) -> None:
        one = self.some(data)
        for time in range(60):
            if one.erased or one.finished:
                return
            if self.stored(one).attempt.next_open is None:
                break
            self.give(one, lang, 0, pick if pick == 5 else (pick + time) % 6)
        if confirm:
            self.ask_for_the_result(one, lang)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), lang=_LANGUAGES)
    def answer_nothing(self, data: st.DataObject, lang: str) -> None:
        one = self.some(data)
        response = self.visitor.post(f"/{lang}/quiz/{one.token}/1", data={"action": "answer"})
        assert response.status_code == (404 if one.erased else 303 if one.finished else 400)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), lang=_LANGUAGES)
    def confirm(self, data: st.DataObject, lang: str) -> None:
        self.ask_for_the_result(self.some(data), lang)

    @precondition(lambda self: self.known)
    @rule(data=st.data(), lang=_LANGUAGES, extra=st.sampled_from(["2", "4", "0", "6", "", "x"]))
    def more(self, data: st.DataObject, lang: str, extra: str) -> None:
        self.ask_for_more(self.some(data), lang, extra)

    @rule(lang=_LANGUAGES, really=st.sampled_from([True, False, False, False]))
    def erase_a_result(self, lang: str, really: bool) -> None:
        for one in [one for one in self.known if one.results and not one.erased][: int(really)]:
            self.ask_for_erasure(one, lang)

    # No precondition: which calls are close hangs on the quiz's own chance, and the draw must not.
    @rule(lang=_LANGUAGES)
    def more_after_a_close_call(self, lang: str) -> None:
        for one in self.close_calls()[-1:]:
            self.ask_for_more(one, lang, str(one.extra + 2))

    @rule(lang=_LANGUAGES, pick=_PICK)
    def make_the_result_anew(self, lang: str, pick: int) -> None:
        for one in self.made_before()[-1:]:
            while (position := self.stored(one).attempt.next_open) is not None:
                self.give(one, lang, len(self.stored(one).attempt.shown) - position, pick)
            self.ask_for_the_result(one, lang)

    @precondition(lambda self: self.known)
    @rule(
        data=st.data(),
        lang=_LANGUAGES,
        ends=st.sampled_from(
            [
                "quiz/{}",
                "quiz/{}/1",
                "quiz/{}/check",
                "result/{}",
                "result/{}/data.json",
                "result/{}/erase",
                "quiz/{}/3",
                "quiz/{}/qr.svg",
            ]
        ),
    )
    def look(self, data: st.DataObject, lang: str, ends: str) -> None:
        one = self.some(data)
        before = self.site.rows()
        path = f"/{lang}/{ends.format(one.token)}"
        response = self.visitor.get(path)
        if one.erased:
            assert response.status_code == 404
        elif ends.startswith("result") and "erase" not in ends:
            assert response.status_code == (200 if one.results else 404)
        else:
            assert response.status_code in {200, 303}
        if response.mimetype == "text/html" and response.status_code != 303:
            Page(response, path)
        assert self.site.rows() == before

    @precondition(lambda self: self.known)
    @rule(data=st.data(), lang=_LANGUAGES, really=st.sampled_from([True, False, False, False]))
    def erase(self, data: st.DataObject, lang: str, really: bool) -> None:
        one = self.some(data)
        if really:
            self.ask_for_erasure(one, lang)

    @rule(backwards=st.booleans())
    def publish_a_new_bank(self, backwards: bool) -> None:
        self.publish_a_bank(backwards=backwards)

    @rule(hours=st.sampled_from([0.0, 0.01, 1.0, 24.0, 24.0 * 20, -1.0]))
    def time_passes(self, hours: float) -> None:
        self.site.clock.go_on(hours=hours)

    @invariant()
    def all_that_was_promised_holds(self) -> None:
        living = [one for one in self.known if not one.erased]
        assert self.site.rows()[0] == self.others + len(living)
        for one in living:
            self.check(one)

    def ask_for_erasure(self, one: Known, lang: str) -> None:
        response = self.visitor.post(f"/{lang}/result/{one.token}/erase")
        assert response.headers["Location"] == f"/{lang}/erased"
        self.reached["erased after the result"] += bool(one.results and not one.erased)
        one.erased = True

    def start(self, lang: str, role: str, full: str) -> None:
        fields = {**form_values(self.visitor.page(f"/{lang}/quiz").form()), "role": role, "form": full}
        place = self.visitor.post(f"/{lang}/quiz", data=fields).headers["Location"]
        self.known.append(Known(place.split("/")[3], fields, self.version))
        assert place == f"/{lang}/quiz/{self.known[-1].token}/1"

    def publish_a_bank(self, *, backwards: bool) -> None:
        with self.site.database.transaction() as tx:
            old = storage.banks.current(tx, "mentoring")
            document = parse_document(storage.banks.document(tx, old.id))
            turned = (
                document.questions[::-1] if backwards else [*document.questions[1:], document.questions[0]]
            )
            changed = bank_from_document(document.model_copy(update={"questions": turned}))
            new = storage.banks.publish(tx, changed, published_by=None, note="", now=self.site.clock())
        self.version = new.number

    def close_calls(self) -> list[Known]:
        return [one for one in self.known if one.finished and not one.erased and one.results[-1][3]]

    def made_before(self) -> list[Known]:
        return [one for one in self.known if one.results and not one.finished and not one.erased]

    def ask_for_more(self, one: Known, lang: str, extra: str) -> None:
        close = not one.erased and one.finished and bool(one.results[-1][3])
        response = self.visitor.post(f"/{lang}/quiz/{one.token}/more", data={"extra": extra})
        if not extra.isdigit():
            assert response.status_code == 400
        elif one.erased:
            assert response.status_code == 404
        elif int(extra) <= one.extra or not one.finished:
            assert response.status_code in {303, 400}
        elif int(extra) != one.extra + 2 or int(extra) > 4:
            assert response.status_code == 400
        elif response.status_code == 303:
            assert close
            self.reached["asked for more"] += 1
            one.finished, one.extra = False, int(extra)
            one.left.clear()
        else:
            assert response.status_code == 409

    def ask_for_the_result(self, one: Known, lang: str) -> None:
        stored = None if one.erased else self.stored(one).attempt
        response = self.visitor.post(f"/{lang}/quiz/{one.token}/check")
        if stored is None:
            assert response.status_code == 404
            return
        place = response.headers["Location"]
        if stored.next_open is not None:
            assert place == f"/{lang}/quiz/{one.token}/{stored.next_open}"
        elif place == f"/{lang}/result/{one.token}":
            one.finished = True
            self.page(place)
        else:
            # A change made room for doubt: a further question is asked first.
            assert place.startswith(f"/{lang}/quiz/{one.token}/")

    def some(self, data: st.DataObject) -> Known:
        return self.known[data.draw(st.integers(0, len(self.known) - 1))]

    def stored(self, one: Known) -> storage.attempts.StoredAttempt:
        with self.site.database.reading() as tx:
            return storage.attempts.load(tx, token_hash(one.token))

    def page(self, path: str) -> Page:
        return page_of(self.site.app, form("GET", path))

    def give(self, one: Known, lang: str, back: int, pick: int) -> None:
        """Answer the newest question, or one `back` from it; the last of five picks is a skip."""
        if one.erased:
            answer = send(self.site.app, form("POST", f"/{lang}/quiz/{one.token}/1", "answer=1"))
            assert answer.status == 404
            return
        stored = self.stored(one)
        shown, bank = stored.attempt.shown, _bank(self.site.database, stored.bank_version_id)
        position = len(shown) - back
        path = f"/{lang}/quiz/{one.token}/{position}"
        if not 1 <= position <= len(shown):
            assert self.visitor.post(path, data={"answer": "1"}).status_code == 404
            return
        question = bank.questions[shown[position - 1].index]
        skips = pick == 5
        chosen = question.options[pick % len(question.options)].key
        sent = {"answer": chosen, "action": "skip" if skips else "answer"}
        response = self.visitor.post(path, data=sent)
        if one.finished:
            assert response.status_code == 409
            return
        self.reached["answered before its result is made anew"] += bool(one.results)
        assert response.status_code == 303
        code = question.code_of(chosen)
        assert code is not None
        one.answers[question.index] = SKIPPED if skips else code
        one.languages[question.index] = _CODES[lang]

    def check(self, one: Known) -> None:
        stored = self.stored(one)
        attempt = stored.attempt
        with self.site.database.reading() as tx:
            assert storage.banks.by_id(tx, stored.bank_version_id).number == one.version
            kept = storage.results.of_attempt(tx, stored.id)
        assert {i: code for i, code in enumerate(attempt.answers) if code != UNANSWERED} == one.answers
        assert {i: code for i, code in enumerate(attempt.languages) if code} == one.languages
        assert {i for i, tenths in enumerate(attempt.elapsed) if tenths} == set(one.answers)
        assert attempt.role.value == one.begun_with["role"]
        assert attempt.extra == one.extra
        self.check_results(one, kept)
        if not one.extra:
            left = [place.left for place in attempt.shown]
            assert left == sorted(left, reverse=True)
            assert left[: len(one.left)] == one.left
            one.left = left

    def check_results(self, one: Known, kept: tuple[storage.results.StoredResult, ...]) -> None:
        now = [(r.number, r.recommendation, r.outcome, r.close_call, r.created, r.model_hash) for r in kept]
        assert now[: len(one.results)] == one.results
        assert len(now) == (one.extra // 2 + one.finished)
        assert [row[0] for row in now] == list(range(1, len(now) + 1))
        if len(now) > len(one.results):
            self.reached[f"result {len(now)}"] += 1
            self.reached["result on an older bank"] += one.version < self.version
        one.results = list(now)
        if now:
            data = self.visitor.get(f"/en/result/{one.token}/data.json").get_json()
            assert data["probabilities"] == kept[-1].outcome["probabilities"]


def _current(database: storage.Database) -> storage.banks.BankVersion:
    with database.reading() as tx:
        return storage.banks.current(tx, "mentoring")


_BANKS: dict[str, Any] = {}


def _bank(database: storage.Database, version_id: str) -> Any:
    if version_id not in _BANKS:
        with database.reading() as tx:
            document = parse_document(storage.banks.document(tx, version_id))
        _BANKS[version_id] = bank_from_document(document)
    return _BANKS[version_id]


def machine_on(own_site: Site) -> type[AnyOrder]:
    """The machine for one site."""

    class OnThisSite(AnyOrder):
        site: ClassVar[Site] = own_site
        reached: ClassVar[Counter[str]] = Counter()

    return OnThisSite


def test_in_any_order_what_was_promised_holds(own_site: Site) -> None:
    machine = machine_on(own_site)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=50,
            stateful_step_count=30,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert machine.reached["result 1"] >= 3


def test_the_long_way_round_holds_too(own_site: Site) -> None:
    machine = machine_on(own_site)
    taking = machine()
    taking.start("fr", "find", "adaptive")
    one = taking.known[0]
    for number in (1, 2, 3):
        taking.publish_a_bank(backwards=number == 2)
        while taking.stored(one).attempt.next_open is not None:
            taking.give(one, "ar", 0, 5)
        taking.give(one, "en", 1, 5)
        taking.ask_for_the_result(one, "en")
        taking.check(one)
        taking.site.clock.go_on(hours=30.0 * number)
        if number < 3:
            taking.ask_for_more(one, "fr", str(2 * number))
            taking.check(one)
    taking.ask_for_more(one, "fr", "6")
    taking.ask_for_erasure(one, "fr")
    taking.all_that_was_promised_holds()
    assert machine.reached == {
        "asked for more": 2,
        "answered before its result is made anew": machine.reached["answered before its result is made anew"],
        "result 1": 1,
        "result 2": 1,
        "result 3": 1,
        "result on an older bank": 3,
        "erased after the result": 1,
    }
    assert machine.reached["answered before its result is made anew"] >= 4
