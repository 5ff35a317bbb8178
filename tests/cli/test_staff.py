"""`mentormatch staff`: accounts from the machine itself."""

import re
from urllib.parse import urlsplit

import pytest

from mentormatch.cli import environment
from mentormatch.web import create_app
from mentormatch.web.services import services
from tests.apps import Clock
from tests.cli.conftest import Place
from tests.staff import PASSWORD, StaffMember

ADD = ("staff", "add", "ada@example.org", "--name", "Ada", "--password", PASSWORD)


def _path(output: str) -> str:
    found = re.search(r"https?://\S+", output)
    assert found is not None, output
    return urlsplit(found[0]).path


def _browser(clock: Clock) -> StaffMember:
    return StaffMember(create_app(environment.settings()), clock=clock)


@pytest.fixture
def ready(place: Place) -> Place:
    assert place.run("init").exit_code == 0
    return place


def test_nobody_works_here_at_first(ready: Place) -> None:
    assert "Nobody works here yet" in ready.run("staff", "list").output


def test_an_account_made_here_signs_in(ready: Place) -> None:
    assert ready.run(*ADD).exit_code == 0
    with_real_time = _browser(Clock())
    assert with_real_time.sign_in("fr").path == "/fr/staff"
    assert "ada@example.org" in ready.run("staff", "list").output
    _close(with_real_time)


def test_a_password_is_asked_for_twice_when_it_is_not_given(ready: Place) -> None:
    asked = ready.run(*ADD[:5], given=f"{PASSWORD}\n{PASSWORD}\n")
    assert asked.exit_code == 0
    assert PASSWORD not in asked.output
    assert ready.run("staff", "add", "bob@example.org", "--name", "B", given="one\ntwo\n").exit_code != 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({2: "nowhere"}, "no e-mail address"),
        ({6: "short"}, "12 characters"),
        ({6: "password1234"}, "first that are guessed"),
        ({6: "ada.example.ada"}, "name or the address"),
        ({4: " "}, "a name is needed"),
    ],
)
def test_what_is_wrong_is_said_in_words(ready: Place, changes: dict[int, str], said: str) -> None:
    refused = ready.run(*(changes.get(place, word) for place, word in enumerate(ADD)))
    assert refused.exit_code == 1
    assert said in refused.output


def test_one_address_has_one_account(ready: Place) -> None:
    ready.run(*ADD)
    again = ready.run(*ADD[:2], "ADA@example.org", *ADD[3:])
    assert (again.exit_code, "already" in again.output) == (1, True)


def test_an_invitation_made_here_is_taken_in_the_browser(ready: Place) -> None:
    output = ready.run("staff", "invite", "--label", "Noor", "--language", "ar").output
    noor = _browser(Clock())
    assert noor.join(_path(output)).path == "/ar/staff"
    assert "Noor" not in ready.run("staff", "list").output
    _close(noor)


def test_a_reset_link_made_here_gives_a_new_password(ready: Place) -> None:
    ready.run(*ADD)
    path = _path(ready.run("staff", "reset", "ADA@example.org", "--language", "en").output)
    ada = _browser(Clock())
    ada.send(ada.page(path), path.rpartition("/")[2], password="nine owls on a quiet roof")
    ada.password = "nine owls on a quiet roof"
    assert ada.sign_in().path == "/en/staff"
    _close(ada)


def test_a_revoked_account_is_signed_out_and_a_restored_one_comes_back(ready: Place) -> None:
    ready.run(*ADD)
    ada = _browser(Clock())
    ada.sign_in()
    assert ready.run("staff", "revoke", "ada@example.org", "--sessions-only").exit_code == 0
    assert ada.get("/en/staff").status_code == 303
    assert ada.sign_in().path == "/en/staff"
    assert ready.run("staff", "revoke", "ada@example.org").exit_code == 0
    assert ada.get("/en/staff").status_code == 303
    assert ada.sign_in().status == 400
    assert "closed" in ready.run("staff", "list").output
    assert ready.run("staff", "restore", "ada@example.org").exit_code == 0
    assert ada.sign_in().path == "/en/staff"
    _close(ada)


@pytest.mark.parametrize("deed", ["reset", "revoke", "restore"])
def test_an_unknown_address_is_told(ready: Place, deed: str) -> None:
    refused = ready.run("staff", deed, "bob@example.org")
    assert (refused.exit_code, "no account bob@example.org" in refused.output) == (1, True)


def _close(member: StaffMember) -> None:
    with member.app.app_context():
        services().database.close()
