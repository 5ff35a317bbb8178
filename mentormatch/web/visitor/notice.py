"""What the team says to everyone who visits, such as that it is away for a week."""

from mentormatch.i18n import Locale
from mentormatch.web.services import services


def house_notice(locale: Locale) -> str:
    """The notice that admins have put up; "" where there is none."""
    notice = services().choices().notice
    return notice[locale] if notice else ""
