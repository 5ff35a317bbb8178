"""What admins write of the texts: advice, guide, templates of notes."""

from tests.bank_editing import fields, named, press, save
from tests.faults.deeds.registry import deed
from tests.faults.world import Act, World, posting, sending
from tests.staff import confirmed
from tests.text_editing import OTHER, TEXTS, published_texts, reworded, text_editor


def _typing(world: World, address: str = "", **changes: str) -> Act:
    page = world.ada.page(text_editor("en"))
    path = page.path.partition("?")[0]
    return posting(world.ada, path + address, {**fields(page), "action": "save", **named(changes)})


@deed()
def save_a_text(world: World) -> Act:
    return _typing(world, text_en=OTHER["en"])


@deed()
def save_a_text_by_itself_while_one_types(world: World) -> Act:
    save(world.ada, world.ada.page(text_editor("en")), text_en=OTHER["en"])
    return _typing(world, "/autosave", text_fr=OTHER["fr"])


@deed()
def keep_a_note_on_the_texts(world: World) -> Act:
    reworded(world.ada)
    return sending(world.ada, world.ada.page(f"{TEXTS}/publish"), "/publish", note="Our words")


@deed()
def publish_the_texts(world: World) -> Act:
    reworded(world.ada)
    press(world.ada, world.ada.page(f"{TEXTS}/publish"), "/publish", note="Our words")
    confirmed(world.ada, f"{TEXTS}/publish/now")
    # The page notes that the session is in use; the deed itself need not.
    world.clock.go_on(minutes=2)
    return sending(world.ada, world.ada.page(f"{TEXTS}/publish/now"), "/publish/now")


@deed()
def discard_the_draft_of_the_texts(world: World) -> Act:
    reworded(world.ada)
    return sending(world.ada, world.ada.page(f"{TEXTS}/publish"), "/discard")


@deed()
def restore_a_version_of_the_texts(world: World) -> Act:
    for words in (OTHER, {lang: f"{sentence}." for lang, sentence in OTHER.items()}):
        reworded(world.ada, words=words)
        published_texts(world.ada)
    world.clock.go_on(minutes=2)
    return sending(world.ada, world.ada.page(f"{TEXTS}/versions"), "/versions/1/restore")


@deed()
def go_back_to_the_texts_that_ship(world: World) -> Act:
    reworded(world.ada)
    published_texts(world.ada)
    world.clock.go_on(minutes=2)
    return sending(world.ada, world.ada.page(f"{TEXTS}/versions"), "/versions/0/restore")
