"""What counselors write."""

from tests.faults.deeds.registry import deed
from tests.faults.deeds.visitors import asked
from tests.faults.world import Act, World, sending
from tests.pages import Page
from tests.staff import confirmed

_SAID = {"kind": "informal", "confidence": "2", "reason": "aims", "note": "Dear you", "private": "mine"}


def _queue(world: World) -> Page:
    asked(world)
    return world.zoe.page("/en/counselor")


def _claimed(world: World) -> Page:
    return world.zoe.send(_queue(world), "/claim")


def _said(world: World) -> Page:
    return world.zoe.send(_claimed(world), "/say", **_SAID)


@deed()
def claim_a_case(world: World) -> Act:
    return sending(world.zoe, _queue(world), "/claim")


@deed()
def let_a_case_go(world: World) -> Act:
    return sending(world.zoe, _claimed(world), "/let-go")


@deed()
def judge_a_case_blind(world: World) -> Act:
    world.with_settings(blind_percent=100)
    world.finish_another()
    return sending(world.zoe, _claimed(world), "/judge", kind="formal", confidence="1")


@deed()
def say_something_to_the_visitor(world: World) -> Act:
    return sending(world.zoe, _claimed(world), "/say", **_SAID)


@deed()
def say_something_else(world: World) -> Act:
    return sending(
        world.zoe, _said(world), "/say", **{**_SAID, "kind": "formal", "note": "On second thoughts"}
    )


@deed()
def release_what_was_said(world: World) -> Act:
    return sending(world.zoe, _said(world), "/release")


@deed()
def take_a_release_back(world: World) -> Act:
    return sending(world.zoe, world.zoe.send(_said(world), "/release"), "/undo")


@deed()
def give_a_second_reading(world: World) -> Act:
    world.with_settings(double_percent=100)
    world.finish_another()
    world.zoe.send(_said(world), "/release")
    page = world.ada.send(world.ada.page("/en/counselor?state=second"), "/claim")
    return sending(world.ada, page, "/judge", kind="formal", confidence="2", private="my own view")


@deed()
def take_cases_away(world: World) -> Act:
    page = confirmed(world.zoe, "/en/counselor/export")
    return sending(
        world.zoe, page, "/counselor/export", reason="For the yearly report", format="jsonl", weeks="26"
    )
