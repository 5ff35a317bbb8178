"""Whether what a fault led to is allowed: nothing acknowledged lost, nothing half, and it works again."""

from collections.abc import Iterator

from tests.faults.deeds import Deed
from tests.faults.sweeping import Outcome, Watched

# What may be said while the disk fails, and to whoever does again what is done already.
_OUTAGES = ("status 503", "refused: ", "exit status 1: ")
_REFUSALS = ("status 400", "status 404", "status 409", "refused: ", "exit status 1: ")


def violations(deed: Deed, watched: Watched, outcome: Outcome) -> Iterator[str]:
    """Every rule that an outcome breaks."""
    course, done = watched.course, watched.commits
    places = course.places(outcome.found)
    yield from outcome.problems
    if not any(place <= done for place in places):
        yield "the deed is half done"
    elif outcome.refused == "" and done not in places and deed.vital:
        yield f"acknowledged, but only {places} of {done} commits are there"
    if outcome.refused and not outcome.refused.startswith(_OUTAGES):
        yield f"it said: {outcome.refused}"
    if watched.readable and outcome.read not in {None, 200}:
        yield f"reading meanwhile: status {outcome.read}"
    if outcome.again and (done not in places or not outcome.again.startswith(_REFUSALS)):
        yield f"done again, it said: {outcome.again}"
    if not course.places(outcome.after) & {done, len(course.states) - 1}:
        yield "done again, it is neither done once nor what its repeat makes of it"
