"""Sentences: characters, typography, translation, repetition, length and readability."""

import pytest

from mentormatch.i18n import Locale
from mentormatch.quiz import validate_document
from mentormatch.quiz.findings import placed, sentences
from mentormatch.quiz.readability import readability_findings, syllables, words
from mentormatch.quiz.resemblance import normal
from mentormatch.quiz.wording import wording_findings
from tests.usecases.shipped import checked, lines, path_of, question, shipped_document

_KEY = "agree-dates-set-ahead"


def _said_of(language: str, sentence: str) -> list[str]:
    """What is found when one prompt of the shipped bank reads like this."""
    document = shipped_document()
    question(document, _KEY)["prompt"][language] = sentence
    place = placed(validate_document(document).questions)[1]
    path = f"{path_of(document, _KEY)}.prompt.{language}: "
    every = list(sentences([place]))
    found = [*wording_findings(every), *readability_findings(every)]
    return [str(finding).removeprefix(path) for finding in found if str(finding).startswith(path)]


@pytest.mark.parametrize(
    ("language", "sentence", "said"),
    [
        ("fr", "J'aime que toutes les dates soient fixées.", "straight apostrophe"),
        ("fr", "Les dates sont-elles fixées ?", "no-break space before"),
        ("fr", "Les dates sont-elles fixées?", "no-break space before"),
        ("fr", "Je préfère des « rendez-vous\u00a0» fixés.", "no-break space after «"),
        ("fr", 'Je préfère des "rendez-vous" fixés.', "straight quotation marks"),
        ("en", "I don't mind when dates are set.", "straight apostrophe"),
        ("en", "Are dates set from the start ?", "space before a punctuation mark"),
        ("en", "I like dates...", "three points"),
        ("en", "I  like set dates.", "two spaces"),
        ("en", " I like set dates.", "begins or ends with a space"),
        ("en", "I like set\u200b dates.", "invisible character"),
        ("ar", "تحديد المواعيد, منذ البداية", "Latin comma"),
        ("ar", "ما رأيك في تحديد المواعيد?", "Latin question mark"),
        ("ar", "تحديد المواعيد كل ٣ أشهر", "digits other than 0 to 9"),
        ("ar", "تحديد المواعيـــد منذ البداية", "lengthening stroke"),
        ("ar", "تحديد المواعيد دائماً منذ البداية", "tanwin after its alef"),
    ],
)
def test_typography_that_is_not_the_language_s_own_is_pointed_out(
    language: str, sentence: str, said: str
) -> None:
    assert any(said in found for found in _said_of(language, sentence))


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("fr", "À 14:30, est-ce que l’idée d’une date «\u00a0fixée\u00a0» me convient\u202f?"),
        ("en", "Dates that don’t move: “fixed” ones, at 14:30, suit me."),
        ("ar", "تحديد المواعيد مسبقًا، كل 3 أشهر، أمر مريح؟"),
    ],
)
def test_good_typography_is_left_alone(language: str, sentence: str) -> None:
    assert _said_of(language, sentence) == []


def test_a_sentence_left_in_another_language_is_refused() -> None:
    prompt = question(shipped_document(), _KEY)["prompt"]
    english = prompt["en"]
    assert "is the same as questions[1].prompt.fr" in _said_of("en", prompt["fr"])
    assert "is written in the letters of another language" in _said_of("ar", english)
    assert "is written in the letters of another language" in _said_of("fr", "تحديد المواعيد مسبقًا")


def test_forbidden_characters_are_named_with_everything_else_there_is_to_mend() -> None:
    document = shipped_document()
    question(document, _KEY)["prompt"]["en"] = "I like \u202eset\u202c dates."
    question(document, "agree-written-targets")["prompt"]["fr"] = "J'aime les objectifs écrits."
    found = list(lines(checked(document)))
    assert any(line.startswith("error questions[1].prompt.en") and "U+202E" in line for line in found)
    assert any("straight apostrophe" in line for line in found)


