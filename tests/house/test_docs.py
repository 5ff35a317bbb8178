"""What an operator can set or run stands in the documentation; the tests that pages name are there."""

import re
from collections.abc import Iterator

import click

from mentormatch.cli import cli
from mentormatch.config import SPECS
from tests.house.tree import ROOT

OPERATORS_PAGES = ("README.md", "docs/operating.md")


def documentation() -> str:
    """The pages that an operator reads."""
    pages = (ROOT / page for page in OPERATORS_PAGES)
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def commands(group: click.Group, name: str = "mentormatch") -> Iterator[str]:
    """Every command below a group, in full, such as `mentormatch bank check`."""
    context = click.Context(group)
    for word in group.list_commands(context):
        command = group.get_command(context, word)
        assert command
        full_name = f"{name} {word}"
        if isinstance(command, click.Group):
            yield from commands(command, full_name)
        elif not command.hidden:
            yield full_name


def dev_tasks() -> list[str]:
    """The tasks that `./dev help` names."""
    head = (ROOT / "dev").read_text(encoding="utf-8").split("set -eu")[0]
    tasks = ("run", "test", "check", "bench", "messages", "faults", "lighthouse", "audit")
    return sorted(word for word in tasks if f"./dev {word}" in head)


def test_every_setting_is_documented() -> None:
    text = documentation()
    assert [spec.name for spec in SPECS if f"`{spec.name}`" not in text] == []


def test_every_command_is_documented() -> None:
    text = documentation()
    assert [command for command in commands(cli) if command not in text] == []


def test_every_task_of_dev_is_documented() -> None:
    text = documentation()
    assert [task for task in dev_tasks() if f"./dev {task}" not in text] == []


def test_a_new_command_in_a_group_would_be_asked_for() -> None:
    group = click.Group("mentormatch", commands=[click.Group("bank", commands=[click.Command("polish")])])
    assert list(commands(group)) == ["mentormatch bank polish"]


def test_every_test_that_a_page_names_is_there() -> None:
    tests = {path: path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")}
    known = {name for text in tests.values() for name in re.findall(r"def (test_\w+)", text)}
    known |= {path.stem for path in tests}
    pages = [ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")]
    named = {page.name: set(re.findall(r"`(test_\w+)`", page.read_text(encoding="utf-8"))) for page in pages}
    assert {page: names - known for page, names in named.items() if names - known} == {}
