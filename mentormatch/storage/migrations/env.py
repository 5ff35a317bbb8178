"""Runs the migrations on the connection that `storage.schema` hands over."""

from alembic import context

from mentormatch.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    # SQLite can undo schema changes too, as long as the driver does not commit by itself.
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
