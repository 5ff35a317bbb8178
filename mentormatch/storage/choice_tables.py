"""The table of what admins choose; private to this room, as `tables`, and tagged in the same way."""

from sqlalchemy import CheckConstraint, Integer, String, Table, Text

from mentormatch.storage.columns import Instant
from mentormatch.storage.tables import METADATA, _column

# One row once an admin has changed a setting: what differs from the installation's own.
CHOICES = Table(
    "choices",
    METADATA,
    _column("id", Integer, privacy="none", primary_key=True, autoincrement=False),
    _column("revision", Integer, privacy="none"),
    _column("document", Text, privacy="none"),
    _column("changed_at", Instant, privacy="none"),
    _column("changed_by", String(64), privacy="pseudonymous"),
    CheckConstraint("id = 1", name="single"),
    CheckConstraint("revision >= 1", name="revision"),
)
