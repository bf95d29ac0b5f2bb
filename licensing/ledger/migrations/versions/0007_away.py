"""Servers that were on no host at the last look, so that the next one asks for them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "away",
        sa.Column("site", sa.String(255), nullable=False),
        sa.Column("server", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("site", "server", name="pk_away"),
    )
