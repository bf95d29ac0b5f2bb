"""Entries and sightings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NAME = sa.String(255)


def upgrade() -> None:
    op.create_table(
        "entry",
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer, "sqlite"),
            primary_key=True,
            autoincrement=True,
        ),
        sa.Column("server", sa.String(36), nullable=False),
        *(sa.Column(name, NAME, nullable=False) for name in ("name", "member", "system")),
        sa.Column("products", sa.Text, nullable=False),
        *(sa.Column(name, NAME, nullable=False) for name in ("site", "host")),
        sa.Column("vcpus", sa.Integer, nullable=False),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("powered_on", "passive")),
        sa.Column("since", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger, nullable=True),
        sa.Column("retracted", sa.Boolean, nullable=False),
        sa.Column("source", NAME, nullable=False),
        sa.Column("inferred", sa.Boolean, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_entry"),
    )
    op.create_index("ix_entry_stay", "entry", ["server", "since", "recorded_at"])
    op.create_index("ix_entry_recorded_at", "entry", ["recorded_at"])
    op.create_table(
        "sighting",
        sa.Column("key", NAME, nullable=False),
        sa.Column("server", sa.String(36), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("source", NAME, nullable=False),
        sa.Column("inferred", sa.Boolean, nullable=False),
        sa.Column("recorded_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sighting"),
    )
    op.create_index("ix_sighting_server", "sighting", ["server"])
