"""The tables; private to this room. Every column says how private its content is.

`none` is about no person, `pseudonymous` about someone we cannot name, `personal` names or
reaches someone, `secret` opens something.
"""

from typing import Any, Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from mentormatch.storage.columns import Instant, Key

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

Privacy = Literal["none", "pseudonymous", "personal", "secret"]


def _column(name: str, kind: Any, *more: Any, privacy: Privacy, **options: Any) -> Column[Any]:
    options.setdefault("nullable", False)
    return Column(name, kind, *more, info={"privacy": privacy}, **options)


def _hash(name: str, *, privacy: Privacy = "secret", **options: Any) -> Column[Any]:
    return _column(name, LargeBinary(32), privacy=privacy, **options)


BANKS = Table(
    "banks",
    METADATA,
    _column("key", String(40), privacy="none", primary_key=True),
    _column("created_at", Instant, privacy="none"),
)

BANK_VERSIONS = Table(
    "bank_versions",
    METADATA,
    _column("id", Key, privacy="none", primary_key=True),
    _column("bank_key", String(40), ForeignKey("banks.key"), privacy="none"),
    _column("number", Integer, privacy="none"),
    _column("content_hash", String(64), privacy="none"),
    _column("document", LargeBinary, privacy="none"),
    _column("published_at", Instant, privacy="none"),
    _column("published_by", String(64), privacy="pseudonymous", nullable=True),
    _column("note", Text, privacy="none"),
    _column("is_current", Boolean, privacy="none"),
    UniqueConstraint("bank_key", "number"),
    CheckConstraint("number >= 1", name="number"),
    CheckConstraint("length(content_hash) = 64", name="content_hash"),
)
# Of the current ones only, as the migration says: said here, it would load both dialects at every start.
Index("uq_bank_versions_current", BANK_VERSIONS.c.bank_key, unique=True)

# A draft that was published or given up leaves its row, without a document: revisions go on.
BANK_DRAFTS = Table(
    "bank_drafts",
    METADATA,
    _column("bank_key", String(40), ForeignKey("banks.key"), privacy="none", primary_key=True),
    _column("document", LargeBinary, privacy="none", nullable=True),
    _column("revision", Integer, privacy="none"),
    _column("updated_at", Instant, privacy="none"),
    _column("stale", Text, privacy="none", server_default=text("'{}'")),
    _column("note", Text, privacy="none", server_default=text("''")),
    _column("updated_by", String(64), privacy="pseudonymous", nullable=True),
    CheckConstraint("revision >= 0", name="revision"),
)

# Work that takes a while; whoever does it proves to be alive by its beats. `kept` is how far it
# came, for whoever goes on after a break.
JOBS = Table(
    "jobs",
    METADATA,
    _column("id", Key, privacy="none", primary_key=True),
    _column("kind", String(16), privacy="none"),
    _column("state", String(16), privacy="none", index=True),
    _column("subject", Text, privacy="none"),
    _column("input", LargeBinary, privacy="none"),
    _column("done", Integer, privacy="none"),
    _column("total", Integer, privacy="none"),
    _column("kept", Text, privacy="pseudonymous", server_default=text("''")),
    _column("result", Text, privacy="pseudonymous", server_default=text("''")),
    _column("error", Text, privacy="none", server_default=text("''")),
    _column("created_by", String(64), privacy="pseudonymous"),
    _column("created_at", Instant, privacy="none"),
    _column("worker", String(64), privacy="none", nullable=True),
    _column("beat_at", Instant, privacy="none", nullable=True),
    _column("ended_at", Instant, privacy="none", nullable=True),
    CheckConstraint("done >= 0 AND total >= 0", name="progress"),
)

