"""The counselors' queue: cases, what visitors ask, claims and reviews."""

import json

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import NO_PROMISE, Instant, Key

revision = "0004"
down_revision = "0003"

_SHELF = ("state", "kind", "role", "locale", "origin")
_INDEXES = {
    "ix_cases_state_due_at_certainty_result_id": ("state", "due_at", "certainty", "result_id"),
    "ix_cases_state_certainty_result_id": ("state", "certainty", "result_id"),
    "ix_cases_state_result_id": ("state", "result_id"),
    "ix_cases_shelf_due": (*_SHELF, "due_at", "certainty", "result_id"),
    "ix_cases_shelf_certainty": (*_SHELF, "certainty", "result_id"),
}
_BATCH = 1000


def upgrade() -> None:
    """Make the tables, and a case for every result that is there."""
    cases = _cases()
    _contact_requests()
    _review_claims()
    _reviews()
    _open_cases(cases)
    for name, columns in _INDEXES.items():
        op.create_index(name, "cases", list(columns))


def downgrade() -> None:
    """Take the queue away; results stay."""
    for table in ("reviews", "review_claims", "contact_requests", "cases"):
        op.drop_table(table)


def _cases() -> sa.Table:
    return op.create_table(
        "cases",
        sa.Column("result_id", Key, sa.ForeignKey("results.id"), primary_key=True),
        sa.Column("attempt_id", Key, sa.ForeignKey("attempts.id"), nullable=False, index=True),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("focus", sa.String(16), nullable=True),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("certainty", sa.Float(53), nullable=False),
        sa.Column("close_call", sa.Boolean, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("due_at", Instant, nullable=False),
        sa.Column("blind_first", sa.Boolean, nullable=False),
        sa.Column("double_reading", sa.Boolean, nullable=False),
        sa.Column("made_at", Instant, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("last_key", sa.String(43), nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.CheckConstraint("certainty >= 0 AND certainty <= 1", name="certainty"),
        sa.CheckConstraint("revision >= 0", name="revision"),
    )


def _contact_requests() -> None:
    op.create_table(
        "contact_requests",
        sa.Column("id", Key, primary_key=True),
        sa.Column("attempt_id", Key, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("message", sa.Text, nullable=True),
        sa.Column("email", sa.String(254), nullable=True),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("consent_version", sa.String(16), nullable=True),
        sa.Column("consent_locale", sa.String(8), nullable=True),
        sa.Column("consented_at", Instant, nullable=True),
        sa.Column("asked_at", Instant, nullable=False),
        sa.Column("withdrawn_at", Instant, nullable=True),
        sa.Column("closed_at", Instant, nullable=True, index=True),
        sa.UniqueConstraint("attempt_id"),
        sa.CheckConstraint("email IS NULL OR consented_at IS NOT NULL", name="consent"),
    )


def _review_claims() -> None:
    op.create_table(
        "review_claims",
        sa.Column("result_id", Key, sa.ForeignKey("cases.result_id"), primary_key=True),
        sa.Column("staff_id", Key, sa.ForeignKey("staff.id"), nullable=False),
        sa.Column("claimed_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
    )
    op.create_index("ix_review_claims_staff_id_expires_at", "review_claims", ["staff_id", "expires_at"])


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", Key, primary_key=True),
        sa.Column("result_id", Key, sa.ForeignKey("cases.result_id"), nullable=False),
        sa.Column("attempt_id", Key, sa.ForeignKey("attempts.id"), nullable=False, index=True),
        sa.Column("staff_id", Key, sa.ForeignKey("staff.id"), nullable=False, index=True),
        sa.Column("reading", sa.Integer, nullable=False),
        sa.Column("blind_first", sa.Boolean, nullable=False),
        sa.Column("judgement", sa.String(16), nullable=False),
        sa.Column("focus", sa.String(16), nullable=True),
        sa.Column("confidence", sa.Integer, nullable=False),
        sa.Column("judged_at", Instant, nullable=False),
        sa.Column("verdict", sa.String(16), nullable=True),
        sa.Column("told", sa.String(16), nullable=True),
        sa.Column("told_focus", sa.String(16), nullable=True),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("note_to_visitor", sa.Text, nullable=False),
        sa.Column("private_note", sa.Text, nullable=False),
        sa.Column("released_by", Key, sa.ForeignKey("staff.id"), nullable=True),
        sa.Column("released_at", Instant, nullable=True),
        sa.Column("seen_at", Instant, nullable=True),
        sa.Column("undone_at", Instant, nullable=True),
        sa.UniqueConstraint("result_id", "reading"),
        sa.CheckConstraint("reading IN (1, 2)", name="reading"),
        sa.CheckConstraint("confidence BETWEEN 1 AND 3", name="confidence"),
        sa.CheckConstraint("seen_at IS NULL OR released_at IS NOT NULL", name="seen"),
    )


def _open_cases(cases: sa.Table) -> None:
    """A case for every result from before; none is blind, for nothing was drawn in time."""
    results = sa.table(
        "results",
        *(sa.column("id", Key), sa.column("attempt_id", Key), sa.column("number"), sa.column("focus")),
        *(sa.column("recommendation"), sa.column("probabilities"), sa.column("close_call", sa.Boolean)),
        sa.column("created_at", Instant),
    )
    attempts = sa.table(
        "attempts",
        sa.column("id", Key),
        sa.column("role"),
        sa.column("locale"),
        sa.column("demo", sa.Boolean),
    )
    later = results.alias("later")
    replaced = sa.exists().where(
        later.c.attempt_id == results.c.attempt_id, later.c.number > results.c.number
    )
    query = sa.select(
        results, attempts.c.role, attempts.c.locale, attempts.c.demo, replaced.label("replaced")
    )
    query = query.join(attempts, attempts.c.id == results.c.attempt_id).order_by(results.c.id).limit(_BATCH)
    rows = op.get_bind().execute(query).all()
    while rows:
        op.bulk_insert(cases, [_case(row) for row in rows])
        rows = op.get_bind().execute(query.where(results.c.id > rows[-1].id)).all()


def _case(row: sa.Row[tuple[object, ...]]) -> dict[str, object]:
    return {
        "result_id": row.id,
        "attempt_id": row.attempt_id,
        "kind": row.recommendation,
        "focus": row.focus,
        "role": row.role,
        "locale": row.locale,
        "certainty": max(json.loads(row.probabilities).values()),
        "close_call": row.close_call,
        "origin": "uncertain" if row.close_call else "routine",
        "state": "replaced" if row.replaced else "waiting",
        "due_at": NO_PROMISE,
        "blind_first": False,
        "double_reading": False,
        "made_at": row.created_at,
        "revision": 0,
        "last_key": "",
        "demo": row.demo,
    }
