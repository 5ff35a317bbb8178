"""The first tables: banks, attempts, results, staff and the audit chain."""

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import Instant, Key

revision = "0001"
down_revision = None

_FIXED_VERSION = "id, bank_key, number, content_hash, document, published_at, published_by, note"
# Table, columns that stay as they were written, and whether a row may be deleted.
_KEPT = (
    ("bank_versions", _FIXED_VERSION, False),
    ("audit_events", "", False),
    ("results", "", True),
)


def upgrade() -> None:
    """Make the tables, and the triggers that keep written things as they were written."""
    _banks()
    _attempts()
    _results()
    _staff()
    _invitations()
    _audit()
    for table, columns, may_go in _KEPT:
        _keep(table, columns, may_go=may_go)


def downgrade() -> None:
    """Remove everything; only an empty program comes before this."""
    for table, _, may_go in _KEPT:
        _let_go(table, may_go=may_go)
    for table in (
        "audit_head",
        "audit_events",
        "invitations",
        "staff_sessions",
        "staff",
        "tombstones",
        "results",
        "attempts",
        "bank_versions",
        "banks",
    ):
        op.drop_table(table)
    if _on_postgresql():
        op.execute("DROP FUNCTION mentormatch_keep()")


def _banks() -> None:
    op.create_table(
        "banks",
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("created_at", Instant, nullable=False),
    )
    op.create_table(
        "bank_versions",
        sa.Column("id", Key, primary_key=True),
        sa.Column("bank_key", sa.String(40), sa.ForeignKey("banks.key"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("document", sa.LargeBinary, nullable=False),
        sa.Column("published_at", Instant, nullable=False),
        sa.Column("published_by", sa.String(64), nullable=True),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("is_current", sa.Boolean, nullable=False),
        sa.UniqueConstraint("bank_key", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
        sa.CheckConstraint("length(content_hash) = 64", name="content_hash"),
    )
    op.create_index(
        "uq_bank_versions_current",
        "bank_versions",
        ["bank_key"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", Key, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("bank_version_id", Key, sa.ForeignKey("bank_versions.id"), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("form", sa.String(16), nullable=False),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("seed", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("extra", sa.Integer, nullable=False),
        sa.Column("shown", sa.LargeBinary, nullable=False),
        sa.Column("answers", sa.LargeBinary, nullable=False),
        sa.Column("languages", sa.LargeBinary, nullable=False),
        sa.Column("elapsed", sa.LargeBinary, nullable=False),
        sa.Column("started_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("demo", sa.Boolean, nullable=False),
        sa.UniqueConstraint("token_hash"),
        sa.CheckConstraint("length(token_hash) = 32", name="token_hash"),
        sa.CheckConstraint("length(languages) = length(answers)", name="languages"),
        sa.CheckConstraint("length(elapsed) = 2 * length(answers)", name="elapsed"),
        sa.CheckConstraint("length(shown) % 3 = 0", name="shown"),
        sa.CheckConstraint("revision >= 0", name="revision"),
    )


def _results() -> None:
    op.create_table(
        "results",
        sa.Column("id", Key, primary_key=True),
        sa.Column("attempt_id", Key, sa.ForeignKey("attempts.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("bank_version_id", Key, sa.ForeignKey("bank_versions.id"), nullable=False),
        sa.Column("model_hash", sa.String(64), nullable=False),
        sa.Column("recommendation", sa.String(16), nullable=False),
        sa.Column("focus", sa.String(16), nullable=True),
        sa.Column("probabilities", sa.Text, nullable=False),
        sa.Column("close_call", sa.Boolean, nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.UniqueConstraint("attempt_id", "number"),
        sa.CheckConstraint("number >= 1", name="number"),
    )
    op.create_table(
        "tombstones",
        sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
        sa.Column("erased_at", Instant, nullable=False),
        sa.CheckConstraint("length(token_hash) = 32", name="token_hash"),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("id", Key, primary_key=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.Text, nullable=False),
        sa.Column("totp_secret", sa.Text, nullable=True),
        sa.Column("locale", sa.String(8), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("disabled_at", Instant, nullable=True),
        sa.UniqueConstraint("email_key"),
    )
    op.create_table(
        "staff_sessions",
        sa.Column("id", Key, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("staff_id", Key, sa.ForeignKey("staff.id"), nullable=False, index=True),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("last_seen_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("revoked_at", Instant, nullable=True),
        sa.UniqueConstraint("token_hash"),
        sa.CheckConstraint("length(token_hash) = 32", name="token_hash"),
    )


def _invitations() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", Key, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("taken_at", Instant, nullable=True),
        sa.UniqueConstraint("token_hash"),
        sa.CheckConstraint("length(token_hash) = 32", name="token_hash"),
    )


def _audit() -> None:
    op.create_table(
        "audit_events",
        sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("at", Instant, nullable=False),
        sa.Column("actor", sa.String(64), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("subject", sa.String(128), nullable=False),
        sa.Column("details", sa.Text, nullable=False),
        sa.Column("previous_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.UniqueConstraint("previous_hash"),
        sa.UniqueConstraint("hash"),
    )
    head = op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("hash", sa.LargeBinary(32), nullable=False),
        sa.CheckConstraint("id = 1", name="single"),
    )
    op.bulk_insert(head, [{"id": 1, "number": 0, "hash": bytes(32)}])


def _on_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _keep(table: str, columns: str, *, may_go: bool) -> None:
    """Refuse changes of `columns` (of all when empty) and, unless `may_go`, deletions."""
    if _on_postgresql():
        op.execute(
            "CREATE OR REPLACE FUNCTION mentormatch_keep() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'a row of % stays as it was written', TG_TABLE_NAME "
            "USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_NAME; END $$"
        )
        act = "FOR EACH {} EXECUTE FUNCTION mentormatch_keep()"
    else:
        act = f"FOR EACH {{}} BEGIN SELECT RAISE(ABORT, 'a row of {table} stays as it was written'); END"
    of = f"OF {columns} " if columns else ""
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE {of}ON {table} {act.format('ROW')}")
    if may_go:
        return
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {act.format('ROW')}")
    if _on_postgresql():
        op.execute(f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} {act.format('STATEMENT')}")


def _let_go(table: str, *, may_go: bool) -> None:
    on = f" ON {table}" if _on_postgresql() else ""
    op.execute(f"DROP TRIGGER {table}_no_update{on}")
    if may_go:
        return
    op.execute(f"DROP TRIGGER {table}_no_delete{on}")
    if _on_postgresql():
        op.execute(f"DROP TRIGGER {table}_no_truncate{on}")
