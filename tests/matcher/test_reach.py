"""Whether every outcome can be reached, and how easily."""

from collections.abc import Iterator
from typing import Any

import pytest

from mentormatch.guide import Kind, Leaf, Role, leaves_for
from mentormatch.matcher.reach import favoured_kinds, reach, shares
from mentormatch.quiz import Bank, Part, parse_bank
from mentormatch.scoring import ScoringArrays, arrays_for, load_expert
from tests.banks import small_bank
from tests.usecases.shipped import checked, lines, raw, shipped_document


def _arrays(bank: Bank) -> ScoringArrays:
    return arrays_for(bank, load_expert())


def _all_loads(document: dict[str, Any]) -> Iterator[dict[str, float]]:
    for question in document["questions"]:
        yield from (question.get("loads", {}), *(o.get("loads", {}) for o in question.get("options", [])))


def test_each_leaf_of_each_door_is_reached_by_those_who_seek_it() -> None:
    found = reach(_arrays(parse_bank(raw(shipped_document()))))
    assert [(one.role, one.leaf) for one in found] == [(r, leaf) for r in Role for leaf in leaves_for(r)]
    assert all(one.leads and one.leads_short and one.full > 0.8 and one.short > 0.8 for one in found)
    assert all(len(set(one.questions)) == 12 for one in found)


def test_an_outcome_that_another_always_beats_is_reported_as_out_of_reach() -> None:
    document = shipped_document()
    for loads in _all_loads(document):
        if "leadership" in loads or "career" in loads:
            loads["leadership"] = loads["career"] = loads.get("career", 0.5)
    found = list(lines(checked(document)))
    assert "error at the door find, no answers lead to coaching-leadership" in found


def test_people_drawn_from_the_model_find_their_kind_again() -> None:
    for one in shares(_arrays(parse_bank(raw(shipped_document()))), answerers=1000, seed=3):
        even = 1 / len(one.simulated)
        assert sum(one.simulated.values()) == pytest.approx(1)
        assert sum(one.chance.values()) == pytest.approx(1)
        assert all(share == pytest.approx(even, rel=0.2) for share in one.simulated.values())
        assert all(0.8 < share < 0.99 for share in one.recovered.values())


@pytest.mark.parametrize(
    ("faintness", "said"),
    [
        (0.2, "of those whom formal fits are told so"),
        (0.05, "even determined answers reach coaching-career"),
    ],
)
def test_a_bank_of_faint_questions_is_found_out(faintness: float, said: str) -> None:
    document = shipped_document()
    for loads in _all_loads(document):
        loads |= {trait: weight * faintness for trait, weight in loads.items()}
    assert any(said in line for line in lines(checked(document)))


def test_the_same_seed_draws_the_same_people() -> None:
    arrays = _arrays(small_bank())
    assert shares(arrays, answerers=50, seed=1) == shares(arrays, answerers=50, seed=1)
    assert shares(arrays, answerers=50, seed=1) != shares(arrays, answerers=50, seed=2)


def test_every_option_of_a_scored_question_favours_the_kind_it_was_written_for() -> None:
    bank = small_bank()
    found = favoured_kinds(bank, _arrays(bank))
    scored = [question for question in bank.questions if question.part is Part.TRAITS]
    assert set(found) == {(question.key, option.key) for question in scored for option in question.options}
    assert found["situation-1", "informal"] is Kind.INFORMAL
    assert found["situation-1", "coaching"] is Kind.COACHING
    assert found["agree-reciprocity-more", "5"] is Kind.REVERSE


def test_a_bank_too_short_for_twelve_questions_is_measured_with_what_it_has() -> None:
    document = shipped_document()
    kept = [q for q in document["questions"] if q["format"] == "agree"][:12]
    needed = [q for q in document["questions"] if q["key"].startswith(("focus-", "agree-"))]
    document["questions"] = [*kept[:4], *[q for q in needed if q not in kept[:4]]]
    found = reach(_arrays(parse_bank(raw(document))))
    leaders = [one for one in found if one.leaf is Leaf.COACHING_CAREER]
    assert len(leaders) == 1
    assert len(leaders[0].questions) == 12
