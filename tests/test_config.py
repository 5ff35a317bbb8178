"""The settings: every one good and bad, and what the program makes when nothing is set."""

import os
import stat
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from mentormatch.bundled import checkout_path, data_path, templates_path
from mentormatch.config import SPECS, Settings, inspect
from mentormatch.errors import ConfigurationError

_SECRET = "s" * 32


def settings(folder: Path, **environment: str) -> Settings:
    return Settings.from_environment({"MENTORMATCH_DATA_DIR": str(folder), **environment})


def problem(name: str, value: str) -> str:
    """What is said of a variable's value; nothing when it is fine."""
    environment = {"MENTORMATCH_SECRET_KEY": _SECRET, name: value}
    return next(setting.problem for setting in inspect(environment) if setting.name == name)


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("DATABASE_URL", "postgres://u@h/d", "database_url", "postgresql+psycopg://u@h/d"),
        ("DATABASE_URL", "postgresql://u@h/d", "database_url", "postgresql+psycopg://u@h/d"),
        ("DATABASE_URL", "sqlite:////tmp/x.sqlite3", "database_url", "sqlite:////tmp/x.sqlite3"),
        ("MENTORMATCH_HOST", "0.0.0.0", "host", "0.0.0.0"),
        ("MENTORMATCH_PORT", "0", "port", 0),
        ("MENTORMATCH_PORT", "65535", "port", 65_535),
        ("MENTORMATCH_WORKERS", "64", "workers", 64),
        ("MENTORMATCH_THREADS", "1", "threads", 1),
        ("MENTORMATCH_MACHINES", "3", "machines", 3),
        ("MENTORMATCH_BASE_URL", "https://quiz.example.org/", "base_url", "https://quiz.example.org"),
        ("MENTORMATCH_TRUSTED_HOSTS", "a.example, b.example", "trusted_hosts", ("a.example", "b.example")),
        ("MENTORMATCH_TRUSTED_HOSTS", "[::1] 10.0.0.1", "trusted_hosts", ("[::1]", "10.0.0.1")),
        ("MENTORMATCH_PROXIES", "5", "proxies", 5),
        ("MENTORMATCH_ADDRESS_LIMIT", "0", "address_limit", 0),
        ("MENTORMATCH_REDIS_URL", "redis://127.0.0.1:6379/1", "redis_url", "redis://127.0.0.1:6379/1"),
        ("MENTORMATCH_REDIS_URL", "rediss://:key@r.example", "redis_url", "rediss://:key@r.example"),
        ("MENTORMATCH_UNFINISHED_DAYS", "1", "unfinished_days", 1),
        ("MENTORMATCH_RESULT_DAYS", "3650", "result_days", 3650),
        ("MENTORMATCH_CONTACT_DAYS", "7", "contact_days", 7),
        ("MENTORMATCH_PROMISE_DAYS", "10", "promise_days", 10),
        ("MENTORMATCH_CLAIM_MINUTES", "45", "claim_minutes", 45),
        ("MENTORMATCH_BLIND_PERCENT", "0", "blind_percent", 0),
        ("MENTORMATCH_DOUBLE_PERCENT", "100", "double_percent", 100),
        ("MENTORMATCH_METRICS_TOKEN", "sixteen-letters-", "metrics_token", "sixteen-letters-"),
        ("MENTORMATCH_DIGITS", "arab", "digits", "arab"),
        ("MENTORMATCH_LOG_LEVEL", " WARNING ", "log_level", "WARNING"),
        ("MENTORMATCH_SECRET_KEY", "é" * 16, "secret_key", "é" * 16),
    ],
)
def test_a_good_value_is_taken(tmp_path: Path, name: str, value: str, field: str, expected: object) -> None:
    environment = {"MENTORMATCH_SECRET_KEY": _SECRET, name: value}
    assert getattr(settings(tmp_path, **environment), field) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://h/d"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "/srv/data.sqlite3"),
        ("MENTORMATCH_PORT", "65536"),
        ("MENTORMATCH_PORT", "-1"),
        ("MENTORMATCH_PORT", "http"),
        ("MENTORMATCH_PORT", "80.0"),
        ("MENTORMATCH_WORKERS", "0"),
        ("MENTORMATCH_WORKERS", "65"),
        ("MENTORMATCH_THREADS", "9" * 5000),
        ("MENTORMATCH_MACHINES", "0"),
        ("MENTORMATCH_BASE_URL", "quiz.example.org"),
        ("MENTORMATCH_BASE_URL", "ftp://quiz.example.org"),
        ("MENTORMATCH_BASE_URL", "https://"),
        ("MENTORMATCH_BASE_URL", "https://quiz.example.org/?lang=fr"),
        ("MENTORMATCH_BASE_URL", "https://quiz.example.org/#top"),
        ("MENTORMATCH_BASE_URL", "https://[::1"),
        ("MENTORMATCH_BASE_URL", "https://quiz.example.org:port"),
        ("MENTORMATCH_BASE_URL", "https://quiz example.org"),
        ("MENTORMATCH_BASE_URL", "https://me:word@quiz.example.org"),
        ("MENTORMATCH_TRUSTED_HOSTS", "https://quiz.example.org"),
        ("MENTORMATCH_TRUSTED_HOSTS", "quiz.example.org:8000"),
        ("MENTORMATCH_TRUSTED_HOSTS", "cafe:80"),
        ("MENTORMATCH_TRUSTED_HOSTS", "*"),
        ("MENTORMATCH_TRUSTED_HOSTS", "*.example.org"),
        ("MENTORMATCH_PROXIES", "6"),
        ("MENTORMATCH_METRICS_TOKEN", "short"),
        ("MENTORMATCH_METRICS_TOKEN", "a token with spaces"),
        ("MENTORMATCH_ADDRESS_LIMIT", "-1"),
        ("MENTORMATCH_REDIS_URL", "127.0.0.1:6379"),
        ("MENTORMATCH_REDIS_URL", "redis://127.0.0.1:port"),
        ("MENTORMATCH_REDIS_URL", "redis://127.0.0.1?socket_timeout=60"),
        ("MENTORMATCH_UNFINISHED_DAYS", "0"),
        ("MENTORMATCH_RESULT_DAYS", "3651"),
        ("MENTORMATCH_CONTACT_DAYS", "0"),
        ("MENTORMATCH_PROMISE_DAYS", "91"),
        ("MENTORMATCH_CLAIM_MINUTES", "0"),
        ("MENTORMATCH_BLIND_PERCENT", "101"),
        ("MENTORMATCH_DOUBLE_PERCENT", "-1"),
        ("MENTORMATCH_DIGITS", "roman"),
        ("MENTORMATCH_LOG_LEVEL", "info"),
        ("MENTORMATCH_SECRET_KEY", "s" * 31),
    ],
)
def test_a_bad_value_is_named_and_refused(tmp_path: Path, name: str, value: str) -> None:
    assert problem(name, value).startswith("must ")
    with pytest.raises(ConfigurationError, match=name):
        settings(tmp_path, **{name: value})


