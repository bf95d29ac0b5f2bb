"""An index by the end of stays: what has not ended is found without reading years of history."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_index("ix_entry_until", "entry", ["until"])
