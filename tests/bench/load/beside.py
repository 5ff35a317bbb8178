"""What else goes on: workers that are killed, somebody who guesses passwords, somebody who imports a bank."""

import asyncio
import json
import os
import random
import re
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from mentormatch.bundled import data_path
from tests.bench.load.wire import Ask, NotAnsweredError, Wire
from tests.bench.processes import NoMeasurementError, Server
from tests.house.tree import ROOT

_FORM_KEY = re.compile(r'name="form_key"[^>]*value="([^"]+)"')
_REVISION = re.compile(r"revision (\d+)")
_REFUSALS = frozenset({200, 400, 429})
_BETWEEN_TRIES = 0.05
_BETWEEN_IMPORTS = 1.0


@dataclass(slots=True)
class Beside:
    """How much of it there was, and what of it went wrong."""

    kills: int = 0
    tries: int = 0
    imports: int = 0
    errors: list[str] = field(default_factory=list)


async def kill_workers(servers: tuple[Server, ...], every: float, found: Beside) -> None:
    """kill -9 of one worker of each server at random moments, some `every` seconds, until cancelled."""
    chance = random.Random(9)
    while True:
        await asyncio.sleep(chance.uniform(0.5, 1.5) * every)
        for server in servers:
            workers = [pid for pid in server.pids() if pid != server.process.pid]
            with suppress(ProcessLookupError, IndexError):
                os.kill(chance.choice(workers), signal.SIGKILL)
        found.kills += 1


async def guess_passwords(wire: Wire, found: Beside) -> None:
    """Twenty tries a second at ever other accounts from one address, until cancelled."""
    page = await wire.ask(Ask("sign-in", "/en/staff/sign-in"))
    key = _FORM_KEY.search(page.body)
    cookie = page.headers.get("set-cookie", "").partition(";")[0]
    if not key:
        raise NoMeasurementError("the page for signing in has no key")
    while True:
        await asyncio.sleep(_BETWEEN_TRIES)
        email = quote(f"someone{found.tries}@example.org")
        form = f"form_key={quote(key[1])}&email={email}&password=seven+wrong+kettles"
        try:
            answer = await wire.ask(Ask("sign-in", "/en/staff/sign-in", form, cookie))
        except NotAnsweredError as error:
            found.errors.append(str(error))
            continue
        found.tries += 1
        if answer.status not in _REFUSALS and answer.status != 503:
            found.errors.append(f"sign-in: status {answer.status}")


async def import_banks(folder: Path, environment: Mapping[str, str], found: Beside) -> None:
    """One import of the shipped bank as the draft after the other, until cancelled."""
    file = folder / "imported.json"
    document = json.loads(data_path("banks", "mentoring.json").read_bytes())
    revision: list[str] = []
    while True:
        document["title"]["en"] = f"Import {found.imports}"
        file.write_text(json.dumps(document), encoding="utf-8")
        command = (sys.executable, "-m", "mentormatch", "bank", "import", str(file), *revision)
        done = await asyncio.create_subprocess_exec(
            *command,
            cwd=ROOT,
            env=dict(environment),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        talk = asyncio.ensure_future(done.communicate())
        try:
            await asyncio.wait({talk})
        finally:
            # Cancelled in the middle: the import is let finish, so that nothing is left behind, and counts.
            out, err = await talk
            kept = None if done.returncode else _REVISION.search(out.decode())
            found.imports += kept is not None
        if not kept:
            found.errors.append(f"import: {err.decode()[-200:]}")
            return
        revision = ["--revision", kept[1]]
        await asyncio.sleep(_BETWEEN_IMPORTS)
