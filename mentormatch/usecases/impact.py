"""What a draft would do: to the results that were told, and to simulated people.

This loads the laboratory, so only the process that does jobs imports it. Past results are read a
page at a time, each page in a short reading of its own, and come to counts; no answer of anyone
is kept in the result.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import field
from typing import Any

from mentormatch import storage
from mentormatch.guide import Kind, Role
from mentormatch.lab.bench import Instruments as Tools
from mentormatch.lab.bench import instruments as tools_for
from mentormatch.lab.impact import WorldImpact, compared, together
from mentormatch.lab.intervals import Figure
from mentormatch.lab.regimes import Regime
from mentormatch.matcher.rescoring import Rescored, carrier, rescored
from mentormatch.quiz import Bank, parse_bank
from mentormatch.scoring import ExpertModel, arrays_for
from mentormatch.storage.jobs import Job
from mentormatch.storage.past import PastResults
from mentormatch.usecases.instruments import BANK_KEY
from mentormatch.usecases.jobs import Alive
from mentormatch.values import dataclass

PAGE = 4000
WORLDS = 4
PEOPLE = 40
LEAST_SHARED = 0.5
_KINDS = tuple(Kind)
_EXAMPLES = 12
_EXAMPLES_OF_A_MOVE = 2


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured: results a page, worlds of each regime, people a world."""

    page: int = PAGE
    worlds: int = WORLDS
    people: int = PEOPLE

    @property
    def places(self) -> list[tuple[Regime, int]]:
        """The worlds, regimes in turn."""
        return [(regime, index) for index in range(self.worlds) for regime in Regime]


@dataclass(slots=True)
class Tally:
    """Counts over past results so far: of moves `(language, from, to)`, and of what was left out."""

    last: str = ""
    seen: int = 0
    unlike: int = 0
    moves: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    examples: list[dict[str, Any]] = field(default_factory=list)

    def as_document(self) -> dict[str, Any]:
        """The counts as JSON can hold them."""
        return {
            "last": self.last,
            "seen": self.seen,
            "unlike": self.unlike,
            "moves": [[*move, number] for move, number in sorted(self.moves.items())],
            "examples": self.examples,
        }

    @classmethod
    def from_document(cls, source: dict[str, Any]) -> "Tally":
        """The counts of a document; none of an empty one."""
        if not source:
            return cls()
        moves = Counter({(locale, old, new): number for locale, old, new, number in source["moves"]})
        return cls(source["last"], source["seen"], source["unlike"], moves, list(source["examples"]))


@dataclass(frozen=True, slots=True)
class Impact:
    """Measures impacts under a model."""

    model: ExpertModel
    sizes: Sizes = field(default_factory=Sizes)

    def __call__(
        self, database: storage.Database, job: Job, content: bytes, alive: Alive
    ) -> dict[str, Any] | None:
        """The impact of a bank document; None when it was told to stop."""
        draft = parse_bank(content)
        with database.reading() as tx:
            total = storage.past.count(tx)
            current = storage.banks.document(tx, storage.banks.current(tx, BANK_KEY).id)
        units = _Units(total, len(self.sizes.places), alive)
        tally = Tally.from_document(job.kept)
        for _ in past_impact(database, draft, self.model, tally, most=self.sizes.page):
            if not units.after_results(tally):
                return None
        worlds = []
        for world in self._worlds(parse_bank(current), draft):
            worlds.append(world)
            if not units.after_world(tally, len(worlds)):
                return None
        return {"past": tally.as_document(), "simulated": _simulated(worlds)}

    def _worlds(self, current: Bank, draft: Bank) -> Iterator[WorldImpact]:
        tools: tuple[Tools, Tools] = (tools_for(current, self.model), tools_for(draft, self.model))
        for regime, index in self.sizes.places:
            yield compared(tools, regime, index, people=self.sizes.people)


@dataclass(frozen=True, slots=True)
class _Units:
    """Progress: a world counts as a tenth of all results and worlds together, at least as one."""

    results: int
    worlds: int
    alive: Alive

    @property
    def world(self) -> int:
        return max(1, self.results // self.worlds)

    @property
    def total(self) -> int:
        return self.results + self.worlds * self.world

    def after_results(self, tally: Tally) -> bool:
        return self.alive(min(tally.seen, self.results), self.total, tally.as_document())

    def after_world(self, tally: Tally, number: int) -> bool:
        return self.alive(self.results + number * self.world, self.total, tally.as_document())


def past_impact(
    database: storage.Database, draft: Bank, model: ExpertModel, tally: Tally, *, most: int
) -> Iterator[int]:
    """Count past results under a draft into `tally`, from where it stands; yields after each page."""
    known: dict[str, Bank] = {}
    while True:
        with database.reading() as tx:
            page = storage.past.page(tx, after=tally.last, most=most)
            for version in set(page.versions) - known.keys():
                known[version] = parse_bank(storage.banks.document(tx, version))
        if not len(page):
            return
        for version in dict.fromkeys(page.versions):
            _count(tally, page, _of_version(page, version, known[version], draft, model))
        tally.last, tally.seen = page.last, tally.seen + len(page)
        yield len(page)


Scored = tuple[list[int], Rescored]


def _of_version(page: PastResults, version: str, old: Bank, draft: Bank, model: ExpertModel) -> Scored:
    places = [place for place, own in enumerate(page.versions) if own == version]
    found = rescored(
        (arrays_for(old, model), arrays_for(draft, model)),
        carrier(old, draft),
        [page.answers[place] for place in places],
        [Role(page.roles[place]) for place in places],
    )
    return places, found


def _count(tally: Tally, page: PastResults, scored: Scored) -> None:
    places, found = scored
    enough = (found.shared >= LEAST_SHARED * found.given).tolist()
    columns = zip(places, enough, found.lead.tolist(), strict=True)
    for row, (place, counts, lead) in enumerate(columns):
        if not counts:
            tally.unlike += 1
            continue
        move = (page.locales[place], page.recommendations[place], _KINDS[lead].value)
        tally.moves[move] += 1
        if move[1] != move[2] and tally.moves[move] <= _EXAMPLES_OF_A_MOVE:
            _keep_example(tally, page, place, (row, found))


def _keep_example(tally: Tally, page: PastResults, place: int, scored: tuple[int, Rescored]) -> None:
    row, found = scored
    if len(tally.examples) >= _EXAMPLES:
        return
    old, new = page.recommendations[place], _KINDS[int(found.lead[row])]
    tally.examples.append(
        {
            "locale": page.locales[place],
            "role": page.roles[place],
            "before": old,
            "after": new.value,
            "left": round(float(found.probabilities[row, _KINDS.index(Kind(old))]), 2),
            "probability": round(float(found.probabilities[row, _KINDS.index(new)]), 2),
            "shared": int(found.shared[row]),
            "given": int(found.given[row]),
        }
    )


def _simulated(worlds: list[WorldImpact]) -> dict[str, Any]:
    moves: Counter[tuple[str, str, str]] = Counter()
    for world in worlds:
        moves.update(world.moves)
    return {
        "people": sum(moves.values()),
        "worlds": len(worlds),
        "figures": {
            row: {name: _plain(figure) for name, figure in found.items()}
            for row, found in together(worlds).items()
        },
        "moves": [[*move, number] for move, number in sorted(moves.items())],
    }


def _plain(figure: Figure) -> list[float]:
    return [round(value, 4) for value in (figure.value, figure.low, figure.high)]