ATTEMPTS = Table(
    "attempts",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _hash("token_hash"),
    _column("bank_version_id", Key, ForeignKey("bank_versions.id"), privacy="none"),
    _column("role", String(16), privacy="pseudonymous"),
    _column("form", String(16), privacy="none"),
    _column("locale", String(8), privacy="pseudonymous"),
    _column("seed", BigInteger, privacy="none"),
    _column("state", String(16), privacy="none"),
    _column("extra", Integer, privacy="pseudonymous"),
    _column("shown", LargeBinary, privacy="pseudonymous"),
    _column("answers", LargeBinary, privacy="pseudonymous"),
    _column("languages", LargeBinary, privacy="pseudonymous"),
    _column("elapsed", LargeBinary, privacy="pseudonymous"),
    _column("started_at", Instant, privacy="pseudonymous"),
    _column("last_seen_at", Instant, privacy="pseudonymous"),
    _column("revision", Integer, privacy="none"),
    _column("demo", Boolean, privacy="none"),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 32", name="token_hash"),
    CheckConstraint("length(languages) = length(answers)", name="languages"),
    CheckConstraint("length(elapsed) = 2 * length(answers)", name="elapsed"),
    CheckConstraint("length(shown) % 3 = 0", name="shown"),
    CheckConstraint("revision >= 0", name="revision"),
)

RESULTS = Table(
    "results",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _column("attempt_id", Key, ForeignKey("attempts.id"), privacy="pseudonymous"),
    _column("number", Integer, privacy="none"),
    _column("bank_version_id", Key, ForeignKey("bank_versions.id"), privacy="none"),
    _column("model_hash", String(64), privacy="none"),
    _column("recommendation", String(16), privacy="pseudonymous"),
    _column("focus", String(16), privacy="pseudonymous", nullable=True),
    _column("probabilities", Text, privacy="pseudonymous"),
    _column("close_call", Boolean, privacy="pseudonymous"),
    _column("outcome", Text, privacy="pseudonymous"),
    _column("created_at", Instant, privacy="pseudonymous"),
    UniqueConstraint("attempt_id", "number"),
    CheckConstraint("number >= 1", name="number"),
)

# One row a result, with copies of what the queue is filtered and sorted by. `due_at` is far ahead
# where nothing was promised, so that it sorts last; `last_key` is the form of the last deed.
CASES = Table(
    "cases",
    METADATA,
    _column("result_id", Key, ForeignKey("results.id"), privacy="pseudonymous", primary_key=True),
    _column("attempt_id", Key, ForeignKey("attempts.id"), privacy="pseudonymous", index=True),
    _column("kind", String(16), privacy="pseudonymous"),
    _column("focus", String(16), privacy="pseudonymous", nullable=True),
    _column("role", String(16), privacy="pseudonymous"),
    _column("locale", String(8), privacy="pseudonymous"),
    _column("certainty", Float(53), privacy="pseudonymous"),
    _column("close_call", Boolean, privacy="pseudonymous"),
    _column("origin", String(16), privacy="pseudonymous"),
    _column("state", String(16), privacy="none"),
    _column("due_at", Instant, privacy="pseudonymous"),
    _column("blind_first", Boolean, privacy="none"),
    _column("double_reading", Boolean, privacy="none"),
    _column("made_at", Instant, privacy="pseudonymous"),
    _column("revision", Integer, privacy="none"),
    _column("last_key", String(43), privacy="none"),
    _column("demo", Boolean, privacy="none"),
    Index(None, "state", "due_at", "certainty", "result_id"),
    Index(None, "state", "certainty", "result_id"),
    Index(None, "state", "result_id"),
    Index(None, "state", "origin", "result_id"),
    Index(
        "ix_cases_shelf_due",
        *("state", "kind", "role", "locale", "origin", "due_at", "certainty", "result_id"),
    ),
    Index("ix_cases_shelf_certainty", "state", "kind", "role", "locale", "origin", "certainty", "result_id"),
    CheckConstraint("certainty >= 0 AND certainty <= 1", name="certainty"),
    CheckConstraint("revision >= 0", name="revision"),
)

