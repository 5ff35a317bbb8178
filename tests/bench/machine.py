"""What the figures were measured on, without names: processors, memory, versions, how busy it was."""

import os
import platform
import re
import time
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from mentormatch.storage.engines import sqlite_module
from tests.bench.processes import PROC

_LIBRARIES = ("flask", "gunicorn", "jinja2", "numpy", "sqlalchemy")


def description() -> dict[str, str]:
    """The machine and the versions that matter."""
    model = re.search(r"^model name\s*:\s*(.+)$", (PROC / "cpuinfo").read_text(), re.MULTILINE)
    memory = re.search(r"^MemTotal:\s+(\d+)", (PROC / "meminfo").read_text(), re.MULTILINE)
    return {
        "processors": f"{os.cpu_count()} × {model[1] if model else platform.machine()}",
        "memory": f"{int(memory[1]) / 2**20:.0f} GB" if memory else "unknown",
        "system": f"{platform.system()} {re.split(r'[-+]', platform.release())[0]}",
        "python": platform.python_version(),
        "sqlite": str(getattr(sqlite_module(), "sqlite_version", "unknown")),
        **{name: version(name) for name in _LIBRARIES},
    }


@dataclass(frozen=True, slots=True)
class Watch:
    """How much of the machine was used since `start`, by whomever."""

    began: float
    busy: float

    @classmethod
    def start(cls) -> "Watch":
        """Begin to watch."""
        return cls(time.monotonic(), _busy_seconds())

    def noise(self) -> dict[str, Any]:
        """Seconds gone by, and the mean share of all processors in use, with our own work in it."""
        seconds = time.monotonic() - self.began
        share = (_busy_seconds() - self.busy) / (seconds * (os.cpu_count() or 1))
        return {"seconds": round(seconds, 1), "processors in use": f"{share:.0%}", "load": os.getloadavg()[1]}


def _busy_seconds() -> float:
    """Seconds that all processors together have worked, or were taken by other guests of the host."""
    fields = [int(field) for field in (PROC / "stat").read_text().splitlines()[0].split()[1:9]]
    user, nice, system, _idle, _waiting, interrupts, soft, steal = fields
    return (user + nice + system + interrupts + soft + steal) / os.sysconf("SC_CLK_TCK")
