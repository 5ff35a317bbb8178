"""What an operator takes from `deploy/`: it fits this program, and its own tools where they are at hand."""

import configparser
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask

from mentormatch.cli import cli
from mentormatch.config import SPECS, Settings
from mentormatch.usecases.unsafe_settings import unsafe
from mentormatch.web.server import SECONDS_TO_FINISH
from tests.apps import clock, quick_app
from tests.databases import sqlite_database, sqlite_template
from tests.house.test_docs import commands
from tests.house.tree import ROOT
from tests.pages import Visitor

__all__ = ["clock", "quick_app", "sqlite_database", "sqlite_template"]

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").iterdir())
_METRIC = re.compile(r"\bmentormatch_[a-z_]+")
_HISTOGRAM_PARTS = re.compile(r"_(bucket|sum|count)$")
_OUR_COMMAND = "/opt/mentormatch/venv/bin/mentormatch"


def unit(name: str) -> configparser.ConfigParser:
    found = configparser.ConfigParser(strict=False, interpolation=None)
    # Unit files tell capitals apart; replacing the method is what configparser documents.
    found.optionxform = str  # type: ignore[assignment,method-assign]
    found.read(DEPLOY / "systemd" / name, encoding="utf-8")
    return found


def text(*parts: str) -> str:
    return DEPLOY.joinpath(*parts).read_text(encoding="utf-8")


def dashboard() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(text("grafana", "mentormatch.json"))
    return found


def exported(app: Flask) -> set[str]:
    """The names of all metrics that /metrics describes; a counter's with its ending."""
    told = Visitor(app).get("/metrics").get_data(as_text=True)
    return set(re.findall(r"^# TYPE (\S+)", told, re.MULTILINE))


def shown() -> set[str]:
    """The names of all metrics that the dashboard asks for."""
    expressions = [target["expr"] for panel in dashboard()["panels"] for target in panel["targets"]]
    return {_HISTOGRAM_PARTS.sub("", name) for text in expressions for name in _METRIC.findall(text)}


def test_the_dashboard_asks_for_what_is_exported_and_leaves_nothing_out(quick_app: Flask) -> None:
    Visitor(quick_app).get("/fr/quiz")
    assert shown() == exported(quick_app)


def test_the_dashboards_routes_are_routes(quick_app: Flask) -> None:
    routes = set(re.findall(r'route=\\"([^"\\]+)\\"', text("grafana", "mentormatch.json")))
    assert len(routes) == 2
    assert routes <= {rule.rule for rule in quick_app.url_map.iter_rules()}


def test_the_dashboard_can_be_read_by_grafana() -> None:
    found = dashboard()
    identities = [panel["id"] for panel in found["panels"]]
    assert len(set(identities)) == len(identities)
    assert {panel["datasource"]["uid"] for panel in found["panels"]} == {"${source}"}
    places = [panel["gridPos"] for panel in found["panels"]]
    assert all(place["x"] >= 0 and place["x"] + place["w"] <= 24 for place in places)
    assert {"source", "measure"} == {variable["name"] for variable in found["templating"]["list"]}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd-analyze: apt install systemd")
def test_systemd_finds_nothing_wrong_with_the_units(tmp_path: Path) -> None:
    for path in UNITS:
        there = path.read_text(encoding="utf-8").replace(_OUR_COMMAND, "/bin/true")
        (tmp_path / path.name).write_text(there, encoding="utf-8")
    command = ["systemd-analyze", "verify", "--man=no", "--recursive-errors=no"]
    run = subprocess.run(
        [*command, *(tmp_path / path.name for path in UNITS)], capture_output=True, text=True, check=False
    )
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize("path", [path for path in UNITS if path.suffix == ".service"], ids=lambda p: p.name)
def test_a_service_runs_our_command_as_nobody_special(path: Path) -> None:
    service = unit(path.name)["Service"]
    program, *arguments = service["ExecStart"].split()
    assert program == _OUR_COMMAND
    assert f"mentormatch {arguments[0]}" in set(commands_of_ours())
    assert service["User"] == "mentormatch"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    assert service["CapabilityBoundingSet"] == ""
    assert service["EnvironmentFile"] == "/etc/mentormatch/mentormatch.env"


def commands_of_ours() -> list[str]:
    return list(commands(cli))


def test_every_timer_has_its_service_and_the_server_its_socket() -> None:
    names = {path.name for path in UNITS}
    timers = {path.stem for path in UNITS if path.suffix == ".timer"}
    assert timers == {"mentormatch-purge", "mentormatch-backup"}
    assert {f"{timer}.service" for timer in timers} <= names
    assert unit("mentormatch.service")["Unit"]["Requires"] == "mentormatch.socket"
    assert "mentormatch.socket" in names


