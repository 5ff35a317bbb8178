"""Which passwords are refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch.accounts.policy import LONGEST, SHORTEST, PasswordProblem, password_problem


def _problem(password: str) -> PasswordProblem | None:
    return password_problem(password, email="claire.dupont@example.org", name="Claire Dupont")


@pytest.mark.parametrize(
    "password",
    [
        "correct horse battery staple",
        "vTz9#kd!2pQw",
        "ordinary lamp over 9 rivers",
        "le café froid du mardi",
        "قطار الصباح يتأخر دائما",
    ],
)
def test_a_long_password_that_nobody_would_guess_is_taken(password: str) -> None:
    assert _problem(password) is None


@pytest.mark.parametrize("password", ["", "short", "vTz9#kd!2pQ"])
def test_eleven_characters_are_too_few(password: str) -> None:
    assert _problem(password) is PasswordProblem.SHORT


def test_a_hundred_and_twenty_nine_characters_are_too_many() -> None:
    assert _problem("a quick " * 17) is PasswordProblem.LONG


@pytest.mark.parametrize("password", ["aaaaaaaaaaaa", "abcabcabcabc", "xy12xy12xy12", "kzj!kz!jkz!j"])
def test_a_password_that_repeats_itself_is_refused(password: str) -> None:
    assert _problem(password) is PasswordProblem.REPETITIVE


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "P@ssw0rd2026!",
        "motdepasse123",
        "monmotdepasse",
        "administrateur",
        "Bienvenue2026!",
        "iloveyou1234",
        "jetaimemaman",
        "letmein-letmein",
        "mentormatch2026",
        "azertyuiop123",
        "qwertyuiop12",
        "123456789012",
        "1q2w3e4r5t6y",
        "Summer2026!!",
        "بسم الله الحمد لله",
        "ضصثقفغعهخحجد",
    ],
)
def test_what_people_type_first_is_refused_in_every_language(password: str) -> None:
    assert _problem(password) is PasswordProblem.COMMON


@pytest.mark.parametrize(
    "password", ["claire.dupont1", "DupontClaire99", "c1aire dup0nt 75", "tnopud.erialc", "Example-Claire-7"]
)
def test_a_password_made_of_ones_own_name_or_address_is_refused(password: str) -> None:
    assert _problem(password) is PasswordProblem.PERSONAL


def test_another_persons_name_is_no_problem() -> None:
    assert password_problem("claire.zvwxk.dupont", email="bo@example.org", name="Bo") is None


@given(st.text(max_size=200))
def test_any_text_gets_an_answer_and_a_taken_one_has_the_right_length(password: str) -> None:
    if _problem(password) is None:
        assert len(password) <= LONGEST
        assert len(set(password)) > 1
        assert len(password) * 4 >= SHORTEST
