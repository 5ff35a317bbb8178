"""The addresses of counselors' pages."""

from urllib.parse import urlencode

from mentormatch.i18n import Locale


def queue(locale: Locale, **chosen: str) -> str:
    """The queue, in a view; what is empty is left out."""
    given = {name: value for name, value in chosen.items() if value}
    return f"/{locale}/counselor" + (f"?{urlencode(given)}" if given else "")


def case(locale: Locale, result_id: str, said: str = "", *, view: str = "", deed: str = "") -> str:
    """One case, or a deed on it: `said` codes what just happened, `view` the queue to go back to."""
    given = {name: value for name, value in (("said", said), ("view", view)) if value}
    path = f"/{locale}/counselor/cases/{result_id}" + (f"/{deed}" if deed else "")
    return path + (f"?{urlencode(given)}" if given else "")


def figures(locale: Locale, weeks: str = "") -> str:
    """How the reviews go, over so many weeks."""
    return f"/{locale}/counselor/figures" + (f"?weeks={weeks}" if weeks else "")
