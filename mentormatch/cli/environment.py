"""The command's surroundings: the only place that hands the process environment on."""

import os
from collections.abc import Mapping

from mentormatch.config import Settings


def environment() -> Mapping[str, str]:
    """The process environment, for `Settings` and `doctor`."""
    return os.environ


def settings() -> Settings:
    """The settings of this process; ConfigurationError names everything that is wrong."""
    return Settings.from_environment(environment())


def has_socket() -> bool:
    """Whether whoever started this process listens for it, as systemd does with a `.socket` unit."""
    return os.environ.get("LISTEN_PID") == str(os.getpid())
