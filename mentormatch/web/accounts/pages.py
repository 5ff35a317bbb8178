"""What each staff page shows: plain values, made by the views, read by the templates.

Every string is in the reader's language already, but for names, addresses and codes.
"""

from collections.abc import Mapping
from dataclasses import field

from mentormatch.values import dataclass


@dataclass(frozen=True, slots=True)
class FormView:
    """A form as shown: where it goes, its key, what was typed, and what is wrong with it.

    `errors` is by field, in the order of the fields; the key `form_key` holds what is wrong with
    the form as a whole.
    """

    action: str
    key: str
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a list; `current` marks the page that is shown, `around` one that it is a part of."""

    href: str
    words: str
    current: bool = False
    around: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be chosen in a list."""

    value: str
    words: str
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """What every page of someone signed in shows around itself; `parts` are those of the room.

    `account` is None, and there are no links, before a required second factor is set up; `here` is
    what the room is called that one is in.
    """

    who: str
    account: Link | None
    links: tuple[Link, ...]
    sign_out: FormView
    here: str
    parts: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class SignInPage:
    """Signing in; `notice` says what has just happened."""

    form: FormView
    notice: str = ""


@dataclass(frozen=True, slots=True)
class CodePage:
    """The second step of signing in."""

    form: FormView
    sign_out: FormView


@dataclass(frozen=True, slots=True)
class JoinPage:
    """An invitation: the role it is for, and until when it is good."""

    form: FormView
    role: str
    is_admin: bool
    expires: str


@dataclass(frozen=True, slots=True)
class ResetPage:
    """Choosing a new password by a link."""

    form: FormView
    email: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number and what it counts."""

    number: str
    words: str


@dataclass(frozen=True, slots=True)
class HomePage:
    """Where staff begin: who one is, what one may do, how things stand."""

    frame: Frame
    name: str
    email: str
    role: str
    may: tuple[str, ...]
    rooms: tuple[Link, ...]
    figures: tuple[Figure, ...]
    advice: Link | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One place where one is signed in."""

    device: str
    began: str
    seen: str
    current: bool
    end: FormView | None


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account."""

    frame: Frame
    notice: str
    name: str
    email: str
    role: str
    has_second_factor: bool
    must_have_second_factor: bool
    codes_left: int
    password_href: str
    second_factor_href: str
    recovery_href: str
    remove: FormView | None
    sessions: tuple[SessionRow, ...]
    end_all: FormView


@dataclass(frozen=True, slots=True)
class PasswordPage:
    """Changing one's password."""

    frame: Frame
    form: FormView
    email: str
    back_href: str


@dataclass(frozen=True, slots=True)
class EnrolPage:
    """Setting up the second factor: an image to scan, a key to type, a code to show for it.

    `required` when the role cannot work without; `replaces` when there is one already.
    """

    frame: Frame
    form: FormView
    qr: str
    key: str
    email: str
    required: bool
    replaces: bool
    back_href: str


@dataclass(frozen=True, slots=True)
class CodesPage:
    """Recovery codes, shown once."""

    frame: Frame
    codes: tuple[str, ...]
    onward_href: str


@dataclass(frozen=True, slots=True)
class AskCodesPage:
    """Whether to make new recovery codes."""

    frame: Frame
    form: FormView
    codes_left: int
    back_href: str


@dataclass(frozen=True, slots=True)
class ConfirmPage:
    """Showing again who one is."""

    frame: Frame
    form: FormView
    email: str
    asks_code: bool
    back_href: str


@dataclass(frozen=True, slots=True)
class AgainView:
    """What the form of a grave deed asks besides, to know that it is still the same person."""

    email: str
    asks_code: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One account in the list of staff."""

    name: str
    email: str
    role: str
    has_second_factor: bool
    disabled: bool
    me: bool
    href: str


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One invitation that was not taken yet."""

    label: str
    role: str
    expires: str
    withdraw: FormView


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who works here."""

    frame: Frame
    notice: str
    people: tuple[PersonRow, ...]
    invitations: tuple[InvitationRow, ...]
    invite_href: str


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One role to choose."""

    key: str
    name: str
    hint: str
    checked: bool


@dataclass(frozen=True, slots=True)
class InvitePage:
    """Inviting someone."""

    frame: Frame
    form: FormView
    roles: tuple[RoleChoice, ...]
    again: AgainView | None
    back_href: str


@dataclass(frozen=True, slots=True)
class LinkPage:
    """A one-time link, shown once; `sentences` say for whom, until when, what it does."""

    frame: Frame
    title: str
    sentences: tuple[str, ...]
    url: str
    back_href: str


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One member of staff, and what an admin can do; the forms are None for oneself."""

    frame: Frame
    notice: str
    name: str
    email: str
    role: str
    since: str
    has_second_factor: bool
    disabled: bool
    me: bool
    sessions: int
    roles: tuple[RoleChoice, ...]
    set_role: FormView | None
    reset: FormView | None
    end_sessions: FormView | None
    disable: FormView | None
    enable: FormView | None
    trail: Link
    back_href: str
