"""The libraries that any program like ours loads, with one small page: Flask, SQLAlchemy, Babel."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from flask import Flask
from sqlalchemy import create_engine, text

from tests.bench.bare_server import serve


def frame(folder: Path) -> Flask:
    """One page that asks the database and says a date in a language."""
    engine = create_engine(f"sqlite:///{folder}/frame.sqlite3")
    app = Flask("frame", static_folder=None)
    template = app.jinja_env.from_string("<p>{{ name }} {{ day }} {{ number }}</p>")

    @app.get("/<lang>/quiz")
    def page(lang: str) -> str:
        with engine.connect() as connection:
            number = connection.execute(text("SELECT 1")).scalar_one()
        day = format_date(datetime.now(UTC), locale=lang)
        return template.render(name=Locale(lang).get_display_name(), day=day, number=number)

    return app


if __name__ == "__main__":
    serve(frame(Path(sys.argv[1])))
