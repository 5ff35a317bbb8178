"""Codes of the second factor, and recovery codes."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from mentormatch.accounts import codes

NOW = datetime(2026, 3, 2, 9, 0, 10, tzinfo=UTC)
KEY = codes.totp_key("a secret", "someone", "a seed")


def _shown(at: datetime) -> str:
    return pyotp.TOTP(KEY).at(int(at.timestamp()))


def _step(at: datetime) -> int:
    return int(at.timestamp()) // codes.INTERVAL


@pytest.mark.parametrize("seconds", [-30, 0, 30])
def test_a_code_is_good_now_and_one_step_early_or_late(seconds: int) -> None:
    shown_at = NOW + timedelta(seconds=seconds)
    assert codes.accepted_step(KEY, _shown(shown_at), now=NOW, after=0) == _step(shown_at)


@pytest.mark.parametrize("seconds", [-60, 60, 3600])
def test_a_code_of_another_time_is_refused(seconds: int) -> None:
    assert codes.accepted_step(KEY, _shown(NOW + timedelta(seconds=seconds)), now=NOW, after=0) is None


def test_a_code_is_good_once() -> None:
    step = codes.accepted_step(KEY, _shown(NOW), now=NOW, after=0)
    assert step is not None
    assert codes.accepted_step(KEY, _shown(NOW), now=NOW, after=step) is None


def test_a_code_may_be_written_in_groups() -> None:
    shown = _shown(NOW)
    assert codes.accepted_step(KEY, f" {shown[:3]} {shown[3:]} ", now=NOW, after=0) is not None


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12345٦"])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert codes.accepted_step(KEY, code, now=NOW, after=0) is None


def test_the_standards_own_example_is_accepted() -> None:
    # RFC 6238, appendix B, SHA-1, at 59 s: 94287082, of which apps show the last six digits.
    key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    at = datetime.fromtimestamp(59, UTC)
    assert codes.accepted_step(key, "287082", now=at, after=0) == 1


def test_each_person_each_seed_and_each_server_has_its_own_key() -> None:
    others = {
        codes.totp_key("a secret", "someone", "another seed"),
        codes.totp_key("a secret", "someone else", "a seed"),
        codes.totp_key("another secret", "someone", "a seed"),
    }
    assert len(others - {KEY}) == 3


def test_an_app_reads_the_key_from_the_address_in_the_image() -> None:
    parsed = pyotp.parse_uri(codes.setup_uri(KEY, "zoé@example.org"))
    assert isinstance(parsed, pyotp.TOTP)
    assert (parsed.secret, parsed.name, parsed.issuer) == (KEY, "zoé@example.org", "mentormatch")


def test_recovery_codes_are_ten_all_different_and_readable() -> None:
    fresh = codes.new_recovery_codes()
    assert len(set(fresh)) == 10
    assert all(codes.looks_like_recovery(code) for code in fresh)


def test_a_recovery_code_may_be_typed_carelessly_but_belongs_to_one_person() -> None:
    code = codes.new_recovery_codes()[0]
    careless = code.upper().replace("-", " ")
    assert codes.recovery_hash("me", careless) == codes.recovery_hash("me", code)
    assert codes.recovery_hash("you", code) != codes.recovery_hash("me", code)


def test_a_code_of_the_app_is_not_taken_for_a_recovery_code() -> None:
    assert not codes.looks_like_recovery("123456")
