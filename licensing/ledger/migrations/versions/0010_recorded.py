"""What was heard last is found at once: from here on the ledger's own time never goes back."""

from __future__ import annotations

from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_index("ix_sighting_recorded_at", "sighting", ["recorded_at"])
