"""When somebody looked, and servers that may not be counted by their vCPUs. Until now all might."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column(
        "entry",
        sa.Column("sub_capacity", sa.Boolean, nullable=False, server_default=sa.true()),
    )
    op.create_table(
        "look",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("site", sa.String(255), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_look"),
    )
    op.create_index("ix_look_site", "look", ["site", "at"])
    # From here on a fingerprint leaves out what a rule does not use; the old ones fit no rule.
    op.execute("delete from rule")
