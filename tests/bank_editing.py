"""An admin at the question bank, for tests: what a browser would send of the editor's form."""

from collections.abc import Mapping
from typing import Any
from xml.etree.ElementTree import Element

from tests.pages import Page, words_of
from tests.staff import StaffMember, invited_by

SITUATION = "sit-first-months"
STATEMENT = "agree-direction-known"


def editor(lang: str, key: str = SITUATION) -> str:
    """The path of a question's editor."""
    return f"/{lang}/admin/bank/questions/{key}"


def fields(page: Page) -> dict[str, str]:
    """What the editor's form would send as it is."""
    return dict(_values(page.form(page.path.partition("?")[0])))


def save(member: StaffMember, page: Page, deed: str = "save", **changes: str) -> Page:
    """Press one of the editor's buttons; names are written with _ for -."""
    path = page.path.partition("?")[0]
    sent = {**fields(page), **named(changes), "action": deed}
    return member._followed(member.post(path, sent), path)


def script(member: StaffMember, page: Page, deed: str, **changes: str) -> Any:
    """What the page's script gets from an address of the editor."""
    answer = member.post(f"{page.path.partition('?')[0]}/{deed}", {**fields(page), **named(changes)})
    assert answer.status_code == 200
    return answer.get_json()


def named(changes: Mapping[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in changes.items()}


def value(page: Page, name: str) -> str:
    """What a field of the page holds."""
    return fields(page)[name]


def second_admin(admin: StaffMember) -> StaffMember:
    """Another admin, signed in."""
    bob = StaffMember(admin.app, clock=admin.clock, email="bob@example.org", name="Bob")
    bob.join(invited_by(admin, role="admin"))
    bob.enrol("en")
    return bob


def _values(form: Element) -> list[tuple[str, str]]:
    found = []
    for control in form.iter():
        name = control.get("name")
        ticked = control.get("type") not in {"radio", "checkbox"} or control.get("checked") is not None
        if name is None or not ticked:
            continue
        match control.tag:
            case "input":
                found.append((name, control.get("value", "")))
            case "textarea":
                found.append((name, "".join(control.itertext())))
            case "select":
                chosen = [o for o in control.iter("option") if o.get("selected") is not None]
                found.append((name, (chosen or list(control.iter("option")))[0].get("value", "")))
            case _:
                pass
    return found


def press(member: StaffMember, page: Page, action_ends: str, **changes: str) -> Page:
    """Send one of a page's plain forms."""
    form = page.form(action_ends)
    sent = {**dict(_values(form)), **named(changes)}
    path = form.get("action", "")
    return member._followed(member.post(path, sent), path)


def tags_of(page: Page) -> list[str]:
    return [words_of(e) for e in page.all("span") if "tag" in (e.get("class") or "").split()]