def test_every_setting_has_a_case_here_and_a_default_that_is_good(tmp_path: Path) -> None:
    assert all(setting.problem == "" for setting in inspect({}))
    made = settings(tmp_path)
    assert (made.host, made.port, made.unfinished_days, made.result_days) == ("127.0.0.1", 8000, 30, 180)
    assert (made.digits, made.address_limit, made.redis_url) == ("latn", 120, "")
    assert made.database_url == f"sqlite:///{tmp_path}/mentormatch.sqlite3"
    source = Path(__file__).read_text(encoding="utf-8")
    assert [spec.name for spec in SPECS if f'"{spec.name}"' not in source] == []


def test_an_empty_variable_is_as_good_as_none(tmp_path: Path) -> None:
    names = [spec.name for spec in SPECS if spec.name != "MENTORMATCH_DATA_DIR"]
    blank = settings(tmp_path, **dict.fromkeys(names, "  "))
    assert blank == settings(tmp_path)
    assert all(setting.source == "default" for setting in inspect(dict.fromkeys(names, " ")))


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("MENTORMATCH_PROT", "did you mean MENTORMATCH_PORT?"),
        ("MENTORMATCH_SECRETKEY", "did you mean MENTORMATCH_SECRET_KEY?"),
        ("MENTORMATCH_TRUSTED_HOST", "did you mean MENTORMATCH_TRUSTED_HOSTS?"),
        ("MENTORMATCH_XYZZY_PLUGH_QUUX_FROB", "there is no such setting"),
    ],
)
def test_a_variable_that_does_not_exist_is_refused_with_the_one_that_was_meant(
    tmp_path: Path, name: str, said: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        settings(tmp_path, **{name: "1"})
    assert said in str(refused.value)


def test_everything_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    wrong = {"MENTORMATCH_PORT": "x", "MENTORMATCH_DIGITS": "x", "MENTORMATCH_OTHER": "x"}
    with pytest.raises(ConfigurationError) as refused:
        settings(tmp_path, **wrong)
    assert all(name in str(refused.value) for name in wrong)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("url", ["postgresql://h/d", "postgres://h/d", " postgresql://h/d"])
def test_a_shared_database_needs_a_secret_that_is_shared_too(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError, match="MENTORMATCH_SECRET_KEY: must be set"):
        settings(tmp_path, DATABASE_URL=url)
    assert settings(tmp_path, DATABASE_URL=url, MENTORMATCH_SECRET_KEY=_SECRET).secret_key == _SECRET


def test_the_secret_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    first = settings(tmp_path / "place")
    assert len(first.secret_key.encode()) >= 32
    assert settings(tmp_path / "place").secret_key == first.secret_key
    assert settings(tmp_path / "other").secret_key != first.secret_key
    kept = tmp_path / "place" / "secret_key"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "place").stat().st_mode) == 0o700
    assert [path.name for path in (tmp_path / "place").iterdir()] == ["secret_key"]


