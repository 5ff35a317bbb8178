"""Every column says how private its content is, and every constraint has a name."""

import sqlalchemy as sa

from mentormatch.storage.tables import METADATA

_PRIVACY = {"none", "pseudonymous", "personal", "secret"}


def untagged(metadata: sa.MetaData) -> list[str]:
    """The columns that do not say how private they are."""
    return [
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if column.info.get("privacy") not in _PRIVACY
    ]


def unnamed(metadata: sa.MetaData) -> list[str]:
    """The tables with a constraint that a later migration could not name."""
    return [
        table.name
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if not constraint.name
    ]


def test_every_column_says_how_private_it_is() -> None:
    assert len(METADATA.sorted_tables) > 5
    assert untagged(METADATA) == []


def test_every_constraint_has_a_name() -> None:
    assert unnamed(METADATA) == []


def test_an_untagged_a_mistagged_and_an_unnamed_thing_would_be_caught() -> None:
    metadata = sa.MetaData()
    columns = (
        sa.Column("id", sa.Integer, primary_key=True, info={"privacy": "none"}),
        sa.Column("email", sa.String),
        sa.Column("name", sa.String, info={"privacy": "private"}),
    )
    sa.Table("people", metadata, *columns)
    assert untagged(metadata) == ["people.email", "people.name"]
    assert unnamed(metadata) == ["people"]
