"""What staff write about themselves and each other."""

import pyotp

from mentormatch import storage
from mentormatch.usecases.set_up import invite_first_admin, set_up
from tests.faults.deeds.registry import deed
from tests.faults.world import Act, World, sending
from tests.pages import Page, words_of
from tests.staff import StaffMember, confirmed, invited_by, one_time_path, path_of, recovery_codes

_NEW = "nine owls on a quiet roof"


def _last(path: str) -> str:
    return path.rpartition("/")[2]


def _another(world: World) -> StaffMember:
    return StaffMember(world.app, clock=world.clock, email="noor@example.org", name="Noor")


def _zoes_page(world: World) -> Page:
    return confirmed(world.ada, path_of(world.ada, "Zoé"))


@deed()
def sign_in(world: World) -> Act:
    zoe = world.zoe.elsewhere()
    page = zoe.page("/en/staff/sign-in")
    return sending(zoe, page, "/sign-in", email=zoe.email, password=zoe.password)


@deed()
def give_the_code(world: World) -> Act:
    ada = world.ada.elsewhere()
    page = ada.send(ada.page("/en/staff/sign-in"), "/sign-in", email=ada.email, password=ada.password)
    return sending(ada, page, "/code", code=ada.code())


@deed()
def give_a_recovery_code(world: World) -> Act:
    codes = recovery_codes(world.zoe.enrol("en"))
    zoe = world.zoe.elsewhere()
    page = zoe.send(zoe.page("/en/staff/sign-in"), "/sign-in", email=zoe.email, password=zoe.password)
    return sending(zoe, page, "/code", code=codes[0])


@deed()
def show_again_who_one_is(world: World) -> Act:
    world.clock.go_on(minutes=11)
    page = world.ada.page("/en/staff/people/invite")
    return sending(world.ada, page, _last(page.path), password=world.ada.password, code=world.ada.code())


@deed(vital=False)
def be_seen_at_work(world: World) -> Act:
    world.clock.go_on(minutes=2)

    def act() -> str:
        answer = world.zoe.get("/en/staff")
        return "" if answer.status_code == 200 else f"status {answer.status_code}"

    return act


@deed()
def sign_out(world: World) -> Act:
    return sending(world.zoe, world.zoe.page("/en/staff"), "/sign-out")


@deed()
def join(world: World) -> Act:
    path = invited_by(world.ada)
    noor = _another(world)
    page = noor.page(path)
    return sending(noor, page, _last(path), name=noor.name, email=noor.email, password=noor.password)


@deed()
def choose_a_new_password_by_a_link(world: World) -> Act:
    path = one_time_path(world.ada.send(_zoes_page(world), "/reset", ends_second_factor="y"))
    desk = _another(world)
    return sending(desk, desk.page(path), _last(path), password=_NEW)


@deed()
def change_the_password(world: World) -> Act:
    page = world.zoe.page("/en/staff/account/password")
    return sending(world.zoe, page, "/password", current=world.zoe.password, password=_NEW)


@deed()
def set_up_the_second_factor(world: World) -> Act:
    page = world.zoe.page("/en/staff/account/second-factor")
    key = words_of(page.find("bdi", id="totp-key")).replace(" ", "")
    code = pyotp.TOTP(key).at(int(world.clock.now.timestamp()))
    return sending(world.zoe, page, "/second-factor", code=code)


@deed()
def remove_the_second_factor(world: World) -> Act:
    world.zoe.enrol("en")
    return sending(world.zoe, world.zoe.page("/en/staff/account"), "/second-factor/remove")


@deed()
def make_new_recovery_codes(world: World) -> Act:
    return sending(world.ada, confirmed(world.ada, "/en/staff/account/recovery-codes"), "/recovery-codes")


@deed()
def end_another_session(world: World) -> Act:
    world.zoe.elsewhere().sign_in()
    return sending(world.zoe, world.zoe.page("/en/staff/account"), "/end")


@deed()
def sign_out_everywhere(world: World) -> Act:
    return sending(world.zoe, world.zoe.page("/en/staff/account"), "/account/sessions/end")


@deed()
def invite_someone(world: World) -> Act:
    page = confirmed(world.ada, "/en/staff/people/invite")
    return sending(world.ada, page, "/people/invite", label="Noor", role="counselor")


@deed()
def withdraw_an_invitation(world: World) -> Act:
    invited_by(world.ada, label="Noor")
    return sending(world.ada, confirmed(world.ada, "/en/staff/people"), "/withdraw")


@deed()
def give_a_role(world: World) -> Act:
    return sending(world.ada, _zoes_page(world), "/role", role="admin")


@deed()
def offer_a_new_password(world: World) -> Act:
    return sending(world.ada, _zoes_page(world), "/reset")


@deed()
def sign_someone_out(world: World) -> Act:
    return sending(world.ada, _zoes_page(world), "/sessions/end")


@deed()
def close_an_account(world: World) -> Act:
    return sending(world.ada, _zoes_page(world), "/disable")


@deed()
def open_an_account_again(world: World) -> Act:
    return sending(world.ada, world.ada.send(_zoes_page(world), "/disable"), "/enable")


def _without_anybody(world: World) -> storage.Database:
    """The database as `mentormatch serve` has just made it."""
    world.begin_anew()
    database = storage.connect(world.url)
    set_up(database, now=world.clock())
    return database


@deed()
def invite_the_first_admin(world: World) -> Act:
    """As `mentormatch serve` does at its first start."""
    database = _without_anybody(world)
    database.close()

    def act() -> str:
        return "" if invite_first_admin(database, now=world.clock()) else "no invitation"

    return act


@deed()
def join_as_the_first_admin(world: World) -> Act:
    database = _without_anybody(world)
    path = f"/en/staff/join/{invite_first_admin(database, now=world.clock())}"
    database.close()
    noor = _another(world)
    page = noor.page(path)
    return sending(noor, page, _last(path), name=noor.name, email=noor.email, password=noor.password)
