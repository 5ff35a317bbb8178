"""Requests at planned moments: each is timed from the moment at which it should have been sent.

A generator that waits for an answer before it asks again measures a slow server as if visitors would
politely stay away (coordinated omission). Here nobody waits: when no visitor is there to act, another comes.
"""

import asyncio
import heapq
import random
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from tests.bench.load.visits import Steps, StrangeAnswerError, Visits
from tests.bench.load.wire import Answer, Ask, NotAnsweredError, Wire

_GOOD = frozenset({200, 303})
_BUSY = 503
_RETRY = 5.0


@dataclass(slots=True)
class Record:
    """What came of the requests of one phase; seconds from the planned moments."""

    seconds: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    busy: int = 0
    cut: int = 0
    errors: list[str] = field(default_factory=list)

    def note(self, asked: Ask, answer: Answer, planned: float) -> None:
        """Count an answer that has just come."""
        self.seconds.append(time.monotonic() - planned)
        self.kinds[asked.kind] = self.kinds.get(asked.kind, 0) + 1
        self.cut += answer.cuts > 0
        self.busy += answer.status == _BUSY

    def fail(self, error: str, planned: float) -> None:
        """Count a request that was not answered: as slow as it was until that was known."""
        self.seconds.append(time.monotonic() - planned)
        self.errors.append(error)


Act = Callable[[float, Record], Awaitable[None]]


async def at_planned_moments(act: Act, rate: float, seconds: float, record: Record) -> None:
    """Let `act` happen `rate` times a second, each on its own, and wait for the last of them."""
    began = time.monotonic()
    under_way = set[asyncio.Task[None]]()
    for number in range(round(rate * seconds)):
        planned = began + number / rate
        if (pause := planned - time.monotonic()) > 0:
            await asyncio.sleep(pause)
        record.late.append(max(0.0, time.monotonic() - planned))
        task = asyncio.ensure_future(act(planned, record))
        under_way.add(task)
        task.add_done_callback(under_way.discard)
    await asyncio.gather(*under_way)


@dataclass(order=True, slots=True)
class _Visitor:
    """Somebody in the middle of a visit: from when on they act, and what comes next."""

    ready: float
    steps: Steps = field(compare=False)
    next: Ask = field(compare=False)


@dataclass(slots=True)
class Crowd:
    """Visitors who act one step at each planned moment; each thinks for some `thinking` seconds between."""

    wire: Wire
    visits: Visits
    thinking: float
    _chance: random.Random = field(default_factory=lambda: random.Random(3))
    _waiting: list[_Visitor] = field(default_factory=list)

    async def act(self, planned: float, record: Record) -> None:
        """One step of whoever has been ready longest, or of somebody who comes."""
        visitor = self._somebody()
        try:
            answer = await self.wire.ask(visitor.next)
            record.note(visitor.next, answer, planned)
            self._go_on(visitor, answer)
        except NotAnsweredError as error:
            record.fail(str(error), planned)
        except (StrangeAnswerError, ValueError, KeyError) as error:
            record.errors.append(f"{visitor.next.kind}: {error!r}")

    async def see_in(self, count: int, longest: int, together: int = 4) -> None:
        """Let so many be in the middle of a visit, after as many steps, up to `longest`, as chance wants.

        Else all would begin at once, and come to their results at once: waves instead of the mix of a day.
        They are not timed.
        """
        coming = iter([self._chance.randrange(longest) for _ in range(count)])
        await asyncio.gather(*(self._bring_in(coming) for _ in range(together)))

    async def _bring_in(self, coming: Iterator[int]) -> None:
        for steps in coming:
            visitor = self._newcomer()
            with suppress(StopIteration):
                for _step in range(steps):
                    visitor.next = visitor.steps.send(await self.wire.ask(visitor.next))
                heapq.heappush(self._waiting, visitor)

    async def see_out(self, count: int) -> None:
        """Let some of those who are there end their visit, at their server's pace; they are not timed.

        However slow a machine is, so many quizzes are whole.
        """
        for _visitor in range(min(count, len(self._waiting))):
            visitor = heapq.heappop(self._waiting)
            with suppress(StopIteration):
                while True:
                    answer = await self.wire.ask(visitor.next)
                    if answer.status == _BUSY:
                        await asyncio.sleep(float(answer.headers.get("retry-after", _RETRY)))
                        continue
                    visitor.next = visitor.steps.send(answer)

    def _somebody(self) -> _Visitor:
        if self._waiting and self._waiting[0].ready <= time.monotonic():
            return heapq.heappop(self._waiting)
        return self._newcomer()

    def _newcomer(self) -> _Visitor:
        steps = self.visits.newcomer()
        return _Visitor(0.0, steps, next(steps))

    def _go_on(self, visitor: _Visitor, answer: Answer) -> None:
        """Let them think about the next step, or come back later with the same when they were told so."""
        pause = self.thinking * self._chance.uniform(0.3, 1.7)
        if answer.status == _BUSY:
            pause = float(answer.headers.get("retry-after", _RETRY))
        elif answer.status not in _GOOD:
            raise StrangeAnswerError(f"status {answer.status}")
        else:
            try:
                visitor.next = visitor.steps.send(answer)
            except StopIteration:
                return
        visitor.ready = time.monotonic() + pause
        heapq.heappush(self._waiting, visitor)


@dataclass(slots=True)
class Bare:
    """The bare server's steps at planned moments: a committed write, then a page of so many bytes."""

    wire: Wire
    page_bytes: int
    _number: int = 0

    async def act(self, planned: float, record: Record) -> None:
        """One step."""
        self._number += 1
        asked = Ask("page", f"/page/{self.page_bytes}")
        if self._number % 2:
            asked = Ask("answer", f"/{self._number}", "action=answer&answer=1")
        try:
            record.note(asked, await self.wire.ask(asked), planned)
        except NotAnsweredError as error:
            record.fail(str(error), planned)
