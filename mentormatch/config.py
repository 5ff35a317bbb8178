"""The program's settings: read from the environment once, frozen, refused when wrong.

`SPECS` is the one list of settings: `mentormatch doctor` prints it and the documentation is
tested against it. Nothing else in the program reads the environment.
"""

import difflib
import os
import re
import secrets
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from mentormatch.bundled import checkout_path
from mentormatch.errors import ConfigurationError, Problem
from mentormatch.values import dataclass

_PREFIX = "MENTORMATCH_"
_FOR_TESTS_AND_TOOLS = frozenset({"MENTORMATCH_REQUIRE_ALL", "MENTORMATCH_TEST_POSTGRES"})
_SECRET_BYTES = 32
_HOST_NAME = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*|\[?[0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*\]?")


@dataclass(frozen=True, slots=True)
class Spec:
    """One setting: its variable, default as text, parser, and what it is for."""

    name: str
    default: str
    parse: Callable[[str], object]
    about: str
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    """Reads a whole number between two others, both allowed."""

    least: int
    most: int

    def __call__(self, value: str) -> int:
        """The number; ValueError for anything else."""
        number = int(value) if re.fullmatch(r"[0-9]{1,9}", value) else -1
        if not self.least <= number <= self.most:
            raise ValueError(f"must be a whole number from {self.least} to {self.most}")
        return number


def _one_of(*allowed: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in allowed:
            raise ValueError(f"must be one of: {', '.join(allowed)}")
        return value

    return parse


def _base_url(value: str) -> str:
    if value and not (re.fullmatch(r"https?://[^\s@?#]+", value) and _has_host_and_port(value)):
        raise ValueError("must be an address such as https://quiz.example.org")
    return value.rstrip("/")


def _has_host_and_port(address: str) -> bool:
    try:
        parts = urlsplit(address)
        # Reading a port that is no number raises.
        return bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _database_url(value: str) -> str:
    if value and not re.match(r"^(sqlite:///|postgresql(\+psycopg)?://|postgres://)", value):
        raise ValueError("must begin with sqlite:/// or postgresql://")
    return re.sub(r"^(postgres|postgresql)://", "postgresql+psycopg://", value)


def _redis_url(value: str) -> str:
    if value and not (re.fullmatch(r"rediss?://[^\s?#]+", value) and _has_host_and_port(value)):
        raise ValueError("must be an address such as redis://127.0.0.1:6379/0, or begin with rediss://")
    return value


def _hosts(value: str) -> tuple[str, ...]:
    hosts = tuple(host for host in re.split(r"[,\s]+", value) if host)
    if not all(_HOST_NAME.fullmatch(host) for host in hosts):
        raise ValueError("must be host names without port or *, separated by commas")
    return hosts


def _secret(value: str) -> str:
    if value and len(value.encode()) < _SECRET_BYTES:
        raise ValueError(f"must have at least {_SECRET_BYTES} bytes")
    return value


def _token(value: str) -> str:
    if value and not re.fullmatch(r"[!-~]{16,200}", value):
        raise ValueError("must have at least 16 characters, without spaces or accents")
    return value


SPECS: tuple[Spec, ...] = (
    Spec("DATABASE_URL", "", _database_url, "where answers are kept; empty: SQLite in the data place", True),
    Spec("MENTORMATCH_DATA_DIR", "", str, "the data place; empty: var/ in a checkout, else the platform's"),
    Spec(
        "MENTORMATCH_SECRET_KEY",
        "",
        _secret,
        "signs links and forms; empty: made and kept in the data place",
        True,
    ),
    Spec("MENTORMATCH_HOST", "127.0.0.1", str, "the address to listen on"),
    Spec("MENTORMATCH_PORT", "8000", Whole(0, 65_535), "the port to listen on; 0: any free one"),
    Spec("MENTORMATCH_WORKERS", "2", Whole(1, 64), "server processes"),
    Spec("MENTORMATCH_THREADS", "4", Whole(1, 64), "threads a process"),
    Spec("MENTORMATCH_MACHINES", "1", Whole(1, 100), "machines that serve from the same database"),
    Spec("MENTORMATCH_BASE_URL", "", _base_url, "the public address, for links that leave the site"),
    Spec(
        "MENTORMATCH_TRUSTED_HOSTS",
        "",
        _hosts,
        "host names to answer to; empty: the public address and this machine",
    ),
    Spec(
        "MENTORMATCH_PROXIES",
        "0",
        Whole(0, 5),
        "reverse proxies in front, whose X-Forwarded headers are believed",
    ),
    Spec(
        "MENTORMATCH_ADDRESS_LIMIT",
        "120",
        Whole(0, 1_000_000),
        "quizzes begun, results compared, reports, and questions to counselors, each, that a network address"
        " has in ten minutes; 0: any number",
    ),
    Spec(
        "MENTORMATCH_REDIS_URL",
        "",
        _redis_url,
        "where workers count these together; empty: each for itself",
        True,
    ),
    Spec(
        "MENTORMATCH_UNFINISHED_DAYS",
        "30",
        Whole(1, 3650),
        "days after which an unfinished attempt is deleted",
    ),
    Spec("MENTORMATCH_RESULT_DAYS", "180", Whole(1, 3650), "days after which an anonymous result is deleted"),
    Spec(
        "MENTORMATCH_CONTACT_DAYS",
        "30",
        Whole(1, 3650),
        "days after the answer until what was asked of a counselor, with the e-mail address, is deleted",
    ),
    Spec(
        "MENTORMATCH_PROMISE_DAYS",
        "5",
        Whole(1, 90),
        "working days, Monday to Friday, within which a counselor's answer is promised",
    ),
    Spec(
        "MENTORMATCH_CLAIM_MINUTES",
        "30",
        Whole(1, 1440),
        "minutes for which a counselor's claim keeps a case",
    ),
    Spec(
        "MENTORMATCH_BLIND_PERCENT",
        "20",
        Whole(0, 100),
        "share of cases judged before the matcher's view is shown",
    ),
    Spec(
        "MENTORMATCH_DOUBLE_PERCENT",
        "10",
        Whole(0, 100),
        "share of cases that a second counselor reads as well",
    ),
    Spec(
        "MENTORMATCH_METRICS_TOKEN",
        "",
        _token,
        "what a monitor must show to read /metrics; empty: only this machine may read it",
        True,
    ),
    Spec("MENTORMATCH_DIGITS", "latn", _one_of("latn", "arab"), "digits of figures in Arabic: latn or arab"),
    Spec("MENTORMATCH_LOG_LEVEL", "INFO", _one_of("DEBUG", "INFO", "WARNING", "ERROR"), "how much is logged"),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as found: its value for people, where it came from, and what is wrong."""

    name: str
    shown: str
    source: str
    about: str
    problem: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator decides; days, counts and addresses as their names say."""

    data_dir: Path
    database_url: str
    secret_key: str
    host: str
    port: int
    workers: int
    threads: int
    machines: int
    base_url: str
    trusted_hosts: tuple[str, ...]
    proxies: int
    address_limit: int
    redis_url: str
    unfinished_days: int
    result_days: int
    contact_days: int
    promise_days: int
    claim_minutes: int
    blind_percent: int
    double_percent: int
    metrics_token: str
    digits: str
    log_level: str
    demo: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> "Settings":
        """The settings in `environment`; makes the data place and its secret when needed.

        Raises:
            ConfigurationError: naming everything that is wrong or unsafe, all at once.
        """
        problems = [Problem(s.name, s.problem) for s in inspect(environment) if s.problem]
        if problems:
            raise refused(problems)
        value = {spec.name: spec.parse(_raw(environment, spec)) for spec in SPECS}
        data_dir = _data_dir(environment)
        _make_data_dir(data_dir)
        return cls(
            data_dir=data_dir,
            database_url=str(value["DATABASE_URL"]) or f"sqlite:///{data_dir}/mentormatch.sqlite3",
            secret_key=str(value["MENTORMATCH_SECRET_KEY"]) or _kept_secret(data_dir),
            **_rest(value),
        )


def refused(problems: Sequence[Problem]) -> ConfigurationError:
    """The refusal that names these problems, each on a line of its own when there are several."""
    if len(problems) == 1:
        return ConfigurationError("settings", str(problems[0]))
    return ConfigurationError("settings", "".join(f"\n  {problem}" for problem in problems))


def _rest(value: Mapping[str, object]) -> dict[str, Any]:
    apart = {"DATABASE_URL", "MENTORMATCH_DATA_DIR", "MENTORMATCH_SECRET_KEY"}
    return {name.removeprefix(_PREFIX).lower(): found for name, found in value.items() if name not in apart}


def inspect(environment: Mapping[str, str]) -> list[Setting]:
    """Every setting as `environment` gives it, then every unknown MENTORMATCH_ variable."""
    found = [_inspect_one(environment, spec) for spec in SPECS]
    names = [spec.name for spec in SPECS]
    for name in sorted(environment):
        if name.startswith(_PREFIX) and name not in names and name not in _FOR_TESTS_AND_TOOLS:
            near = difflib.get_close_matches(name, names, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            found.append(Setting(name, "", "environment", "", f"there is no such setting{hint}"))
    return found


def _inspect_one(environment: Mapping[str, str], spec: Spec) -> Setting:
    raw = _raw(environment, spec)
    source = "environment" if environment.get(spec.name, "").strip() else "default"
    problem = ""
    try:
        spec.parse(raw)
    except ValueError as error:
        problem = str(error)
    shared = environment.get("DATABASE_URL", "").strip().startswith("postgres")
    if spec.name == "MENTORMATCH_SECRET_KEY" and not raw and shared:
        problem = "must be set when the database is shared, so that all machines agree on it"
    shown = ("(set)" if raw else "(none)") if spec.secret else raw
    return Setting(spec.name, shown, source, spec.about, problem)


def _raw(environment: Mapping[str, str], spec: Spec) -> str:
    return environment.get(spec.name, "").strip() or spec.default


def _data_dir(environment: Mapping[str, str]) -> Path:
    named = environment.get("MENTORMATCH_DATA_DIR", "").strip()
    if named:
        return Path(named).expanduser().absolute()
    checkout = checkout_path()
    return checkout / "var" if checkout else _platform_data_dir(environment)


def _platform_data_dir(environment: Mapping[str, str]) -> Path:
    home = Path(environment.get("HOME", "~")).expanduser()
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "mentormatch"
    if sys.platform == "win32":
        return Path(environment.get("LOCALAPPDATA", str(home))) / "mentormatch"
    return Path(environment.get("XDG_DATA_HOME", str(home / ".local" / "share"))) / "mentormatch"


def _make_data_dir(data_dir: Path) -> None:
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError("settings", f"MENTORMATCH_DATA_DIR: {error}") from error


def _kept_secret(data_dir: Path) -> str:
    """The secret kept in the data place, made on first use; safe when two processes start."""
    path = data_dir / "secret_key"
    try:
        if not path.exists():
            draft = data_dir / f"secret_key.{os.getpid()}.{secrets.token_hex(4)}"
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(_SECRET_BYTES), encoding="ascii")
            try:
                os.link(draft, path)
            except FileExistsError:
                # Another process was first; its secret stands.
                return path.read_text(encoding="ascii").strip()
            finally:
                draft.unlink()
        return _secret(path.read_text(encoding="ascii").strip() or "-")
    except (OSError, ValueError) as error:
        raise ConfigurationError("settings", f"{path}: {error}") from error
