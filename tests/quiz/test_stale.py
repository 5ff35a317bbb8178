"""Which translations are marked as out of date, and when they no longer are."""

from collections.abc import Mapping
from dataclasses import replace

from mentormatch.i18n import Locale
from mentormatch.quiz import Format, Part
from mentormatch.quiz.drafting import OptionDraft, QuestionDraft
from mentormatch.quiz.stale import Marks, Opened, marks_after, marks_from_text, marks_to_text

FR, EN, AR = Locale
_OPTION = OptionDraft("a", {FR: "Oui", EN: "Yes", AR: "نعم"})
_QUESTION = QuestionDraft(
    "q", Part.TRAITS, "both", Format.CHOOSE, {FR: "Un", EN: "One", AR: "واحد"}, options=(_OPTION,)
)


def _prompt(**words: str) -> QuestionDraft:
    return replace(_QUESTION, prompt={**_QUESTION.prompt, **{Locale(lo): w for lo, w in words.items()}})


def _after(
    saved: QuestionDraft, before: QuestionDraft = _QUESTION, marks: Mapping[str, frozenset[Locale]] = {}
) -> Marks:
    return marks_after(Opened(before.texts, marks), saved.texts, frozenset())


def test_a_changed_language_leaves_the_others_behind() -> None:
    assert _after(_prompt(fr="Deux")) == {"prompt": {EN, AR}}
    assert _after(_prompt(ar="اثنان")) == {"prompt": {FR, EN}}
    assert _after(_prompt(fr="Deux", en="Two")) == {"prompt": {AR}}
    assert _after(_prompt(fr="Deux", en="Two", ar="اثنان")) == {}
    assert _after(_QUESTION) == {}


def test_bringing_a_translation_up_to_date_marks_nothing_else() -> None:
    source = _prompt(fr="Deux")
    marks = _after(source)
    translated = _prompt(fr="Deux", en="Two")
    assert _after(translated, source, marks) == {"prompt": {AR}}


def test_saving_often_while_writing_comes_to_the_same_as_saving_once() -> None:
    """Every save of a page compares with the state in which it was opened, not with the last save."""
    source = _prompt(fr="Deux")
    marks = _after(source)
    for words in ("T", "Tw", "Two"):
        assert _after(_prompt(fr="Deux", en=words), source, marks) == {"prompt": {AR}}


def test_another_change_of_the_source_marks_again() -> None:
    whole = _prompt(fr="Deux", en="Two", ar="اثنان")
    assert _after(_prompt(fr="Trois", en="Two", ar="اثنان"), whole) == {"prompt": {EN, AR}}


def test_a_text_that_still_holds_is_no_longer_marked() -> None:
    opened = Opened(_QUESTION.texts, {"prompt": frozenset({EN, AR})})
    assert marks_after(opened, _QUESTION.texts, frozenset({("prompt", EN)})) == {"prompt": {AR}}


def test_a_text_written_for_the_first_time_or_missing_is_not_out_of_date() -> None:
    new = replace(_QUESTION, prompt=dict.fromkeys(Locale, ""))
    assert _after(_prompt(en="", ar=""), new) == {}
    assert _after(_prompt(fr="Deux", ar=""), _prompt(ar="")) == {"prompt": {EN}}


def test_options_are_marked_by_their_name_wherever_they_stand() -> None:
    label = {**_OPTION.label, EN: "Indeed"}
    other = OptionDraft("b", {FR: "Non", EN: "No", AR: "لا"})
    saved = replace(_QUESTION, options=(other, replace(_OPTION, label=label)))
    assert _after(saved) == {"option a": {FR, AR}}


def test_marks_come_back_as_they_were_stored() -> None:
    marks = {"q": {"prompt": frozenset({EN, AR})}, "r": {"help": frozenset({FR})}}
    assert marks_from_text(marks_to_text({**marks, "s": {}})) == marks
