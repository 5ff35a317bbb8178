"""Runs the migrations on the connection that `storage.schema` hands over."""

from alembic import context

from mentormatch.storage.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
