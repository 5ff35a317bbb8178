"""What admins write besides the bank: settings, and looking through the audit trail."""

from tests.bank_editing import press
from tests.faults.deeds.registry import deed
from tests.faults.world import Act, World, sending
from tests.staff import confirmed

_AUDIT = "/en/admin/audit"


@deed()
def change_the_settings(world: World) -> Act:
    page = confirmed(world.ada, "/en/admin/settings")
    return sending(world.ada, page, "/settings", promise_days="9")


@deed()
def ask_to_look_through_the_trail(world: World) -> Act:
    return sending(world.ada, world.ada.page(_AUDIT), "/audit/check")


@deed()
def stop_looking_through_the_trail(world: World) -> Act:
    page = press(world.ada, world.ada.page(_AUDIT), "/audit/check")
    return sending(world.ada, page, "/stop")
