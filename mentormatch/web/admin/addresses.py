"""The addresses of the admins' pages."""

from mentormatch.i18n import Locale


def bank(locale: Locale, said: str = "") -> str:
    """The list of questions; `said` is a code of what has just happened."""
    return f"/{locale}/admin/bank{_said(said)}"


def title(locale: Locale, said: str = "") -> str:
    """The editor of the bank's title."""
    return f"/{locale}/admin/bank/title{_said(said)}"


def questions(locale: Locale) -> str:
    """What adds a question."""
    return f"/{locale}/admin/bank/questions"


def order(locale: Locale) -> str:
    """What moves a question of the list, or brings one back."""
    return f"/{locale}/admin/bank/order"


def question(locale: Locale, key: str, said: str = "") -> str:
    """The editor of a question."""
    return f"/{locale}/admin/bank/questions/{key}{_said(said)}"


def of_question(locale: Locale, key: str, deed: str) -> str:
    """What does something with a question, or tells its history."""
    return f"/{locale}/admin/bank/questions/{key}/{deed}"


def publish(locale: Locale) -> str:
    """What would change, and what stands in the way."""
    return f"/{locale}/admin/bank/publish"


def publish_now(locale: Locale) -> str:
    """The last step of publishing."""
    return f"/{locale}/admin/bank/publish/now"


def discard(locale: Locale) -> str:
    """What gives up the draft."""
    return f"/{locale}/admin/bank/discard"


def versions(locale: Locale, said: str = "") -> str:
    """The published versions."""
    return f"/{locale}/admin/bank/versions{_said(said)}"


def compare(locale: Locale, before: str, after: str) -> str:
    """Two versions, compared."""
    return f"/{locale}/admin/bank/compare?before={before}&after={after}"


def comparing(locale: Locale) -> str:
    """Where the form that compares goes."""
    return f"/{locale}/admin/bank/compare"


def restore(locale: Locale, number: int) -> str:
    """What makes the draft of a version."""
    return f"/{locale}/admin/bank/versions/{number}/restore"


def impact(locale: Locale) -> str:
    """The measurements of what a draft would do, and what asks for another."""
    return f"/{locale}/admin/bank/impact"


def job(locale: Locale, job_id: str) -> str:
    """A measurement, running or done."""
    return f"/{locale}/admin/bank/impact/{job_id}"


def cancel(locale: Locale, job_id: str) -> str:
    """What stops a measurement."""
    return f"/{locale}/admin/bank/impact/{job_id}/cancel"


def texts(locale: Locale, said: str = "", *, sheet: str = "") -> str:
    """The texts: where they are read, or with `sheet` those of one page."""
    return f"/{locale}/admin/texts?sheet={sheet}" if sheet else f"/{locale}/admin/texts{_said(said)}"


def text(locale: Locale, text_id: str, *, at: str = "", said: str = "") -> str:
    """The editor of a text; `at` is the sheet that its preview shows it on."""
    asked = "&".join(f"{name}={value}" for name, value in (("at", at), ("said", said)) if value)
    return f"/{locale}/admin/texts/{text_id}{'?' if asked else ''}{asked}"


def publish_texts(locale: Locale) -> str:
    """What would change in the texts, and what stands in the way."""
    return f"/{locale}/admin/texts/publish"


def publish_texts_now(locale: Locale) -> str:
    """The last step of publishing texts."""
    return f"/{locale}/admin/texts/publish/now"


def discard_texts(locale: Locale) -> str:
    """What gives up the draft of the texts."""
    return f"/{locale}/admin/texts/discard"


def text_versions(locale: Locale, said: str = "") -> str:
    """The published versions of the texts."""
    return f"/{locale}/admin/texts/versions{_said(said)}"


def compare_texts(locale: Locale, before: str, after: str) -> str:
    """Two versions of the texts, compared."""
    return f"/{locale}/admin/texts/compare?before={before}&after={after}"


def comparing_texts(locale: Locale) -> str:
    """Where the form that compares texts goes."""
    return f"/{locale}/admin/texts/compare"


def restore_texts(locale: Locale, name: str) -> str:
    """What makes the draft of a version of the texts, or of the shipped ones (`0`)."""
    return f"/{locale}/admin/texts/versions/{name}/restore"


def _said(code: str) -> str:
    return f"?said={code}" if code else ""
