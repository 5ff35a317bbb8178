"""Roles, addresses, devices, sessions and tries: the small rules."""

from datetime import UTC, datetime, timedelta

import pytest

from mentormatch.accounts import passwords
from mentormatch.accounts.devices import device_name
from mentormatch.accounts.emails import email_key, is_email
from mentormatch.accounts.roles import StaffRole
from mentormatch.accounts.sessions import SessionState, expiry, is_fresh, is_idle
from mentormatch.accounts.tries import account_key, address_key

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def test_an_admin_may_do_what_a_counselor_may_and_not_the_other_way_round() -> None:
    assert StaffRole.ADMIN.may_act_as(StaffRole.COUNSELOR)
    assert not StaffRole.COUNSELOR.may_act_as(StaffRole.ADMIN)
    assert all(role.may_act_as(role) for role in StaffRole)


def test_only_admins_must_have_a_second_factor() -> None:
    assert [role for role in StaffRole if role.needs_second_factor] == [StaffRole.ADMIN]


def test_a_password_is_known_again_and_another_is_not() -> None:
    kept = passwords.hash_password("café du matin")
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert passwords.matches(kept, "café du matin")
    assert not passwords.matches(kept, "cafe du matin")
    assert not passwords.matches("no hash at all", "café du matin")
    assert not passwords.is_outdated(kept)


def test_another_keyboards_way_of_writing_the_same_letters_is_the_same_password() -> None:
    assert passwords.matches(passwords.hash_password("cafe\u0301 du matin"), "caf\u00e9 du matin")


def test_a_hash_of_weaker_settings_is_outdated() -> None:
    assert passwords.is_outdated(
        "$argon2id$v=19$m=8,t=1,p=1$c29tZXNhbHQ$iWh06vD8Fy27wf9npn6FXWiCX4K6pW6Ue1Bnzz07Z8A"
    )


@pytest.mark.parametrize("good", ["a@b.co", "zoé@exämple.org", "first.last+tag@sub.example.org"])
def test_an_address_has_a_name_a_sign_and_a_place(good: str) -> None:
    assert is_email(good)


@pytest.mark.parametrize(
    "bad", ["", "a", "a@b", "a@@b.co", "a b@c.de", "a@b.co\n", "<a@b.co>", "a" * 250 + "@b.co"]
)
def test_anything_else_is_no_address(bad: str) -> None:
    assert not is_email(bad)


def test_upper_and_lower_case_are_the_same_account() -> None:
    assert email_key(" ADA@Example.org") == email_key("ada@example.org ")


@pytest.mark.parametrize(
    ("user_agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge, Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605.1.15 Version/18.0 Safari/604.1",
            "Safari, iPhone",
        ),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_in_our_own_words_only(user_agent: str, name: str) -> None:
    assert device_name(user_agent) == name


def test_a_session_is_idle_after_thirty_minutes_and_over_after_twelve_hours() -> None:
    assert not is_idle(NOW, NOW + timedelta(minutes=29, seconds=59))
    assert is_idle(NOW, NOW + timedelta(minutes=30))
    assert expiry(SessionState.OPEN, NOW) == NOW + timedelta(hours=12)
    assert expiry(SessionState.CODE, NOW) == NOW + timedelta(minutes=10)


def test_having_shown_who_one_is_holds_for_ten_minutes() -> None:
    assert is_fresh(NOW, NOW + timedelta(minutes=9, seconds=59))
    assert not is_fresh(NOW, NOW + timedelta(minutes=10))
    assert not is_fresh(None, NOW)


def test_tries_are_counted_by_account_and_by_network_and_tell_neither() -> None:
    assert account_key("s", "Ada@example.org") == account_key("s", "ada@EXAMPLE.org")
    assert account_key("s", "ada@example.org") != account_key("t", "ada@example.org")
    assert address_key("s", "192.0.2.1") != address_key("s", "192.0.2.2")
    assert address_key("s", "2001:db8::1") == address_key("s", "2001:db8::ffff:2")
    assert address_key("s", "2001:db8::1") != address_key("s", "2001:db8:0:1::1")
    assert address_key("s", "") == address_key("s", "")
