"""Run by Alembic: the migrations, inside the transaction of the connection that opening.py hands over."""

from __future__ import annotations

from alembic import context

from sijill.register.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