def test_a_label_that_names_a_kind_is_pointed_out() -> None:
    document = shipped_document()
    option = question(document, "sit-new-tool")["options"][0]
    option["label"]["en"] = "Ask for a formal mentoring programme here"
    said = "names a kind, and so tells where it leads: formal"
    assert any(said in line for line in lines(checked(document)))


def test_a_prompt_said_twice_is_refused_and_one_said_nearly_twice_pointed_out() -> None:
    document = shipped_document()
    first, second, third = document["questions"][1:4]
    second["prompt"]["en"] = first["prompt"]["en"].upper().replace(",", "")
    third["prompt"]["en"] = first["prompt"]["en"].replace("ease", "peace")
    found = list(lines(checked(document)))
    assert "error questions[2].prompt.en: says the same as questions[1].prompt.en" in found
    assert any("questions[3].prompt.en: shares" in line for line in found)


def test_two_options_that_say_the_same_are_refused() -> None:
    document = shipped_document()
    options = question(document, "pair-free-hour")["options"]
    options[1]["label"]["ar"] = options[0]["label"]["ar"]
    path = path_of(document, "pair-free-hour")
    expected = f"error {path}.options[1].label.ar: says the same as {path}.options[0].label.ar"
    assert expected in list(lines(checked(document)))


def test_an_option_much_longer_than_the_others_is_pointed_out() -> None:
    document = shipped_document()
    option = question(document, "pair-free-hour")["options"][0]
    option["label"]["en"] = f"{option['label']['en']} And then, whenever there is time, also all the rest"
    path = path_of(document, "pair-free-hour")
    assert any(line.startswith(f"warning {path}.options[0].label.en: ") for line in lines(checked(document)))


def test_a_kind_whose_options_are_always_the_longest_is_pointed_out() -> None:
    document = shipped_document()
    for source in document["questions"]:
        for option in source.get("options", []):
            if option.get("loads", {}).get("reciprocity", 0) > 0.5:
                option["label"]["fr"] += " (et plus)"
            else:
                option["label"]["fr"] = option["label"]["fr"][:40]
    found = [line for line in lines(checked(document)) if "options for reverse are the longest" in line]
    assert [line.partition(":")[0] for line in found] == ["warning fr"]


def test_a_sentence_too_long_to_hold_in_mind_is_pointed_out() -> None:
    sentence = "I like it when " + "we agree on one more date and " * 5 + "stop"
    assert any("a sentence of" in found for found in _said_of("en", sentence))


def test_readability_is_given_for_every_language_by_a_formula_where_there_is_one() -> None:
    figures = {one.locale: one for one in checked(shipped_document()).readability}
    assert set(figures) == set(Locale)
    assert (figures[Locale.FR].ease or 0) > 60
    assert (figures[Locale.EN].ease or 0) > 60
    assert figures[Locale.AR].ease is None
    assert 5 < figures[Locale.AR].words_per_sentence < 15


def test_a_bank_in_officialese_reads_hard() -> None:
    document = shipped_document()
    for number, source in enumerate(document["questions"]):
        source["prompt"]["en"] = f"Organisational considerations necessitate institutionalisation {number}"
        for option in source.get("options", []):
            option["label"]["en"] = f"Interdepartmental harmonisation considerations {option['key']} {number}"
    assert any(line.startswith("warning en: reading ease") for line in lines(checked(document)))


@pytest.mark.parametrize(
    ("word", "locale", "count"),
    [("idée", Locale.FR, 2), ("personnes", Locale.FR, 2), ("make", Locale.EN, 1), ("wanted", Locale.EN, 2)],
)
def test_syllables_are_counted_as_they_are_spoken(word: str, locale: Locale, count: int) -> None:
    assert syllables(word, locale) == count


def test_vowel_signs_and_accents_do_not_make_another_word() -> None:
    assert words("مُرشِدٌ جيّد") == ["مرشد", "جيد"]
    assert normal("L’Été, déjà !") == normal("l'ete deja")
