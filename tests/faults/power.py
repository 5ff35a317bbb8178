"""Power cuts: what a disk may hold at any moment of a recorded hour, and what the program makes of it."""

import json
import re
import secrets
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from mentormatch import storage
from mentormatch.storage.actions import Action
from mentormatch.storage.engines import sqlite_module
from mentormatch.usecases.deep_check import deep_check
from tests.apps import START
from tests.faults.states import State, state_of
from tests.faults.world import DATABASE, url_in
from tests.house.tree import ROOT

_CALLS = "openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat"
_LONGEST_WRITE = 1_000_000
_SECTOR = 512
_LINE = re.compile(r"(\w+)\((.*)\) = (\d+)")
_ON = re.compile(r"\d+<([^>]*)>(?:, (.*))?$", re.DOTALL)
_CHANCE = secrets.SystemRandom()


@dataclass(frozen=True, slots=True)
class Call:
    """What happened to a file: `write` at, `cut` to a length, `sync`, `make`, `remove`; or a `mark`."""

    deed: str
    name: str = ""
    at: int = 0
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Recording:
    """Every call of the hour in order, and the state that each mark stands for."""

    calls: tuple[Call, ...]
    states: tuple[State, ...]


@dataclass(slots=True)
class File:
    """What is surely on the disk, and what is only on its way."""

    synced: bytes = b""
    waiting: list[Call] = field(default_factory=list)


