"""Settings that are well formed one by one and still not safe to serve with: which, and how to mend them.

Whoever serves refuses to start with any of these; `mentormatch doctor` tells the same sentences.
"""

import importlib.util
import ipaddress
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from mentormatch import storage
from mentormatch.config import Settings, refused
from mentormatch.errors import Problem
from mentormatch.storage.diagnosis import connections_allowed, file_system

_LEAST_CHARACTERS = 12
_FAR_FILE_SYSTEMS = frozenset(
    {"9p", "afs", "ceph", "cifs", "fuse.glusterfs", "fuse.sshfs", "lustre", "nfs", "nfs4", "smb3", "smbfs"}
)
# `backup`, `jobs`, `purge` and whoever looks into the database beside the servers.
_OTHER_CONNECTIONS = 8
_OTHERS_READ = 0o004
_OTHERS_ENTER = 0o001


def require_safe(settings: Settings) -> None:
    """Refuse to serve with unsafe settings.

    Raises:
        ConfigurationError: naming everything that is unsafe, all at once.
    """
    if problems := unsafe(settings):
        raise refused(problems)


def require_connections(database: storage.Database, settings: Settings) -> None:
    """Refuse more server threads than a shared database has connections for.

    Raises:
        ConfigurationError: with both numbers.
    """
    if problem := too_many_connections(database, settings):
        raise refused([problem])


def unsafe(settings: Settings) -> list[Problem]:
    """Everything about these settings that is not safe to serve with; each names its variable."""
    return [problem for rule in _RULES for problem in rule(settings)]


def too_many_connections(database: storage.Database, settings: Settings) -> Problem | None:
    """What is wrong when all threads of all machines ask a shared database at once."""
    allowed = connections_allowed(database)
    wanted = settings.machines * settings.workers * settings.threads
    if allowed is None or wanted + _OTHER_CONNECTIONS <= allowed:
        return None
    return Problem(
        "MENTORMATCH_WORKERS",
        f"{settings.machines} machine(s) × {settings.workers} workers × {settings.threads} threads can ask"
        f" for {wanted} connections, {_OTHER_CONNECTIONS} are for commands, and the database allows"
        f" {allowed}: take fewer, or raise its max_connections",
    )


def _listening(settings: Settings) -> Iterator[Problem]:
    if not _is_here(settings.host) and not settings.base_url:
        yield Problem(
            "MENTORMATCH_BASE_URL",
            f"must be set when others can reach the server at {settings.host}: the public address, such as"
            " https://quiz.example.org, says which host is answered to; or listen on 127.0.0.1",
        )


def _public_address(settings: Settings) -> Iterator[Problem]:
    name = "MENTORMATCH_BASE_URL"
    public = urlsplit(settings.base_url)
    if public.scheme == "http" and not _is_here(public.hostname or ""):
        yield Problem(
            name,
            "must begin with https://: over http, result links and the passwords of staff can be read on"
            " the way",
        )
    if public.path:
        yield Problem(name, f"must end after the host: pages are served at /, not below {public.path}")


def _trusted_hosts(settings: Settings) -> Iterator[Problem]:
    host = urlsplit(settings.base_url).hostname
    if host and settings.trusted_hosts and host not in {name.lower() for name in settings.trusted_hosts}:
        yield Problem(
            "MENTORMATCH_TRUSTED_HOSTS",
            f"must name {host} too, or be empty: the public address would be refused",
        )


def _proxies(settings: Settings) -> Iterator[Problem]:
    name = "MENTORMATCH_PROXIES"
    is_https = settings.base_url.startswith("https://")
    if is_https and not settings.proxies:
        yield Problem(
            name,
            "must be at least 1 with a public https address: this server speaks http behind a proxy, and"
            " without the proxy's word all visitors have one address, which one person can lock out of"
            " signing in",
        )
    if settings.proxies and not settings.base_url:
        yield Problem(
            name,
            "must be 0 without MENTORMATCH_BASE_URL: where no proxy stands in front, anybody could write"
            " the X-Forwarded headers that are believed",
        )


def _redis(settings: Settings) -> Iterator[Problem]:
    if settings.redis_url and importlib.util.find_spec("redis") is None:
        yield Problem("MENTORMATCH_REDIS_URL", "needs what `pip install mentormatch[redis]` brings")


def _threads(settings: Settings) -> Iterator[Problem]:
    most = storage.CONNECTIONS_A_PROCESS
    if settings.threads > most:
        yield Problem(
            "MENTORMATCH_THREADS",
            f"must be at most {most}, the database connections of a process; take more workers instead",
        )


def _secret(settings: Settings) -> Iterator[Problem]:
    different = len(set(settings.secret_key))
    if different < _LEAST_CHARACTERS:
        yield Problem(
            "MENTORMATCH_SECRET_KEY",
            f"can be guessed: it has only {different} different characters; make one with"
            " `python3 -c 'import secrets; print(secrets.token_urlsafe(32))'`",
        )


def _one_machine(settings: Settings) -> Iterator[Problem]:
    path = storage.connect(settings.database_url).path
    if path is None:
        return
    if settings.machines > 1:
        yield Problem(
            "DATABASE_URL",
            f"must be a postgresql:// address with {settings.machines} machines: SQLite is a file of one"
            " machine",
        )
    kind = file_system(path.parent)
    if kind in _FAR_FILE_SYSTEMS:
        yield Problem(
            "DATABASE_URL",
            f"{path} lies on a network file system ({kind}), where SQLite's locks do not hold: put it on a"
            " disk of this machine, or take PostgreSQL",
        )


def _way_to_the_database(settings: Settings) -> Iterator[Problem]:
    address = urlsplit(settings.database_url)
    is_far = address.scheme.startswith("postgresql") and not _is_here(address.hostname or "localhost")
    if is_far and "sslmode" not in parse_qs(address.query):
        yield Problem(
            "DATABASE_URL",
            f"must say how the way to {address.hostname} is protected: add ?sslmode=verify-full, or"
            " ?sslmode=disable where nobody else is on that network",
        )


def _private_files(settings: Settings) -> Iterator[Problem]:
    kept = (
        ("MENTORMATCH_SECRET_KEY", settings.data_dir / "secret_key"),
        ("DATABASE_URL", storage.connect(settings.database_url).path),
    )
    for name, path in kept:
        if path is not None and _others_can_read(path):
            yield Problem(name, f"{path} can be read by everybody on this machine: run `chmod 600 {path}`")


def _others_can_read(path: Path) -> bool:
    """Whether other users of the machine get to the file and may read it."""
    if not path.exists() or not path.stat().st_mode & _OTHERS_READ:
        return False
    return all(folder.stat().st_mode & _OTHERS_ENTER for folder in path.absolute().parents)


def _is_here(host: str) -> bool:
    """Whether a host is this machine, seen from itself."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


_RULES: tuple[Callable[[Settings], Iterator[Problem]], ...] = (
    _listening,
    _public_address,
    _trusted_hosts,
    _proxies,
    _redis,
    _threads,
    _secret,
    _one_machine,
    _way_to_the_database,
    _private_files,
)