def test_the_servers_unit_waits_longer_than_the_server_lets_requests_finish() -> None:
    service = unit("mentormatch.service")["Service"]
    assert int(service["TimeoutStopSec"]) > SECONDS_TO_FINISH
    assert (service["KillMode"], service["Type"]) == ("mixed", "notify")
    stop = re.search(r"stop_grace_period: (\d+)s", text("docker", "compose.yaml"))
    assert stop
    assert int(stop[1]) > SECONDS_TO_FINISH


def test_the_examples_set_only_what_can_be_set() -> None:
    names = {spec.name for spec in SPECS}
    files = [path for path in DEPLOY.rglob("*") if path.is_file()]
    used = {name for path in files for name in re.findall(r"MENTORMATCH_[A-Z_]+", path.read_text("utf-8"))}
    assert used <= names


@pytest.mark.parametrize("name", ["Caddyfile", "nginx.conf"])
def test_a_proxy_numbers_requests_keeps_metrics_inside_and_writes_down_no_address(name: str) -> None:
    proxy = text("proxy", name)
    assert "X-Request-ID" in proxy
    assert re.search(r"/metrics\b[^}]*404", proxy)
    assert proxy.count("{") == proxy.count("}")
    assert "MENTORMATCH_PROXIES=1" in proxy
    for written in ("$remote_addr", "$request_uri", "$request "):
        assert written not in proxy.partition("log_format")[2].partition(";")[0]


def test_a_proxy_takes_uploads_of_the_largest_size_that_we_take() -> None:
    assert "max_size 3MB" in text("proxy", "Caddyfile")
    assert "client_max_body_size 3m" in text("proxy", "nginx.conf")


def test_the_image_is_built_in_two_stages_from_hashed_locks_and_runs_as_nobody_special() -> None:
    stages = re.split(r"^FROM ", text("docker", "Dockerfile"), flags=re.MULTILINE)[1:]
    build, final = stages
    assert build.startswith("${PYTHON} AS build")
    assert "--require-hashes" in build
    assert "--only-binary=:all:" in build
    assert "pip install" not in final
    assert re.search(r"^USER 10001:10001$", final, re.MULTILINE)
    assert final.index("USER ") < final.index("ENTRYPOINT ")
    assert "/readyz" in final.partition("HEALTHCHECK")[2]
    for copied in re.findall(r"^COPY (?!--from)(.+) \S+$", build, re.MULTILINE):
        for name in copied.split():
            assert (ROOT / name).exists(), name
            assert f"!{name}\n" in (ROOT / ".dockerignore").read_text("utf-8"), name


def test_the_images_lock_has_both_clients_with_their_hashes() -> None:
    script = re.search(r"awk '([^']+)'", text("docker", "Dockerfile"))
    assert script
    lock = ROOT / "requirements-dev.txt"
    run = subprocess.run(["awk", script[1], lock], capture_output=True, text=True, check=True)
    pins = re.findall(r"^(\S+)==", run.stdout, re.MULTILINE)
    assert pins == ["psycopg", "psycopg-binary", "redis"]
    assert all(
        "--hash=sha256:" in part
        for part in re.split(r"^(?:psycopg|redis)", run.stdout, flags=re.MULTILINE)[1:]
    )


def test_nothing_in_the_composition_can_write_outside_its_volumes_or_gain_rights() -> None:
    services = yaml.safe_load(text("docker", "compose.yaml"))["services"]
    assert set(services) == {"quiz", "mentormatch", "proxy", "database", "counts"}
    for name, service in services.items():
        assert service["read_only"] is True, name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    for name in ("quiz", "mentormatch", "counts"):
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["networks"] == ["inside"]
        assert "ports" not in services[name]
    assert services["quiz"]["build"] == {"context": "../..", "dockerfile": "deploy/docker/Dockerfile"}
    assert services["counts"]["user"] == "999:999"
    assert "counts" not in services["quiz"]["depends_on"], "it is served without it, too"
    assert services["quiz"]["depends_on"]["database"] == {"condition": "service_healthy"}


def test_what_the_composition_sets_is_safe_to_serve_with(tmp_path: Path) -> None:
    given = {"HOST": "quiz.example.org", "SECRET_KEY": "Wq7-fD_93mKxT0vbRz51LhYcNg8sJp2E"}
    services = yaml.safe_load(text("docker", "compose.yaml"))["services"]
    environment = {
        name: re.sub(r"\$\{(\w+):\?\}", lambda found: given.get(found[1], "word"), value)
        for name, value in services["quiz"]["environment"].items()
    }
    environment |= {"MENTORMATCH_HOST": "0.0.0.0", "MENTORMATCH_DATA_DIR": str(tmp_path)}
    assert unsafe(Settings.from_environment(environment)) == []


def test_what_the_example_of_settings_sets_is_safe_to_serve_with(tmp_path: Path) -> None:
    lines = [line for line in text("mentormatch.env").splitlines() if line and not line.startswith("#")]
    environment = dict(line.split("=", 1) for line in lines)
    environment["MENTORMATCH_DATA_DIR"] = str(tmp_path)
    assert unsafe(Settings.from_environment(environment)) == []