def recorded(folder: Path, *, older: bool = False) -> Recording:
    """Let the hour pass, and write down what it did to its files."""
    place, ledger, calls = folder / "place", folder / "ledger", folder / "calls"
    place.mkdir()
    tracing = ("strace", "-o", str(calls), "-e", f"trace={_CALLS}", "-y", "-xx", "-s", str(_LONGEST_WRITE))
    hour = (sys.executable, "-m", "tests.faults.recorded", str(place), str(ledger), "older" * older)
    subprocess.run((*tracing, *hour), cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    states = json.loads(ledger.with_suffix(".json").read_text())
    with calls.open(encoding="ascii") as lines:
        return Recording(tuple(_calls(lines, place, ledger)), tuple(states))


def _calls(lines: Iterator[str], place: Path, ledger: Path) -> Iterator[Call]:
    for line in lines:
        found = _LINE.match(line)
        if found is None:
            continue
        call, given, result = found.groups()
        if call in {"openat", "unlink", "unlinkat"}:
            path = Path(_plain(given.split('"')[1]).decode())
            if path.parent == place and (call != "openat" or "O_CREAT" in given):
                yield Call("make" if call == "openat" else "remove", path.name)
            continue
        opened = _ON.match(given)
        assert opened, given[:200]
        path, rest = Path(_plain(opened[1]).decode()), opened[2] or ""
        if path == ledger:
            yield Call("mark")
        elif path == place:
            yield Call("sync", ".")
        elif path.parent == place:
            yield _of_a_file(call, path.name, rest, int(result))


def _of_a_file(call: str, name: str, rest: str, result: int) -> Call:
    match call:
        case "pwrite64":
            _, data, numbers = rest.split('"')
            return Call("write", name, int(numbers.split(",")[2]), _plain(data)[:result])
        case "ftruncate":
            return Call("cut", name, int(rest, 0))
        case "write":
            raise AssertionError(f"a write without a place to {name}")
        case _:
            return Call("sync", name)


def _plain(escaped: str) -> bytes:
    """What strace wrote as hexadecimal escapes; paths of descriptors it writes as they are."""
    if not escaped.startswith("\\x"):
        return escaped.encode()
    return bytes.fromhex(escaped.replace("\\x", ""))


class Disk:
    """A folder's files as they are on the way to the disk."""

    def __init__(self) -> None:
        self.files: dict[str, File] = {}
        # Names that may be gone, or still be there, until the folder itself is synced.
        self.unsure: dict[str, File] = {}

    def do(self, call: Call) -> None:
        match call.deed:
            case "make":
                self.files.setdefault(call.name, File())
            case "remove":
                self.unsure[call.name] = self.files.pop(call.name)
            case "sync" if call.name == ".":
                self.unsure.clear()
            case "sync":
                file = self.files[call.name]
                file.synced, file.waiting = _written(file.synced, file.waiting), []
            case _:
                self.files[call.name].waiting.append(call)

    def kept(self, how: str) -> dict[str, bytes]:
        """What is there after a cut: `all` writes, the last `torn`, only `synced` ones, or `some` more."""
        there = {**self.unsure, **self.files} if how == "some" and _CHANCE.random() < 1 / 2 else self.files
        return {name: _written(file.synced, _chosen(file.waiting, how)) for name, file in there.items()}


def _chosen(waiting: list[Call], how: str) -> list[Call]:
    match how:
        case "all":
            return waiting
        case "synced":
            return []
        case "torn":
            return [*waiting[:-1], *(_torn(call) for call in waiting[-1:])]
        case _:
            return [
                _torn(call) if _CHANCE.random() < 1 / 4 else call
                for call in waiting
                if _CHANCE.random() < 1 / 2
            ]


def _torn(call: Call) -> Call:
    """Only some of the sectors of a write."""
    sectors = -(-len(call.data) // _SECTOR)
    return Call(call.deed, call.name, call.at, call.data[: _CHANCE.randrange(sectors + 1) * _SECTOR])


def _written(content: bytes, calls: list[Call]) -> bytes:
    found = bytearray(content)
    for call in calls:
        end = call.at + len(call.data)
        if len(found) < end or call.deed == "cut":
            found = found[: call.at] if call.deed == "cut" else found.ljust(end, b"\0")
        if call.deed == "write":
            found[call.at : end] = call.data
    return bytes(found)


HOWS = ("all", "synced", "torn", "some")


@dataclass(slots=True)
class Survived:
    """The figures of many power cuts."""

    cuts: int = 0
    marks: int = 0
    calls: int = 0
    violations: list[str] = field(default_factory=list)


def cut_at_any_moment(recording: Recording, folder: Path, cuts: int) -> Survived:
    """Cut the power so often, each time at another moment or with another part of the writes lost."""
    first = recording.calls.index(Call("mark"))
    moments = [(at, how) for at in range(first, len(recording.calls)) for how in HOWS]
    chosen = set(_CHANCE.sample(moments, min(cuts, len(moments))))
    survived = Survived(calls=len(recording.calls), marks=len(recording.states))
    disk, acknowledged = Disk(), 0
    for at, call in enumerate(recording.calls):
        if call.deed == "mark":
            acknowledged += 1
        else:
            disk.do(call)
        for how in HOWS:
            if (at, how) in chosen:
                survived.cuts += 1
                allowed = recording.states[acknowledged - 1 : acknowledged + 1]
                found = _after(disk.kept(how), folder / f"cut-{at}-{how}", allowed)
                survived.violations += [f"call {at}, {how}: {problem}" for problem in found]
    return survived


def _after(files: dict[str, bytes], place: Path, allowed: tuple[State, ...]) -> Iterator[str]:
    place.mkdir()
    for name, content in files.items():
        (place / name).write_bytes(content)
    if DATABASE not in files:
        yield "the database is gone"
        return
    try:
        found = state_of(place)
    except sqlite_module().DatabaseError as error:
        yield f"the file is damaged: {error}"
        return
    if found not in allowed:
        yield "neither what was acknowledged last nor what was on its way"
        return
    database = storage.connect(url_in(place))
    yield from (problem for checked in deep_check(database) for problem in checked.problems)
    with database.transaction() as tx:
        storage.audit.append(
            tx, actor="system", action=Action.DATABASE_RESTORED, subject="database", details={}, now=START
        )
    database.close()