# Message and address go when the request is withdrawn, and some days after it was answered.
CONTACT_REQUESTS = Table(
    "contact_requests",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _column("attempt_id", Key, ForeignKey("attempts.id"), privacy="pseudonymous"),
    _column("message", Text, privacy="personal", nullable=True),
    _column("email", String(254), privacy="personal", nullable=True),
    _column("locale", String(8), privacy="pseudonymous"),
    _column("consent_version", String(16), privacy="none", nullable=True),
    _column("consent_locale", String(8), privacy="pseudonymous", nullable=True),
    _column("consented_at", Instant, privacy="pseudonymous", nullable=True),
    _column("asked_at", Instant, privacy="pseudonymous"),
    _column("withdrawn_at", Instant, privacy="pseudonymous", nullable=True),
    _column("closed_at", Instant, privacy="pseudonymous", nullable=True, index=True),
    UniqueConstraint("attempt_id"),
    CheckConstraint("email IS NULL OR consented_at IS NOT NULL", name="consent"),
)

REVIEW_CLAIMS = Table(
    "review_claims",
    METADATA,
    _column("result_id", Key, ForeignKey("cases.result_id"), privacy="pseudonymous", primary_key=True),
    _column("staff_id", Key, ForeignKey("staff.id"), privacy="pseudonymous"),
    _column("claimed_at", Instant, privacy="pseudonymous"),
    _column("expires_at", Instant, privacy="pseudonymous"),
    Index(None, "staff_id", "expires_at"),
)

# `judgement` is what the counselor thought at `judged_at`, before the reveal where `blind_first`;
# `told` is what the visitor is told, which a counselor may see differently after the reveal.
REVIEWS = Table(
    "reviews",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _column("result_id", Key, ForeignKey("cases.result_id"), privacy="pseudonymous"),
    _column("attempt_id", Key, ForeignKey("attempts.id"), privacy="pseudonymous", index=True),
    _column("staff_id", Key, ForeignKey("staff.id"), privacy="pseudonymous", index=True),
    _column("reading", Integer, privacy="none"),
    _column("blind_first", Boolean, privacy="none"),
    _column("judgement", String(16), privacy="pseudonymous"),
    _column("focus", String(16), privacy="pseudonymous", nullable=True),
    _column("confidence", Integer, privacy="none"),
    _column("judged_at", Instant, privacy="pseudonymous"),
    _column("verdict", String(16), privacy="pseudonymous", nullable=True),
    _column("told", String(16), privacy="pseudonymous", nullable=True),
    _column("told_focus", String(16), privacy="pseudonymous", nullable=True),
    _column("reason", Text, privacy="personal"),
    _column("note_to_visitor", Text, privacy="personal"),
    _column("private_note", Text, privacy="personal"),
    _column("released_by", Key, ForeignKey("staff.id"), privacy="pseudonymous", nullable=True),
    _column("released_at", Instant, privacy="pseudonymous", nullable=True),
    _column("seen_at", Instant, privacy="pseudonymous", nullable=True),
    _column("undone_at", Instant, privacy="pseudonymous", nullable=True),
    UniqueConstraint("result_id", "reading"),
    CheckConstraint("reading IN (1, 2)", name="reading"),
    CheckConstraint("confidence BETWEEN 1 AND 3", name="confidence"),
    CheckConstraint("seen_at IS NULL OR released_at IS NOT NULL", name="seen"),
)

# What was last measured of a version's questions: sums over many people, small groups left out.
ITEM_STATISTICS = Table(
    "item_statistics",
    METADATA,
    _column("bank_version_id", Key, ForeignKey("bank_versions.id"), privacy="none", primary_key=True),
    _column("attempts", Integer, privacy="none"),
    _column("measured_at", Instant, privacy="none"),
    _column("document", LargeBinary, privacy="none"),
    CheckConstraint("attempts >= 0", name="attempts"),
)

TOMBSTONES = Table(
    "tombstones",
    METADATA,
    _hash("token_hash", primary_key=True),
    _column("erased_at", Instant, privacy="pseudonymous"),
    CheckConstraint("length(token_hash) = 32", name="token_hash"),
)

STAFF = Table(
    "staff",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _column("email", String(254), privacy="personal"),
    _column("email_key", String(254), privacy="personal"),
    _column("role", String(16), privacy="none"),
    _column("password_hash", Text, privacy="secret"),
    _column("totp_secret", Text, privacy="secret", nullable=True),
    _column("locale", String(8), privacy="personal"),
    _column("created_at", Instant, privacy="personal"),
    _column("disabled_at", Instant, privacy="personal", nullable=True),
    _column("name", String(120), privacy="personal", server_default=text("''")),
    _column("totp_next", Text, privacy="secret", server_default=text("''")),
    _column("totp_step", BigInteger, privacy="personal", server_default=text("0")),
    UniqueConstraint("email_key"),
)

