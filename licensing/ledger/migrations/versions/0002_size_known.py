"""Whether a sighting knows how large the server was. Until now each was believed to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column(
        "sighting",
        sa.Column("size_known", sa.Boolean, nullable=False, server_default=sa.true()),
    )