@pytest.mark.parametrize("content", ["", "short", "\xff" * 40])
def test_a_kept_secret_that_is_damaged_is_not_used(tmp_path: Path, content: str) -> None:
    (tmp_path / "secret_key").write_bytes(content.encode("latin-1"))
    with pytest.raises(ConfigurationError, match="secret_key"):
        settings(tmp_path)


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    address = "postgresql://someone:password@h/d"
    shown = {s.name: s.shown for s in inspect({"DATABASE_URL": address, "MENTORMATCH_SECRET_KEY": _SECRET})}
    assert (shown["DATABASE_URL"], shown["MENTORMATCH_SECRET_KEY"]) == ("(set)", "(set)")
    for name, value in (("DATABASE_URL", "mysql://me:word@h"), ("MENTORMATCH_SECRET_KEY", "short-word")):
        with pytest.raises(ConfigurationError) as refused:
            settings(tmp_path, **{name: value})
        assert "word" not in str(refused.value)


def test_a_data_place_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path / "file", tmp_path / "file" / "var", Path("/proc/none/var")):
        with pytest.raises(ConfigurationError, match="settings"):
            settings(place)


def test_a_data_place_that_cannot_be_written_to_is_said_so() -> None:
    with pytest.raises(ConfigurationError, match="secret_key"):
        settings(Path("/proc/self"))


def test_many_processes_that_start_at_once_agree_on_the_secret(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; from mentormatch.config import Settings; sys.stdin.read(1);"
        "print(Settings.from_environment({'MENTORMATCH_DATA_DIR': sys.argv[1]}).secret_key)"
    )
    started = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path / "var")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for process in started:
        assert process.stdin
        process.stdin.write("g")
        process.stdin.flush()
    secrets = {process.communicate(timeout=60)[0] for process in started}
    assert all(process.returncode == 0 for process in started)
    assert len(secrets) == 1
    assert [path.name for path in (tmp_path / "var").iterdir()] == ["secret_key"]


def test_starts_at_the_very_same_moment_agree_on_the_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        for number in range(30):
            together = threading.Barrier(8)

            def start(folder: Path, together: threading.Barrier) -> str:
                together.wait()
                return settings(folder).secret_key

            secrets = set(pool.map(start, [tmp_path / str(number)] * 8, [together] * 8))
            assert len(secrets) == 1


def test_without_a_data_place_it_is_var_in_a_checkout() -> None:
    checkout = checkout_path()
    assert checkout is not None
    assert (checkout / "pyproject.toml").is_file()
    assert data_path("banks", "mentoring.json").is_file()
    assert data_path("catalogs").is_dir()
    assert (templates_path() / "visitor" / "question.html").is_file()
    made = Settings.from_environment({"MENTORMATCH_SECRET_KEY": _SECRET})
    assert made.data_dir == checkout / "var"


def test_a_home_is_understood_in_the_data_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings(Path("~/place")).data_dir == tmp_path / "place"
    monkeypatch.chdir(tmp_path)
    assert settings(Path("near")).data_dir == tmp_path / "near"
    assert os.fspath(settings(Path("near")).data_dir).startswith("/")
