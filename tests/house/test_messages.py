"""Every message of the interface in every language, with what it holds intact."""

import shutil
import subprocess
from pathlib import Path

import polib
import pytest

from tests.house.messages import CATALOGUES, PLURAL_FORMS, Message, find_messages, problems


@pytest.fixture(params=sorted(PLURAL_FORMS))
def language(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


def _catalogue(language: str, *entries: polib.POEntry) -> polib.POFile:
    catalogue = polib.POFile()
    catalogue.metadata = {"Plural-Forms": PLURAL_FORMS[language]}
    catalogue.extend(entries)
    return catalogue


def test_the_messages_of_code_and_templates_are_found() -> None:
    messages = find_messages()
    places = {place.split("/")[0] for message in messages for place in message.places}
    assert places == {"mentormatch", "templates"}
    assert len(messages) > 50
    assert any(message.many for message in messages)


def test_every_message_is_translated_soundly(language: str) -> None:
    catalogue = polib.pofile(str(CATALOGUES / f"{language}.po"), encoding="utf-8")
    assert list(problems(language, find_messages(), catalogue)) == []


def test_gettext_itself_accepts_the_catalogue(language: str) -> None:
    if not shutil.which("msgfmt"):
        pytest.skip("msgfmt is not installed (apt: gettext)")
    checks = ["--check-format", "--check-domain", "--output-file=/dev/null"]
    command = ["msgfmt", *checks, str(CATALOGUES / f"{language}.po")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(
    ("language", "message", "translation", "problem"),
    [
        ("fr", "Back", "", "not translated"),
        ("fr", "Page %(number)s", "Page", "placeholders [] instead of ['number']"),
        ("fr", "Page %(number)s", "Page %(nombre)s", "placeholders ['nombre'] instead of ['number']"),
        ("fr", "%(share)s percent", "%(share)s % environ", "a stray %"),
        ("fr", "Ready?", "C'est prêt\u202f?", "typography"),
        ("fr", "Ready?", "C’est prêt ?", "typography"),
        ("fr", "Ready?", "C’est prêt?", "typography"),
        ("fr", "Say “yes”", "Dire «oui»", "typography"),
        ("fr", "Why: a reason", "Pourquoi: une raison", "typography"),
        ("fr", "Back", "Retour ", "space at an end"),
        ("ar", "First, then", "أولا, ثم", "typography"),
        ("ar", "Ready?", "هل انتهى الاختيار?", "typography"),
        ("ar", "3 questions", "٣ أسئلة", "typography"),
    ],
)
def test_an_unsound_translation_would_be_caught(
    language: str, message: str, translation: str, problem: str
) -> None:
    catalogue = _catalogue(language, polib.POEntry(msgid=message, msgstr=translation))
    found = list(problems(language, [Message(message)], catalogue))
    assert len(found) == 1
    assert problem in found[0]


def test_a_sound_translation_is_left_alone() -> None:
    french = polib.POEntry(
        msgid="Is it %(name)s? Yes: at 10:30!",
        msgstr="Est-ce %(name)s\u202f? «\u00a0Oui\u00a0»\u00a0: à 10:30\u202f!",
    )
    assert list(problems("fr", [Message(french.msgid)], _catalogue("fr", french))) == []
    arabic = polib.POEntry(msgid="Yes, is it 3?", msgstr="نعم، هل هي 3؟")
    assert list(problems("ar", [Message(arabic.msgid)], _catalogue("ar", arabic))) == []


def test_a_missing_a_leftover_and_a_fuzzy_message_would_be_caught() -> None:
    old = polib.POEntry(msgid="Old", msgstr="Ancien")
    guess = polib.POEntry(msgid="Guess", msgstr="Supposition", flags=["fuzzy"])
    found = list(problems("fr", [Message("New"), Message("Guess")], _catalogue("fr", old, guess)))
    assert found == ["fr: missing: 'New'", "fr: no longer used: 'Old'", "fr: obsolete or fuzzy: 'Guess'"]


def test_an_arabic_plural_with_two_forms_would_be_caught() -> None:
    message = Message("%(num)s question", "%(num)s questions")
    entry = polib.POEntry(msgid=message.one, msgid_plural=message.many, msgstr_plural={0: "سؤال", 1: "أسئلة"})
    assert list(problems("ar", [message], _catalogue("ar", entry))) == [
        f"ar: not translated: {message.one!r}"
    ]


def test_the_wrong_plural_rule_would_be_caught() -> None:
    catalogue = _catalogue("ar")
    catalogue.metadata["Plural-Forms"] = "nplurals=6; plural=0;"
    assert len(list(problems("ar", [], catalogue))) == 1


def test_messages_are_found_in_a_new_module_and_a_new_template(tmp_path: Path) -> None:
    (tmp_path / "mentormatch" / "web").mkdir(parents=True)
    (tmp_path / "templates" / "staff").mkdir(parents=True)
    (tmp_path / "mentormatch" / "web" / "new.py").write_text("say = _('From code')\n", encoding="utf-8")
    page = "{% with x = 1 %}<p>{{ _('From a page') }} {{ ngettext('one', 'many', 2) }}</p>{% endwith %}"
    (tmp_path / "templates" / "staff" / "new.html").write_text(page, encoding="utf-8")
    assert [message.one for message in find_messages(tmp_path)] == ["From code", "From a page", "one"]
