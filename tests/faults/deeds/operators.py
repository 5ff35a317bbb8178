"""What the commands write."""

import json

from mentormatch import storage
from mentormatch.bundled import data_path
from mentormatch.storage.jobs import JobState
from mentormatch.usecases import jobs
from mentormatch.usecases.backing_up import back_up
from mentormatch.usecases.impact import Impact, Sizes
from tests.bank_editing import editor, press, save
from tests.faults.deeds.registry import MANY, deed
from tests.faults.deeds.visitors import asked
from tests.faults.world import Act, World, commanding
from tests.staff import confirmed, path_of

_SMALL = Sizes(page=2, worlds=1, people=4)
_NEW = "nine owls on a quiet roof"


@deed(commits=2)
def prepare_an_empty_database(world: World) -> Act:
    world.begin_anew()
    return commanding(world, "init")


@deed()
def bring_an_older_database_up_to_date(world: World) -> Act:
    storage.downgrade(world.served.database, "0004")
    return commanding(world, "init")


@deed()
def add_staff(world: World) -> Act:
    given = ("noor@example.org", "--name", "Noor", "--role", "admin", "--password", _NEW)
    return commanding(world, "staff", "add", *given)


@deed()
def invite_staff(world: World) -> Act:
    return commanding(world, "staff", "invite", "--role", "admin")


@deed()
def reset_staff(world: World) -> Act:
    return commanding(world, "staff", "reset", world.zoe.email, "--second-factor")


@deed()
def revoke_staff(world: World) -> Act:
    return commanding(world, "staff", "revoke", world.zoe.email)


@deed()
def restore_staff(world: World) -> Act:
    world.ada.send(confirmed(world.ada, path_of(world.ada, "Zoé")), "/disable")
    return commanding(world, "staff", "restore", world.zoe.email)


def _bank_file(world: World) -> str:
    content = json.loads(data_path("banks", "mentoring.json").read_bytes())
    content["title"]["en"] = "Another title"
    path = world.folder / "bank.json"
    path.write_text(json.dumps(content), encoding="utf-8")
    return str(path)


@deed()
def import_a_bank(world: World) -> Act:
    return commanding(world, "bank", "import", _bank_file(world))


@deed()
def publish_a_bank(world: World) -> Act:
    return commanding(world, "bank", "publish", _bank_file(world), "--note", "Another title", "--yes")


@deed()
def purge_what_is_old(world: World) -> Act:
    asked(world)
    return commanding(world, "purge")


@deed()
def make_a_backup(world: World) -> Act:
    return commanding(world, "backup")


@deed()
def restore_a_backup(world: World) -> Act:
    asked(world)
    path = back_up(world.served.database, world.folder / "backups", now=world.clock()).path
    world.visitor.submit(world.visitor.page(f"/en/result/{world.finished.token}/erase"))
    return commanding(world, "restore", str(path), "--overwrite")


@deed(commits=MANY)
def move_to_another_database(world: World) -> Act:
    asked(world)
    return commanding(world, "copy-to", f"sqlite:///{world.folder / 'elsewhere.sqlite3'}")


@deed(commits=MANY)
def fill_a_demonstration(world: World) -> Act:
    return commanding(world, "demo", "--people", "30", "--weeks", "2", "--fill-only")


def _working(world: World) -> Act:
    """Do the jobs that wait."""
    database = world.served.database
    works: dict[str, jobs.Work] = {jobs.IMPACT: Impact(world.served.instruments.model, _SMALL)}

    def act() -> str:
        with database.reading() as tx:
            if (job := jobs.latest_impact(tx)) and job.state is JobState.RUNNING:
                # Its worker has given no sign of life for so long.
                world.clock.go_on(minutes=30)
        jobs.run_waiting(database, works, worker="w", clock=world.clock)
        return ""

    return act


@deed(commits=MANY)
def measure_the_impact(world: World) -> Act:
    save(world.ada, world.ada.page(editor("en")), option_0_goals="0.9")
    press(world.ada, world.ada.page("/en/admin/bank/publish"), "/impact")
    return _working(world)


@deed(commits=2)
def fail_at_a_job(world: World) -> Act:
    with world.served.database.transaction() as tx:
        storage.jobs.create(tx, jobs.IMPACT, subject={}, content=b"{}", by="ada", now=world.clock())
    return _working(world)
