"""While the server runs: delete, every hour, what has been kept long enough.

A process of its own does it, because a thread with an open database in the process that forks
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


def start(
    command: tuple[str, ...] = PURGE, *, first: float = _MINUTE, every: float = _HOUR
) -> threading.Event:
    """Run `command` after `first` seconds, then every `every`, until the returned event is set.

    A run that fails is logged and the next one is tried; the server goes on.
    """
    stop = threading.Event()
    threading.Thread(target=_go_round, args=(command, first, every, stop), daemon=True).start()
    return stop


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
        log.exception("purge failed")
        return
    if done.returncode:
        log.error("purge failed", extra={"detail": done.stderr[-500:]})
