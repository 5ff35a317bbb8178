"""Guessing is slow: how many tries are let through, counted per account and per address."""

import hashlib
import hmac
import ipaddress
from datetime import timedelta

from mentormatch.accounts.emails import email_key

MOST_TRIES = 10
WINDOW = timedelta(minutes=5)
_IPV6_HOME = 64


def account_key(secret: str, email: str) -> bytes:
    """What tries at an account are counted under, whether or not there is such an account."""
    return _key(secret, "account", email_key(email))


def address_key(secret: str, address: str) -> bytes:
    """What tries from a network address are counted under; of IPv6 a whole home network."""
    return _key(secret, "address", network_of(address))


def network_of(address: str) -> str:
    """Whose a network address is, as far as it tells: of IPv6 a whole home network."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _IPV6_HOME), strict=False))


def _key(secret: str, kind: str, name: str) -> bytes:
    return hmac.new(secret.encode(), f"tries:{kind}:{name}".encode(), hashlib.sha256).digest()
