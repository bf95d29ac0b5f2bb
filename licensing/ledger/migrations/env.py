"""Runs the migrations of the ledger; called by alembic, see `migrate.py`."""

from __future__ import annotations

from alembic import context
from sqlalchemy import create_engine

from licensing.ledger.tables import Base

url = context.config.get_main_option("sqlalchemy.url")
assert url is not None  # migrate.py sets it
with create_engine(url).connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
