"""Alembic's entry: run the revisions on the connection that was handed in."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
