"""Visitors who do not give up: each repeats what was not acknowledged, and notes what was."""

import http.client
import json
import re
import secrets
import threading
import time
from dataclasses import dataclass, field

from mentormatch.usecases.tokens import token_for
from tests.faults.asking import Answer, ask
from tests.faults.oracle import Ledger, Told

_CHOICE = re.compile(r'name="answer"\s+value="([^"]+)"')
_PATIENCE = 60.0
_PAUSE = 0.02


@dataclass(slots=True)
class Crowd:
    """Visitors at work against one port; `strange` names every answer that no fault excuses."""

    port: int
    secret: str
    ledger: Ledger = field(default_factory=Ledger)
    strange: list[str] = field(default_factory=list)
    repeated: int = 0
    stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)

    def come(self, count: int) -> None:
        """Let so many visitors take one quiz after the other until `leave`."""
        self._threads = [threading.Thread(target=self._go_on) for _ in range(count)]
        for thread in self._threads:
            thread.start()

    def leave(self) -> None:
        """Let everybody finish what was begun last."""
        self.stop.set()
        for thread in self._threads:
            thread.join()

    def _go_on(self) -> None:
        while not self.stop.is_set():
            try:
                self._take_the_quiz()
            except InterruptedError:
                return
            except (AssertionError, ValueError, IndexError) as error:
                self.strange.append(repr(error))
                return

    def _take_the_quiz(self) -> None:
        key = secrets.token_urlsafe(32)
        told = self.ledger.newcomer(token_for(key, self.secret))
        form = {"start_key": key, "role": "find", "form": "adaptive"}
        place = self._posted("/en/quiz", form)
        told.begun = True
        while not place.endswith("/check"):
            place = self._answered(told, place.partition("?")[0])
        told.asked = True
        self._posted(place, {})
        told.confirmed = True
        data = json.loads(self._asked("GET", f"/en/result/{told.token}/data.json", {}).body)
        told.result = data["recommendation"]

    def _answered(self, told: Told, place: str) -> str:
        choices = _CHOICE.findall(self._asked("GET", place, {}).body)
        number = int(place.rpartition("/")[2])
        told.sent = (number, secrets.choice(choices))
        there = self._posted(place, {"action": "answer", "answer": told.sent[1]})
        told.answers[number] = told.sent[1]
        return there

    def _posted(self, path: str, form: dict[str, str]) -> str:
        return self._asked("POST", path, form).location

    def _asked(self, method: str, path: str, form: dict[str, str]) -> Answer:
        """The first success; a broken connection and a 503 are repeated, anything else is strange."""
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            try:
                answer = ask(self.port, method, path, form if method == "POST" else None)
            except (OSError, http.client.HTTPException):
                answer = Answer(503, {}, "")
            if answer.status in {200, 303}:
                return answer
            if answer.status != 503:
                raise AssertionError(f"{method} {path[:9]}: status {answer.status}")
            self.repeated += 1
            # Once everybody leaves, what was not acknowledged stays in doubt: the oracle allows both.
            if self.stop.is_set():
                raise InterruptedError
            time.sleep(_PAUSE)
        raise AssertionError(f"{method} {path[:9]}: not answered for {_PATIENCE:.0f} s")