STAFF_SESSIONS = Table(
    "staff_sessions",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _hash("token_hash"),
    _column("staff_id", Key, ForeignKey("staff.id"), privacy="pseudonymous", index=True),
    _column("created_at", Instant, privacy="personal"),
    _column("last_seen_at", Instant, privacy="personal"),
    _column("expires_at", Instant, privacy="personal"),
    _column("revoked_at", Instant, privacy="personal", nullable=True),
    _column("state", String(16), privacy="none", server_default=text("'open'")),
    _column("confirmed_at", Instant, privacy="personal", nullable=True),
    _column("device", String(80), privacy="personal", server_default=text("''")),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 32", name="token_hash"),
)

INVITATIONS = Table(
    "invitations",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _hash("token_hash"),
    _column("role", String(16), privacy="none"),
    _column("created_at", Instant, privacy="none"),
    _column("expires_at", Instant, privacy="none"),
    _column("taken_at", Instant, privacy="pseudonymous", nullable=True),
    _column("label", String(120), privacy="personal", server_default=text("''")),
    _column("invited_by", String(64), privacy="pseudonymous", nullable=True),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 32", name="token_hash"),
)

PASSWORD_RESETS = Table(
    "password_resets",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _hash("token_hash"),
    _column("staff_id", Key, ForeignKey("staff.id"), privacy="pseudonymous", index=True),
    _column("ends_second_factor", Boolean, privacy="none"),
    _column("created_at", Instant, privacy="personal"),
    _column("expires_at", Instant, privacy="personal"),
    _column("taken_at", Instant, privacy="personal", nullable=True),
    UniqueConstraint("token_hash"),
    CheckConstraint("length(token_hash) = 32", name="token_hash"),
)

RECOVERY_CODES = Table(
    "recovery_codes",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _column("staff_id", Key, ForeignKey("staff.id"), privacy="pseudonymous", index=True),
    _hash("code_hash"),
    _column("used_at", Instant, privacy="personal", nullable=True),
    UniqueConstraint("code_hash"),
    CheckConstraint("length(code_hash) = 32", name="code_hash"),
)

# Tries at passwords and codes, by a keyed hash of the account or the address: kept for minutes.
SIGN_IN_TRIES = Table(
    "sign_in_tries",
    METADATA,
    _column("id", Key, privacy="pseudonymous", primary_key=True),
    _hash("key_hash", privacy="pseudonymous"),
    _column("at", Instant, privacy="pseudonymous", index=True),
    Index(None, "key_hash", "at"),
    CheckConstraint("length(key_hash) = 32", name="key_hash"),
)

AUDIT_EVENTS = Table(
    "audit_events",
    METADATA,
    _column("number", BigInteger, privacy="none", primary_key=True, autoincrement=False),
    _column("at", Instant, privacy="pseudonymous"),
    _column("actor", String(64), privacy="pseudonymous"),
    _column("action", String(64), privacy="none"),
    _column("subject", String(128), privacy="pseudonymous"),
    _column("details", Text, privacy="pseudonymous"),
    _hash("previous_hash", privacy="none"),
    _hash("hash", privacy="none"),
    UniqueConstraint("previous_hash"),
    UniqueConstraint("hash"),
    Index(None, "at", "number"),
    Index(None, "actor", "at", "number"),
    Index(None, "action", "at", "number"),
    Index(None, "subject", "at", "number"),
)

# One row: where the chain ends. Its lock keeps the chain single, its hash shows a cut tail.
AUDIT_HEAD = Table(
    "audit_head",
    METADATA,
    _column("id", Integer, privacy="none", primary_key=True, autoincrement=False),
    _column("number", BigInteger, privacy="none"),
    _hash("hash", privacy="none"),
    CheckConstraint("id = 1", name="single"),
)
