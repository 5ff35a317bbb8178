"""The admins' pages: questions and texts edited, checked, published; the bank measured, and as files."""

from mentormatch.web.accounts import refuse_cross_site
from mentormatch.web.admin import (
    bank,
    editor,
    files,
    history,
    impact,
    publish,
    statistics,
    text_editor,
    text_history,
    text_publish,
    texts,
    title,
)
from mentormatch.web.admin.blueprint import admin

admin.before_request(refuse_cross_site)

__all__ = [
    "admin",
    "bank",
    "editor",
    "files",
    "history",
    "impact",
    "publish",
    "statistics",
    "text_editor",
    "text_history",
    "text_publish",
    "texts",
    "title",
]
