"""The least that plain Flask can do for the steps of the quiz: `python -m tests.bench.bare_steps FOLDER`.

`POST /<n>` is one indexed SELECT and one committed INSERT by hand, on SQLite with WAL and FULL, and
a redirect. `GET /page/<bytes>` is our question page with the same words each time, as plain Flask's
`render_template` makes it; `GET /small/<bytes>` the fewest values that a question can be made of, in
a template written for it; `GET /ready/<bytes>` nothing but bytes.
"""

import sqlite3
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

from flask import Flask, redirect, render_template
from flask.typing import ResponseReturnValue
from jinja2 import Template
from markupsafe import Markup

from mentormatch.bundled import templates_path
from mentormatch.i18n import Locale
from mentormatch.storage.engines import sqlite_module
from mentormatch.web.rendering import LINKS, LanguageLink
from mentormatch.web.visitor.pages import Choice, Keeping
from tests.bench.bare_server import serve

_TOKEN = "0123456789abcdef" * 2
_PROMPT = "I would rather learn from someone who has walked the same road than from a method."
_OPTIONS = (("1", "Not at all"), ("2", "A little"), ("3", "Partly"), ("4", "Mostly"), ("5", "Entirely"))
_PAGE = """<!DOCTYPE html>
<html lang="{{ lang }}">
<head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="{{ style }}"></head>
<body><p>{{ progress }}</p><form method="post" action="{{ action }}"><fieldset>
<legend><h1>{{ prompt }}</h1></legend>
{% for key, label in options %}<label><input type="radio" name="answer" value="{{ key }}">{{ label }}</label>
{% endfor %}</fieldset><button>{{ send }}</button></form><!--{{ filling }}--></body></html>
"""
_SCHEMA = """
CREATE TABLE IF NOT EXISTS attempt (id INTEGER PRIMARY KEY, token TEXT NOT NULL UNIQUE, state TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS answer (id INTEGER PRIMARY KEY, attempt INTEGER, position INTEGER, code INTEGER);
"""


def steps(folder: Path) -> Flask:
    """The bare steps, in a database of their own."""
    connections = threading.local()
    with _connected(folder) as connection:
        connection.executescript(_SCHEMA)
        connection.execute("INSERT OR IGNORE INTO attempt (token, state) VALUES (?, 'open')", (_TOKEN,))
    app = Flask("bare", static_folder=None)

    def own() -> sqlite3.Connection:
        if not hasattr(connections, "own"):
            connections.own = _connect(folder)
        found: sqlite3.Connection = connections.own
        return found

    @app.post("/<int:position>")
    def write(position: int) -> ResponseReturnValue:
        connection = own()
        connection.execute("BEGIN IMMEDIATE")
        row = connection.execute("SELECT id, state FROM attempt WHERE token = ?", (_TOKEN,)).fetchone()
        values = (row[0], position, 1)
        connection.execute("INSERT INTO answer (attempt, position, code) VALUES (?, ?, ?)", values)
        connection.execute("COMMIT")
        return redirect(f"/page/{position}", 303)

    app.template_folder = str(templates_path())
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    app.jinja_env.globals["static"] = "/static/0123456789abcdef/{}".format
    small = app.jinja_env.from_string(_PAGE)
    with app.test_request_context():
        least, least_small = len(_same_page(1).encode()), len(_small_page(small, 0).encode())
    views = {
        "page": lambda size: _same_page(max(1, 1 + size - least)),
        "small": lambda size: _small_page(small, size - least_small),
        "ready": lambda size: "x" * size,
    }
    for name, view in views.items():
        app.add_url_rule(f"/{name}/<int:size>", endpoint=name, view_func=view)
    return app


def _small_page(template: Template, filling: int) -> str:
    return template.render(
        lang="fr",
        title="Question 7 · bare",
        style="/static/app.css",
        progress="Question 7, about 9 left",
        action="/7",
        prompt=_PROMPT,
        options=_OPTIONS,
        send="Continue",
        filling="x" * filling,
    )


def _same_page(filling: int) -> str:
    """Our own question page from its own template, as plain Flask renders it, in no language."""
    # Loose values: what the frame learns to show later is absent here, which a template takes for empty.
    links = [LanguageLink(lang, lang, f"/{lang}/quiz/7", lang == "fr") for lang in ("fr", "en", "ar")]
    site = SimpleNamespace(
        lang="fr",
        dir="ltr",
        languages=tuple(links),
        links=LINKS[Locale.FR],
        title="Question 7",
        description="",
        noindex=True,
        canonical="",
        alternates=(),
        demo=False,
    )
    page = SimpleNamespace(
        number=7,
        left=9,
        progress=0.4,
        prompt=_PROMPT,
        why="x" * filling,
        choices=tuple(Choice(key, label, checked=False) for key, label in _OPTIONS),
        scale=True,
        action="/7",
        back_href="/6",
        skipped=False,
        notice="",
        error="",
        keeping=Keeping("http://127.0.0.1/fr/quiz/7", "/fr/quiz/7/qr.svg", "/fr/result/7/erase"),
    )
    return render_template("visitor/question.html", site=site, page=page, _=_plain, ngettext=_plain_count)


def _plain(message: str, **values: object) -> Markup:
    return Markup(message) % values


def _plain_count(one: str, _many: str, num: int, **values: object) -> Markup:
    return Markup(one) % {"num": num, **values}


def _connect(folder: Path) -> sqlite3.Connection:
    connection: sqlite3.Connection = sqlite_module().connect(folder / "bare.sqlite3", isolation_level=None)
    for pragma in ("busy_timeout = 5000", "journal_mode = WAL", "synchronous = FULL"):
        connection.execute(f"PRAGMA {pragma}").close()
    return connection


@contextmanager
def _connected(folder: Path) -> Iterator[sqlite3.Connection]:
    connection = _connect(folder)
    try:
        yield connection
    finally:
        connection.close()


if __name__ == "__main__":
    serve(steps(Path(sys.argv[1])))
