"""What a stranger can make us keep or compute is limited by network address, for minutes at a time.

A view asks before it does the deed, and no other request is touched. That is why Flask-Limiter does
not stand around the `limits` library here: it asks something of every request, a third of an empty one.
No address is kept: what is counted under is an HMAC of its network, another one for each deed.

With `MENTORMATCH_REDIS_URL` all workers count together. A Redis that does not answer is left alone for
half a minute, in which each worker counts for itself, as all do without Redis: nobody waits for it.
"""

import hashlib
import hmac
import logging
import math
import threading
import time
from enum import StrEnum
from functools import cached_property

from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter

from mentormatch.accounts.tries import network_of
from mentormatch.config import Settings
from mentormatch.errors import TooManyTriesError

log = logging.getLogger(__name__)

WINDOW_MINUTES = 10
_PREFIX = "mentormatch"
_PATIENCE_SECONDS = 0.2
_LEFT_ALONE_SECONDS = 30.0


class Deed(StrEnum):
    """What is counted, each apart."""

    BEGIN = "begin"
    ASK = "ask"
    REPORT = "report"
    COMPARE = "compare"


class Limits:
    """Counts deeds by network address, from any thread.

    It is made before processes are forked: nothing is connected or started before the first deed.
    """

    def __init__(self, settings: Settings) -> None:
        self._secret = settings.secret_key.encode()
        self._limit = RateLimitItemPerMinute(settings.address_limit, WINDOW_MINUTES)
        self._shared = _shared(settings.redis_url) if settings.redis_url else None
        self._left_alone_until = 0.0
        self._told: set[str] = set()
        self._lock = threading.Lock()

    def spend(self, deed: Deed, address: str | None) -> None:
        """Count a deed of somebody at this address.

        Raises:
            TooManyTriesError: `crowded`, when there were as many as allowed in this window.
        """
        if not self._limit.amount:
            return
        key = self._key(deed, address or "")
        seconds = self._counted_together(key)
        if seconds is None:
            seconds = self._count(self._own_window(), key)
        if seconds:
            raise TooManyTriesError("crowded", seconds)

    def _key(self, deed: Deed, address: str) -> str:
        message = f"limit:{deed}:{network_of(address)}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()

    def _counted_together(self, key: str) -> int | None:
        """The seconds to wait as Redis counts; None when there is none that answers."""
        if self._shared is None or time.monotonic() < self._left_alone_until:
            return None
        try:
            seconds = self._count(self._shared, key)
        except StorageError as error:
            self._left_alone_until = time.monotonic() + _LEFT_ALONE_SECONDS
            self._tell(type(error.storage_error).__name__)
            return None
        self._told.clear()
        return seconds

    def _tell(self, kind: str) -> None:
        """Log a kind of failure once, until Redis answers again."""
        with self._lock:
            is_new = kind not in self._told
            self._told.add(kind)
        if is_new:
            log.error("counting without Redis", extra={"code": "redis-away", "detail": kind})

    def _own_window(self) -> FixedWindowRateLimiter:
        with self._lock:
            return self._own

    @cached_property
    def _own(self) -> FixedWindowRateLimiter:
        # It starts a thread, which a fork would not take along.
        return FixedWindowRateLimiter(MemoryStorage())

    def _count(self, window: FixedWindowRateLimiter, key: str) -> int:
        """Count one more, and say how many seconds to wait: 0 when it was still allowed."""
        if window.hit(self._limit, key):
            return 0
        reset = window.get_window_stats(self._limit, key).reset_time
        return max(1, math.ceil(reset - time.time()))


def _shared(url: str) -> FixedWindowRateLimiter:
    from redis import ConnectionPool
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    pool = ConnectionPool.from_url(
        url,
        socket_connect_timeout=_PATIENCE_SECONDS,
        socket_timeout=_PATIENCE_SECONDS,
        # The client would else try again for seconds while a visitor waits.
        retry=Retry(NoBackoff(), 0),
    )
    storage = RedisStorage(url, connection_pool=pool, key_prefix=_PREFIX, wrap_exceptions=True)
    return FixedWindowRateLimiter(storage)
