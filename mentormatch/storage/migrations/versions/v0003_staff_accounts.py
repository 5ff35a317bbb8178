"""Staff accounts: names, second factors, sessions by state, one-time links, tries."""

import sqlalchemy as sa
from alembic import op

from mentormatch.storage.columns import Instant, Key

revision = "0003"
down_revision = "0002"

_NO_TEXT = sa.text("''")


def upgrade() -> None:
    """Add what signing in needs; a session from before is signed in, and confirmed nothing."""
    op.add_column("staff", sa.Column("name", sa.String(120), nullable=False, server_default=_NO_TEXT))
    op.add_column("staff", sa.Column("totp_next", sa.Text, nullable=False, server_default=_NO_TEXT))
    op.add_column("staff", sa.Column("totp_step", sa.BigInteger, nullable=False, server_default=sa.text("0")))
    op.add_column(
        "staff_sessions", sa.Column("state", sa.String(16), nullable=False, server_default=sa.text("'open'"))
    )
    op.add_column("staff_sessions", sa.Column("confirmed_at", Instant, nullable=True))
    op.add_column(
        "staff_sessions", sa.Column("device", sa.String(80), nullable=False, server_default=_NO_TEXT)
    )
    op.add_column("invitations", sa.Column("label", sa.String(120), nullable=False, server_default=_NO_TEXT))
    op.add_column("invitations", sa.Column("invited_by", sa.String(64), nullable=True))
    _password_resets()
    _recovery_codes()
    _sign_in_tries()


def downgrade() -> None:
    """Take it away again; accounts stay, without names and recovery codes."""
    op.drop_table("sign_in_tries")
    op.drop_table("recovery_codes")
    op.drop_table("password_resets")
    for table, names in (
        ("invitations", ("invited_by", "label")),
        ("staff_sessions", ("device", "confirmed_at", "state")),
        ("staff", ("totp_step", "totp_next", "name")),
    ):
        for name in names:
            op.drop_column(table, name)


def _password_resets() -> None:
    op.create_table(
        "password_resets",
        sa.Column("id", Key, primary_key=True),
        sa.Column("token_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("staff_id", Key, sa.ForeignKey("staff.id"), nullable=False, index=True),
        sa.Column("ends_second_factor", sa.Boolean, nullable=False),
        sa.Column("created_at", Instant, nullable=False),
        sa.Column("expires_at", Instant, nullable=False),
        sa.Column("taken_at", Instant, nullable=True),
        sa.UniqueConstraint("token_hash"),
        sa.CheckConstraint("length(token_hash) = 32", name="token_hash"),
    )


def _recovery_codes() -> None:
    op.create_table(
        "recovery_codes",
        sa.Column("id", Key, primary_key=True),
        sa.Column("staff_id", Key, sa.ForeignKey("staff.id"), nullable=False, index=True),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("used_at", Instant, nullable=True),
        sa.UniqueConstraint("code_hash"),
        sa.CheckConstraint("length(code_hash) = 32", name="code_hash"),
    )


def _sign_in_tries() -> None:
    op.create_table(
        "sign_in_tries",
        sa.Column("id", Key, primary_key=True),
        sa.Column("key_hash", sa.LargeBinary(32), nullable=False),
        sa.Column("at", Instant, nullable=False, index=True),
        sa.CheckConstraint("length(key_hash) = 32", name="key_hash"),
    )
    op.create_index("ix_sign_in_tries_key_hash_at", "sign_in_tries", ["key_hash", "at"])
