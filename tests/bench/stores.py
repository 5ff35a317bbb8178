"""Databases to fill and measure, gone afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from mentormatch import storage
from tests.databases import POSTGRESQL


@contextmanager
def sqlite_in(folder: Path) -> Iterator[storage.Database]:
    """An empty file in `folder`."""
    database = storage.connect(f"sqlite:///{folder}/mentormatch.sqlite3")
    yield database
    database.close()


@contextmanager
def postgresql_for(folder: Path) -> Iterator[storage.Database | None]:
    """An empty database named after this process and `folder`; None where no server answers."""
    name = f"mentormatch_bench_{os.getpid()}_{folder.name.rpartition('-')[2].lower()}"
    try:
        server = psycopg.connect(f"{POSTGRESQL}/postgres", autocommit=True, connect_timeout=2)
    except psycopg.OperationalError:
        yield None
        return
    with server:
        server.execute(f'CREATE DATABASE "{name}"')
        database = storage.connect(f"{POSTGRESQL}/{name}")
        try:
            yield database
        finally:
            database.close()
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
