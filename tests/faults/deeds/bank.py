"""What admins write: the question bank, its files, its statistics."""

import io
import json

from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from mentormatch.web.services import services
from tests.bank_editing import SITUATION, editor, fields, named, press, save
from tests.faults.deeds.registry import deed
from tests.faults.world import Act, World, posting, sending
from tests.pages import Page
from tests.staff import confirmed, raw_form
from tests.visits import store_attempts

_BANK = "/en/admin/bank"
_HOLDS = {"holds_prompt_fr": "y", "holds_prompt_en": "y", "holds_prompt_ar": "y"}


def _editor(world: World, key: str = SITUATION) -> Page:
    return world.ada.page(editor("en", key))


def _typing(world: World, address: str = "", **changes: str) -> Act:
    page = _editor(world)
    path = page.path.partition("?")[0]
    return posting(world.ada, path + address, {**fields(page), "action": "save", **named(changes)})


def _edited(world: World) -> None:
    """A draft that passes the gate."""
    save(world.ada, save(world.ada, _editor(world), prompt_en="Clearer words?"), **_HOLDS)


def _with_note(world: World) -> Page:
    _edited(world)
    press(world.ada, world.ada.page(f"{_BANK}/publish"), "/publish", note="Clearer words")
    confirmed(world.ada, f"{_BANK}/publish/now")
    # The page notes that the session is in use; the deed itself need not.
    world.clock.go_on(minutes=2)
    return world.ada.page(f"{_BANK}/publish/now")


def _pressing(world: World, page: Page, to: str, **changes: str) -> Act:
    return sending(world.ada, page, to, **changes)


@deed()
def add_a_question(world: World) -> Act:
    return _pressing(world, world.ada.page(_BANK), "/bank/questions", format="choose")


@deed()
def save_a_question(world: World) -> Act:
    return _typing(world, prompt_en="Clearer words?")


@deed()
def save_by_itself_while_one_types(world: World) -> Act:
    _edited(world)
    return _typing(world, "/autosave", prompt_fr="Des mots plus clairs")


@deed()
def save_the_title(world: World) -> Act:
    return _pressing(
        world, world.ada.page(f"{_BANK}/title"), "/title", **named({"title_en": "Another title"})
    )


@deed()
def duplicate_a_question(world: World) -> Act:
    return _pressing(world, _editor(world), "/duplicate")


@deed()
def move_a_question(world: World) -> Act:
    return _pressing(world, _editor(world), "/move", place="2")


@deed()
def move_a_question_one_down(world: World) -> Act:
    path, sent = raw_form(world.ada.page(_BANK), "/order")
    return posting(world.ada, path, {**sent, "down": SITUATION})


@deed()
def retire_a_question(world: World) -> Act:
    return _pressing(world, _editor(world), "/retire")


@deed()
def bring_a_question_back(world: World) -> Act:
    press(world.ada, _editor(world), "/retire")
    path, sent = raw_form(world.ada.page(_BANK), "/order")
    return posting(world.ada, path, {**sent, "back": SITUATION})


@deed()
def keep_a_note(world: World) -> Act:
    _edited(world)
    return _pressing(world, world.ada.page(f"{_BANK}/publish"), "/publish", note="Clearer words")


@deed()
def publish_the_draft(world: World) -> Act:
    return _pressing(world, _with_note(world), "/publish/now")


@deed()
def discard_the_draft(world: World) -> Act:
    _edited(world)
    return _pressing(world, world.ada.page(f"{_BANK}/publish"), "/discard")


@deed()
def restore_a_version(world: World) -> Act:
    press(world.ada, _with_note(world), "/publish/now")
    return _pressing(world, world.ada.page(f"{_BANK}/versions"), "/versions/1/restore")


@deed()
def ask_for_the_impact(world: World) -> Act:
    _edited(world)
    return _pressing(world, world.ada.page(f"{_BANK}/publish"), "/impact")


@deed()
def stop_measuring_the_impact(world: World) -> Act:
    _edited(world)
    page = press(world.ada, world.ada.page(f"{_BANK}/publish"), "/impact")
    return _pressing(world, page, "/cancel")


@deed()
def upload_a_file(world: World) -> Act:
    ada, where = world.ada, f"{_BANK}/files"
    content = json.loads(ada.get(f"{where}/current.json").get_data())
    content["title"]["en"] = "Another title"
    _, sent = raw_form(ada.page(where), "/files")
    file = FileStorage(io.BytesIO(json.dumps(content).encode()), filename="bank", name="file")
    boundary, body = encode_multipart({**sent, "file": file})

    def act() -> str:
        answer = ada.post(where, data=body, content_type=f"multipart/form-data; boundary={boundary}")
        return "" if answer.status_code == 303 else f"status {answer.status_code}"

    return act


@deed()
def measure_the_questions(world: World) -> Act:
    with world.app.app_context(), services().database.transaction() as tx:
        store_attempts(tx, 20, now=services().now())
    return _pressing(world, world.ada.page("/en/admin/statistics"), "/measure")
