"""A learned model named on the command line: a file, or the number of a stored one."""

from pathlib import Path

import click

from mentormatch import storage
from mentormatch.cli import environment
from mentormatch.errors import NotFoundError
from mentormatch.matcher.model_document import MAX_MODEL_BYTES, LearnedModel, parse_model
from mentormatch.scoring import ExpertModel


def learned_model(name: str, expert: ExpertModel) -> LearnedModel:
    """The model of that name; InvalidDocumentError when it is damaged, UsageError when there is none."""
    if name.isdigit() and not Path(name).exists():
        return parse_model(_stored(int(name)), expert=expert.content_hash)
    try:
        with Path(name).open("rb") as file:
            raw = file.read(MAX_MODEL_BYTES + 1)
    except OSError as error:
        raise click.UsageError(f"{name}: {error.strerror}") from error
    return parse_model(raw, expert=expert.content_hash)


def _stored(number: int) -> bytes:
    database = storage.connect(environment.settings().database_url)
    try:
        with database.reading() as tx:
            return storage.models.by_number(tx, number).document
    except NotFoundError as error:
        raise click.UsageError(f"there is no stored model {number}") from error
    finally:
        database.close()
