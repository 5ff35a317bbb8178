"""While the server runs: delete what has been kept long enough, and do the jobs that wait.

A process of its own does either, because a thread with an open database in the process that forks
the workers could leave them a lock that nobody opens.
"""

import logging
import subprocess
import sys
import threading

log = logging.getLogger(__name__)

_HOUR = 3600.0
_MINUTE = 60.0
_LONGEST = 1800.0
PURGE = (sys.executable, "-m", "mentormatch", "purge", "--quiet")
JOBS = (sys.executable, "-m", "mentormatch", "jobs", "--quiet")


def start(
    command: tuple[str, ...] = PURGE, *, first: float = _MINUTE, every: float = _HOUR
) -> threading.Event:
    """Run `command` after `first` seconds, then every `every`, until the returned event is set.

    A run that fails is logged and the next one is tried; the server goes on.
    """
    stop = threading.Event()
    threading.Thread(target=_go_round, args=(command, first, every, stop), daemon=True).start()
    return stop


def start_jobs() -> None:
    """Do the jobs that wait, now, in a process that outlives this one."""
    threading.Thread(target=_run, args=(JOBS,), daemon=True).start()


def _go_round(command: tuple[str, ...], first: float, every: float, stop: threading.Event) -> None:
    pause = first
    while not stop.wait(pause):
        _run(command)
        pause = every


def _run(command: tuple[str, ...]) -> None:
    try:
        # The command is ours, with no word from outside.
        done = subprocess.run(  # noqa: S603
            command, check=False, capture_output=True, text=True, timeout=_LONGEST
        )
    except (OSError, subprocess.TimeoutExpired):
        log.exception("%s failed", command[-2])
        return
    if done.returncode:
        log.error("%s failed", command[-2], extra={"detail": done.stderr[-500:]})
