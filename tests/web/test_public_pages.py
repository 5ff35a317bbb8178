"""The pages that anyone may read say what is true of this installation."""

from pathlib import Path

from mentormatch import storage
from tests.apps import Clock, serving, settings_for
from tests.pages import Visitor


def test_the_privacy_page_gives_the_days_of_this_installation(
    sqlite_database: storage.Database, tmp_path: Path, clock: Clock, lang: str
) -> None:
    settings = settings_for(
        f"sqlite:///{sqlite_database.path}",
        tmp_path,
        MENTORMATCH_UNFINISHED_DAYS="11",
        MENTORMATCH_RESULT_DAYS="77",
    )
    with serving(settings, clock) as app:
        page = Visitor(app).page(f"/{lang}/privacy")
    assert "11" in page.text
    assert "77" in page.text
    assert "%(" not in page.text
