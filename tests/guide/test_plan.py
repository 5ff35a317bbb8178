"""The plan of action: complete for every result, and different where results differ."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from itertools import combinations, product

import pytest

from mentormatch.guide import Content, Leaf, Readiness, Role, Trait, leaves_for, load_content
from mentormatch.guide.articles import ARTICLES
from mentormatch.guide.plan import Case, Plan, Side, compose
from mentormatch.guide.plan_rules import LEAF_MISTAKES, MOST_MISTAKES, PRONE, WAIT_DAYS, Mistake
from mentormatch.i18n import Locale

DOORS = [(leaf, role) for role in Role for leaf in leaves_for(role)]
PLACES = {"pace", "halfway", "by", "preference"}
# What a message needs whoever writes it, and the labels that the page puts beside the plan.
FRAME = re.compile(r"advice\.letter\.(greeting|closing|tone)\.\w+|advice\.letter\.signature|part\.because")
# Where a preference must be heard: the trait, and the parts that its two poles must change.
HEARD = [
    (Trait.STRUCTURE, ("agenda", "rhythm", "pace_id")),
    (Trait.HORIZON, ("rhythm", "criteria", "by_days", "mistakes")),
    (Trait.GOALS, ("goals_lead", "mistakes")),
    (Trait.GUIDANCE, ("criteria",)),
    (Trait.RECIPROCITY, ("criteria", "mistakes")),
    (Trait.NATURALNESS, ("where",)),
    (Trait.NETWORK, ("where",)),
    (Trait.METHOD, ("criteria",)),
]
OWN = ("steps", "where", "criteria", "letters", "agenda", "goals", "rhythm", "mistakes")


@pytest.fixture(scope="module")
def content() -> Content:
    return load_content()


def text_ids(value: object) -> Iterator[str]:
    """Every id of a sentence in a plan or a part of one."""
    if is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from text_ids(getattr(value, one.name))
    elif isinstance(value, tuple):
        for one in value:
            yield from text_ids(one)
    elif isinstance(value, str) and "." in value:
        yield value


def profiles() -> list[dict[Trait, float]]:
    """Nobody in particular, each pole of each trait, and everything at once."""
    one_by_one = [{trait: z} for trait in Trait for z in (-1.5, 1.5)]
    return [{}, *one_by_one, *(dict.fromkeys(Trait, z) for z in (-1.0, 1.0))]


def all_plans() -> Iterator[Plan]:
    for (leaf, role), traits, need in product(DOORS, profiles(), ("", "training", "hardship")):
        rivals = [None, *(it for it in leaves_for(role) if it.kind is not leaf.kind)]
        yield from (compose(Case(leaf, role, traits, rival, need)) for rival in rivals)
    for leaf, weakest in product(leaves_for(Role.BECOME), Readiness):
        yield compose(Case(leaf, Role.BECOME, {}, levels={weakest: 0.25}))


def side_of(leaf: Leaf, role: Role, traits: dict[Trait, float]) -> Side:
    return compose(Case(leaf, role, traits)).sides[0]


def said(content: Content, part: object, locale: Locale) -> list[str]:
    return [content[text_id][locale] for text_id in text_ids(part)]


def test_every_sentence_of_every_plan_is_there_in_three_languages(content: Content) -> None:
    missing = {text_id for plan in all_plans() for text_id in text_ids(plan) if text_id not in content}
    assert sorted(missing) == []


def test_sentences_ask_only_for_what_a_plan_knows(content: Content) -> None:
    for text_id in {text_id for plan in all_plans() for text_id in text_ids(plan)}:
        for locale in Locale:
            asked = set(re.findall(r"%\((\w+)\)", content[text_id][locale]))
            assert asked <= PLACES, (text_id, locale)


def test_milestones_and_what_is_said_without_filling_need_no_filling(content: Content) -> None:
    for plan in all_plans():
        for side in plan.sides:
            plain = (side.steps, side.trial, side.mistakes, side.goals_lead, side.preference_id, side.pace_id)
            for text_id in text_ids((plan.milestones, plan.gate_id, *plain)):
                assert "%(" not in content[text_id].en, text_id


def test_no_advice_is_there_that_no_plan_and_no_article_says(content: Content) -> None:
    spoken = {text_id for plan in all_plans() for text_id in text_ids(plan)}
    spoken |= {text_id for sections in ARTICLES.values() for text_id in text_ids(sections)}
    written = {it for it in content if it.startswith(("advice.", "part.", "plan."))}
    unsaid = {it for it in written - spoken if not FRAME.fullmatch(it)}
    assert sorted(unsaid) == ["plan.title.become", "plan.title.find"]


@pytest.mark.parametrize("locale", Locale)
@pytest.mark.parametrize("role", Role)
def test_any_two_results_get_plans_that_differ_in_every_part(
    content: Content, role: Role, locale: Locale
) -> None:
    for one, other in combinations(leaves_for(role), 2):
        for part in OWN:
            mine, yours = (said(content, getattr(side_of(it, role, {}), part), locale) for it in (one, other))
            assert mine != yours, (one, other, part)


@pytest.mark.parametrize("leaf", leaves_for(Role.BECOME))
def test_the_two_doors_get_different_plans(leaf: Leaf) -> None:
    find, become = (side_of(leaf, role, {}) for role in (Role.FIND, Role.BECOME))
    shared = set(text_ids(find)) & set(text_ids(become))
    # How often and how long does not depend on who of the two one is.
    assert {it for it in shared if not re.search(r"\.(pace|rhythm|span|format)\b|\.structure\.", it)} <= {
        it for it in shared if FRAME.fullmatch(it)
    }
    assert len(shared) < len(set(text_ids(find))) / 3


@pytest.mark.parametrize(("trait", "parts"), HEARD)
def test_opposite_preferences_are_heard_in_every_plan(trait: Trait, parts: tuple[str, ...]) -> None:
    for leaf, role in DOORS:
        low, high = (side_of(leaf, role, {trait: z}) for z in (-1.5, 1.5))
        for part in parts:
            assert getattr(low, part) != getattr(high, part), (leaf, role, part)


def test_no_sentence_is_said_to_everybody() -> None:
    everyone = [compose(Case(leaf, role, traits)) for (leaf, role), traits in product(DOORS, profiles())]
    common = set.intersection(*(set(text_ids(plan)) for plan in everyone))
    assert {it for it in common if not FRAME.fullmatch(it)} == set()


@pytest.mark.parametrize("locale", Locale)
def test_no_two_sentences_of_advice_are_the_same(content: Content, locale: Locale) -> None:
    seen: dict[str, str] = {}
    for text_id in content:
        # The same length and rhythm may suit two kinds.
        if text_id.startswith("advice.") and ".pace." not in text_id:
            sentence = content[text_id][locale]
            assert seen.setdefault(sentence, text_id) == text_id, sentence


@pytest.mark.parametrize("weekday", range(7))
def test_a_plan_begins_on_a_monday_and_keeps_to_working_days(weekday: int) -> None:
    for leaf, role in DOORS:
        for rival in (None, next(it for it in leaves_for(role) if it.kind is not leaf.kind)):
            case = Case(leaf, role, {}, rival, levels={Readiness.TIME: 0.2}, weekday=weekday)
            days = [milestone.days for milestone in compose(case).milestones]
            assert days == sorted(days)
            assert 1 <= days[0] <= 7
            assert {(weekday + day) % 7 for day in days[:1]} == {0}
            assert {(weekday + day) % 7 for day in days} <= {0, 1, 2, 3}


def test_another_need_comes_first_and_the_plan_waits_for_it() -> None:
    plain = compose(Case(Leaf.REVERSE, Role.FIND, {}, need="develop"))
    assert plain.gate_id == ""
    for need in ("training", "hardship"):
        waiting = compose(Case(Leaf.REVERSE, Role.FIND, {}, need=need))
        assert waiting.gate_id == f"advice.gate.{need}"
        later = [b.days - a.days for a, b in zip(plain.milestones, waiting.milestones, strict=True)]
        assert set(later) == {WAIT_DAYS}
        assert waiting.sides[0].by_days == plain.sides[0].by_days + WAIT_DAYS


def test_a_lasting_relationship_is_looked_back_on_later() -> None:
    for leaf, role in DOORS:
        short, long = (side_of(leaf, role, {Trait.HORIZON: z}) for z in (-1.0, 1.0))
        assert short.halfway_days == long.halfway_days < short.by_days < long.by_days


def test_in_a_close_call_both_sides_are_tried_before_one_is_chosen() -> None:
    plan = compose(Case(Leaf.INFORMAL, Role.FIND, {}, Leaf.COACHING_CAREER))
    assert [side.leaf for side in plan.sides] == [Leaf.INFORMAL, Leaf.COACHING_CAREER]
    assert [it.text_id for it in plan.milestones] == [
        "advice.informal.find.trial.try",
        "advice.coaching.find.trial.try",
        "plan.close.2.text",
        "advice.close.begin.text",
    ]
    alone = compose(Case(Leaf.COACHING_CAREER, Role.FIND, {}))
    assert plan.sides[1] == alone.sides[0], "the second side lacks nothing"


def test_the_weakest_condition_is_worked_on_first_and_a_full_one_not_at_all() -> None:
    levels = {Readiness.PATIENCE: 0.3, Readiness.TIME: 0.1, Readiness.EMPATHY: 1.0}
    plan = compose(Case(Leaf.FORMAL, Role.BECOME, {}, levels=levels))
    assert plan.readiness == (Readiness.TIME, Readiness.PATIENCE)
    assert [it.text_id for it in plan.milestones if "readiness" in it.text_id] == ["readiness.time.next"]
    ready = compose(Case(Leaf.FORMAL, Role.BECOME, {}, levels=dict.fromkeys(Readiness, 1.0)))
    assert ready.readiness == ()
    assert not [it for it in ready.milestones if "readiness" in it.text_id]


def test_mistakes_are_those_of_the_result_and_of_the_preferences() -> None:
    eager = {Trait.NETWORK: 1.2, Trait.RECIPROCITY: -0.9, Trait.GOALS: -0.6}
    found = [it.mistake for it in side_of(Leaf.INFORMAL, Role.FIND, eager).mistakes]
    assert found == [Mistake.FOLLOW_UP, Mistake.EXPECTATIONS, Mistake.GRATITUDE]
    for (leaf, role), traits in product(DOORS, profiles()):
        mistakes = [it.mistake for it in side_of(leaf, role, traits).mistakes]
        assert mistakes[0] is LEAF_MISTAKES[leaf, role]
        assert len(set(mistakes)) == len(mistakes) <= MOST_MISTAKES
    assert {row[0] for row in PRONE} == set(Mistake) == set(LEAF_MISTAKES.values())


def test_a_message_says_only_preferences_that_go_with_its_kind_and_were_heard() -> None:
    assert side_of(Leaf.FORMAL, Role.FIND, {Trait.NATURALNESS: 2.0}).preference_id == ""
    told = side_of(Leaf.INFORMAL, Role.FIND, {Trait.NATURALNESS: 2.0})
    assert told.preference_id == "advice.letter.preference.naturalness.high"
    assert "advice.letter.prefers.find" in set(text_ids(told.letters))
    assert "advice.letter.prefers.find" not in set(text_ids(side_of(Leaf.FORMAL, Role.FIND, {}).letters))


def test_nothing_is_claimed_of_someone_in_the_middle() -> None:
    assert side_of(Leaf.FORMAL, Role.FIND, {}).goals_lead is None
    assert side_of(Leaf.FORMAL, Role.FIND, {Trait.GOALS: 0.1}).goals_lead is None
    assert len(side_of(Leaf.FORMAL, Role.FIND, {}).mistakes) == 1


def test_the_same_case_gets_the_same_plan() -> None:
    case = Case(Leaf.COACHING_LEADERSHIP, Role.FIND, {Trait.METHOD: 1.0}, Leaf.FORMAL)
    assert compose(case) == compose(case)


@pytest.mark.parametrize("name", ARTICLES)
def test_articles_are_complete_and_need_no_filling(content: Content, name: str) -> None:
    assert f"guide.{name}.title" in content
    assert f"guide.{name}.lead" in content
    for section in ARTICLES[name]:
        prefix = f"guide.{name}.{section.name}"
        assert f"{prefix}.heading" in content
        own = [*content.numbered(f"{prefix}.paragraph"), *content.numbered(f"{prefix}.point")]
        assert own, prefix
        for text_id in text_ids((section.text_ids, section.parts)):
            assert "%(" not in content[text_id].fr, text_id


def test_guide_and_plan_share_their_sentences() -> None:
    planned = {text_id for plan in all_plans() for text_id in text_ids(plan)}
    for name in ("finding", "relationship", "becoming", "mistakes"):
        assert len(planned & set(text_ids(ARTICLES[name]))) >= 4, name


def test_every_section_written_for_an_article_is_in_it(content: Content) -> None:
    headings = {it for it in content if re.fullmatch(r"guide\.[a-z]+\.[a-z-]+\.heading", it)}
    assert headings == {f"guide.{name}.{it.name}.heading" for name in ARTICLES for it in ARTICLES[name]}
