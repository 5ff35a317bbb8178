"""What may lie in the repository, and how long and how named it may be."""

import re

from tests.house.tree import modules, texts

MOST_LINES = 400
_VAGUE_NAMES = re.compile(r"(^|/)(utils?|helpers?|managers?|common|misc)(\.py|/)")
_OPEN_ENDS = re.compile(r"\b(TODO|FIXME|XXX)\b|NotImplementedError")

# Spelled in pieces, so that this file does not name what it looks for.
_REGISTRIES = re.compile(
    "|".join(["py" + r"pi\.", "python" + r"hosted", "np" + r"mjs\.", r"//\S*deb" + r"ian\."])
)
_MACHINE_PATHS = re.compile(
    r"(^|[^\w./-])/(" + "|".join(["wo" + "rk", "fa" + "rm", "ho" + "me", "ro" + "ot"]) + r")/\w"
)


def lines_naming(pattern: re.Pattern[str], files: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:80]}"
        for name, text in files.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def too_long(files: dict[str, str]) -> list[str]:
    return [name for name, text in files.items() if len(text.splitlines()) > MOST_LINES]


def vaguely_named(names: list[str]) -> list[str]:
    return [name for name in names if _VAGUE_NAMES.search(name)]


def test_no_module_is_longer_than_four_hundred_lines() -> None:
    assert too_long(modules()) == []


def test_a_module_of_four_hundred_and_one_lines_would_be_caught() -> None:
    assert too_long({"long.py": "pass\n" * 401, "short.py": "pass\n" * 400}) == ["long.py"]


def test_every_module_is_named_for_what_it_is_about() -> None:
    assert vaguely_named(list(modules())) == []


def test_a_vague_name_would_be_caught() -> None:
    names = ["mentormatch/quiz/utils.py", "mentormatch/helpers/text.py", "mentormatch/web/manager.py"]
    assert vaguely_named([*names, "mentormatch/quiz/bank.py"]) == names


def test_nothing_in_the_repository_names_a_package_registry() -> None:
    assert lines_naming(_REGISTRIES, texts()) == []


def test_nothing_in_the_repository_names_a_folder_of_one_machine() -> None:
    assert lines_naming(_MACHINE_PATHS, texts()) == []


def test_no_end_is_left_open_in_the_code() -> None:
    assert lines_naming(_OPEN_ENDS, modules()) == []


def test_a_registry_a_machine_path_and_an_open_end_would_be_caught() -> None:
    registry = "https://files.python" + "hosted.org/packages/x"
    place = "log = '/ho" + "me/someone/quiz.log'"
    sample = {"a": f"{registry}\n{place}\n# TODO later\n"}
    assert lines_naming(_REGISTRIES, sample) == [f"a:1: {registry}"]
    assert lines_naming(_MACHINE_PATHS, sample) == [f"a:2: {place}"]
    assert lines_naming(_OPEN_ENDS, {"a": "raise NotImplementedError"}) != []
