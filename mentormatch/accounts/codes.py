"""The second factor: time-based codes (RFC 6238) and recovery codes."""

import base64
import hashlib
import hmac
import re
import secrets
from datetime import datetime

import pyotp

INTERVAL = 30
DIGITS = 6
RECOVERY_CODES = 10
_KEY_BYTES = 20
_RECOVERY_BYTES = 10
_ISSUER = "mentormatch"


def new_seed() -> str:
    """Chance from which, with the server's secret, a person's key is made."""
    return secrets.token_hex(_KEY_BYTES)


def totp_key(secret: str, staff_id: str, seed: str) -> str:
    """The shared key of a person's authenticator app, in base32.

    Derived, not stored: a stolen database without the server's secret holds no key.
    """
    message = f"totp:{staff_id}:{seed}".encode()
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    return base64.b32encode(digest[:_KEY_BYTES]).decode()


def setup_uri(key: str, email: str) -> str:
    """The `otpauth:` address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(key, digits=DIGITS, interval=INTERVAL).provisioning_uri(name=email, issuer_name=_ISSUER)


def spaced(key: str) -> str:
    """A key in groups of four, for people who type it."""
    return " ".join(key[at : at + 4] for at in range(0, len(key), 4))


def code_at(key: str, now: datetime) -> str:
    """The code that an app with this key shows at a moment."""
    return pyotp.TOTP(key, digits=DIGITS, interval=INTERVAL).generate_otp(int(now.timestamp()) // INTERVAL)


def accepted_step(key: str, code: str, *, now: datetime, after: int) -> int | None:
    """The time step that `code` is right for, one early or late allowed; None when wrong.

    A code is good once: steps up to `after`, the last one used, are refused.
    """
    wanted = _plain(code)
    if not re.fullmatch(rf"[0-9]{{{DIGITS}}}", wanted):
        return None
    totp = pyotp.TOTP(key, digits=DIGITS, interval=INTERVAL)
    current = int(now.timestamp()) // INTERVAL
    good = [
        step
        for step in (current - 1, current, current + 1)
        if hmac.compare_digest(totp.generate_otp(step), wanted)
    ]
    return next((step for step in good if step > after), None)


def new_recovery_codes() -> tuple[str, ...]:
    """Fresh codes of 80 bits each, to be written down and used once."""
    return tuple(_grouped(secrets.token_bytes(_RECOVERY_BYTES)) for _ in range(RECOVERY_CODES))


def recovery_hash(staff_id: str, code: str) -> bytes:
    """What is stored of a person's recovery code; spaces, dashes and case do not matter."""
    return hashlib.sha256(f"recovery:{staff_id}:{_plain(code).lower()}".encode()).digest()


def looks_like_recovery(code: str) -> bool:
    """Whether a text has the shape of a recovery code."""
    return re.fullmatch(r"[a-z2-7]{16}", _plain(code).lower()) is not None


def _grouped(chance: bytes) -> str:
    text = base64.b32encode(chance).decode().lower()
    return "-".join(text[at : at + 4] for at in range(0, len(text), 4))


def _plain(code: str) -> str:
    return re.sub(r"[\s\-\u2010-\u2015]+", "", code)
