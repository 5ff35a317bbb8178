"""Each unsafe setting is refused by `serve` and told by `doctor` in one sentence that says how to mend it."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from mentormatch import storage
from mentormatch.config import Settings
from mentormatch.errors import ConfigurationError
from mentormatch.storage.diagnosis import connections_allowed, file_system
from mentormatch.usecases.diagnose import diagnose
from mentormatch.usecases.unsafe_settings import (
    require_connections,
    require_safe,
    too_many_connections,
    unsafe,
)
from tests.house.tree import ROOT

_SECRET = "Wq7-fD_93mKxT0vbRz51LhYcNg8sJp2E"
_PUBLIC = {"MENTORMATCH_BASE_URL": "https://quiz.example.org", "MENTORMATCH_PROXIES": "1"}
_FAR = {"DATABASE_URL": "postgresql://u:word@db.example.org/quiz", "MENTORMATCH_SECRET_KEY": _SECRET}

TABLE = [
    ({"MENTORMATCH_HOST": "0.0.0.0"}, "MENTORMATCH_BASE_URL", "others can reach the server at 0.0.0.0"),
    ({"MENTORMATCH_HOST": "::"}, "MENTORMATCH_BASE_URL", "or listen on 127.0.0.1"),
    ({"MENTORMATCH_HOST": "192.0.2.7"}, "MENTORMATCH_BASE_URL", "such as https://quiz.example.org"),
    (
        {"MENTORMATCH_BASE_URL": "http://quiz.example.org", "MENTORMATCH_PROXIES": "1"},
        "MENTORMATCH_BASE_URL",
        "must begin with https://",
    ),
    (
        {**_PUBLIC, "MENTORMATCH_BASE_URL": "https://example.org/quiz"},
        "MENTORMATCH_BASE_URL",
        "not below /quiz",
    ),
    (
        {**_PUBLIC, "MENTORMATCH_TRUSTED_HOSTS": "example.org"},
        "MENTORMATCH_TRUSTED_HOSTS",
        "must name quiz.example.org too",
    ),
    ({**_PUBLIC, "MENTORMATCH_PROXIES": "0"}, "MENTORMATCH_PROXIES", "must be at least 1"),
    ({"MENTORMATCH_PROXIES": "1"}, "MENTORMATCH_PROXIES", "must be 0 without MENTORMATCH_BASE_URL"),
    ({"MENTORMATCH_THREADS": "16"}, "MENTORMATCH_THREADS", "must be at most 15"),
    ({"MENTORMATCH_SECRET_KEY": "changeme" * 4}, "MENTORMATCH_SECRET_KEY", "only 7 different characters"),
    ({"MENTORMATCH_MACHINES": "2"}, "DATABASE_URL", "must be a postgresql:// address with 2 machines"),
    (_FAR, "DATABASE_URL", "must say how the way to db.example.org is protected"),
]
SAFE: list[dict[str, str]] = [
    {},
    {"MENTORMATCH_HOST": "localhost"},
    {"MENTORMATCH_HOST": "::1"},
    {"MENTORMATCH_BASE_URL": "http://127.0.0.1:9000"},
    _PUBLIC,
    {
        **_PUBLIC,
        "MENTORMATCH_HOST": "0.0.0.0",
        "MENTORMATCH_TRUSTED_HOSTS": "other.example, quiz.example.org",
    },
    {"MENTORMATCH_WORKERS": "64", "MENTORMATCH_THREADS": "15", "MENTORMATCH_SECRET_KEY": _SECRET},
    {**_FAR, "DATABASE_URL": "postgresql://db.example.org/quiz?sslmode=verify-full"},
    {**_FAR, "DATABASE_URL": "postgresql://127.0.0.1/quiz", "MENTORMATCH_MACHINES": "2"},
    {**_FAR, "DATABASE_URL": "postgresql:///quiz?host=/run/postgresql"},
]


def settings(folder: Path, environment: dict[str, str]) -> Settings:
    return Settings.from_environment({"MENTORMATCH_DATA_DIR": str(folder), **environment})


def serve(folder: Path, environment: dict[str, str], *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "mentormatch", "serve", "--port", "0", *options],
        cwd=ROOT,
        env={"PATH": os.defpath, "MENTORMATCH_DATA_DIR": str(folder), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("environment", "name", "sentence"), TABLE)
def test_an_unsafe_setting_is_named_with_how_to_mend_it(
    tmp_path: Path, environment: dict[str, str], name: str, sentence: str
) -> None:
    found = unsafe(settings(tmp_path, environment))
    assert [(problem.path, sentence in problem.message) for problem in found] == [(name, True)]
    with pytest.raises(ConfigurationError, match=name):
        require_safe(settings(tmp_path, environment))


@pytest.mark.parametrize(("environment", "name", "sentence"), [row for row in TABLE if row[0] is not _FAR])
def test_doctor_tells_the_same_sentence(
    tmp_path: Path, environment: dict[str, str], name: str, sentence: str
) -> None:
    diagnosis = diagnose({"MENTORMATCH_DATA_DIR": str(tmp_path), **environment})
    serving = next(finding for finding in diagnosis.findings if finding.name == "serving")
    assert not diagnosis.sound
    assert serving.problem.startswith(f"{name}: ")
    assert sentence in serving.problem


@pytest.mark.parametrize("environment", SAFE)
def test_what_is_safe_is_let_be(tmp_path: Path, environment: dict[str, str]) -> None:
    assert unsafe(settings(tmp_path, environment)) == []


def test_serve_refuses_in_plain_words_all_at_once_and_makes_no_database(tmp_path: Path) -> None:
    run = serve(tmp_path, {"MENTORMATCH_THREADS": "40"}, "--host", "0.0.0.0")
    assert (run.returncode, run.stdout) == (1, "")
    head, *lines = run.stderr.splitlines()
    assert head == "mentormatch: settings: "
    assert [line.split(":")[0].strip() for line in lines] == ["MENTORMATCH_BASE_URL", "MENTORMATCH_THREADS"]
    assert list(tmp_path.glob("*.sqlite3")) == []


def test_a_variable_that_does_not_exist_keeps_it_from_serving(tmp_path: Path) -> None:
    run = serve(tmp_path, {"MENTORMATCH_PROXY": "1"})
    assert run.returncode == 1
    assert run.stderr.endswith(
        "MENTORMATCH_PROXY: there is no such setting; did you mean MENTORMATCH_PROXIES?\n"
    )


@pytest.mark.parametrize(
    ("name", "variable"),
    [("secret_key", "MENTORMATCH_SECRET_KEY"), ("mentormatch.sqlite3", "DATABASE_URL")],
)
def test_a_file_that_others_can_read_is_refused_unless_its_folder_keeps_them_out(
    tmp_path: Path, name: str, variable: str
) -> None:
    found = settings(tmp_path / "place", {})
    path = found.data_dir / name
    path.touch()
    path.chmod(0o644)
    assert unsafe(found) == []
    for folder in (found.data_dir, *found.data_dir.parents):
        if not folder.stat().st_mode & 0o001:
            folder.chmod(0o755)
    assert [(p.path, f"chmod 600 {path}" in p.message) for p in unsafe(found)] == [(variable, True)]
    path.chmod(0o600)
    assert unsafe(found) == []


def test_more_threads_than_the_database_has_connections_for_are_refused(
    database: storage.Database, tmp_path: Path
) -> None:
    allowed = connections_allowed(database)
    few = settings(tmp_path, {"MENTORMATCH_WORKERS": "2"})
    require_connections(database, few)
    many = replace(few, machines=100, workers=64, threads=15)
    if database.is_sqlite:
        assert (allowed, too_many_connections(database, many)) == (None, None)
        return
    with pytest.raises(ConfigurationError, match=f"96000 connections, .* the database allows {allowed}"):
        require_connections(database, many)


def test_a_file_system_is_told_by_the_nearest_mount(tmp_path: Path) -> None:
    place = tmp_path / "far away"
    place.mkdir()
    written = str(place).replace(" ", "\\040")
    mounts = f"1 0 0:1 / / rw - ext4 disk rw\n2 1 0:2 / {written} rw shared:1 - nfs4 there:/quiz rw\n"
    assert file_system(place / "data", mounts) == "nfs4"
    assert file_system(tmp_path, mounts) == "ext4"
    assert file_system(tmp_path, "") == ""


def test_sqlite_on_a_network_file_system_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text("1 0 0:1 / / rw - nfs4 there:/quiz rw\n", encoding="utf-8")
    monkeypatch.setattr("mentormatch.storage.diagnosis._MOUNTS", mounts)
    assert [problem.path for problem in unsafe(settings(tmp_path, {}))] == ["DATABASE_URL"]
    assert "(nfs4)" in json.dumps([problem.message for problem in unsafe(settings(tmp_path, {}))])
