"""What is written when the program learns."""

from mentormatch.usecases.judged import judgements
from mentormatch.usecases.train import train
from tests.faults.deeds.registry import deed
from tests.faults.world import Act, World, commanding, sending
from tests.pages import Page
from tests.staff import confirmed
from tests.taught import START, Installation


def _challenged(world: World) -> Page:
    """The page on models, with a challenger that may take over."""
    place = Installation(world.served.database)
    place.visit(200)
    assert train(place.database, place.instruments, judgements, seed=1, now=START).challenges
    place.visit(40)
    confirmed(world.ada, "/en/staff/people/invite")
    return world.ada.page("/en/admin/models")


@deed()
def train_a_model(world: World) -> Act:
    Installation(world.served.database).visit(200)
    return commanding(world, "train")


@deed(commits=2)
def score_past_results_anew(world: World) -> Act:
    place = Installation(world.served.database)
    place.visit(60)
    train(place.database, place.instruments, judgements, seed=1, now=START)
    return commanding(world, "rescore", "1")


@deed()
def promote_a_model(world: World) -> Act:
    return sending(world.ada, _challenged(world), "/promote")


@deed()
def take_a_promotion_back(world: World) -> Act:
    return sending(world.ada, world.ada.send(_challenged(world), "/promote"), "/back")
