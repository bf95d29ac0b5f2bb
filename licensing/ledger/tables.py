"""The tables of the ledger, for SQLite and PostgreSQL alike. Pure: declarations only.

Instants are whole microseconds since 1970 in UTC: the same on every database, exact, and quick to
compare.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Index, Integer, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LONGEST_NAME = 255

SerialNumber = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column of exactly this type."""


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "pk": "pk_%(table_name)s"}
    )


class EntryRow(Base):
    """One revision of one stay of a server at one host. Never changed, never deleted.

    Revisions of the same stay share `server` and `since`; the one recorded last holds.
    """

    __tablename__ = "entry"
    __table_args__ = (Index("ix_entry_stay", "server", "since", "recorded_at"),)

    id: Mapped[int] = mapped_column(SerialNumber, primary_key=True, autoincrement=True)
    server: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    member: Mapped[str] = mapped_column(String(LONGEST_NAME))
    system: Mapped[str] = mapped_column(String(LONGEST_NAME))
    products: Mapped[str] = mapped_column(Text)
    """Names of the products in order, with commas between them."""
    site: Mapped[str] = mapped_column(String(LONGEST_NAME))
    host: Mapped[str] = mapped_column(String(LONGEST_NAME))
    vcpus: Mapped[int] = mapped_column(Integer)
    powered_on: Mapped[bool] = mapped_column(Boolean)
    passive: Mapped[bool] = mapped_column(Boolean)
    sub_capacity: Mapped[bool] = mapped_column(Boolean)
    """Whether rules that care may count it by its vCPUs."""
    since: Mapped[int] = mapped_column(BigInteger)
    until: Mapped[int | None] = mapped_column(BigInteger, nullable=True, index=True)
    retracted: Mapped[bool] = mapped_column(Boolean)
    """The stay turned out never to have been."""
    source: Mapped[str] = mapped_column(String(LONGEST_NAME))
    inferred: Mapped[bool] = mapped_column(Boolean)
    """Nobody told the exact moment; it was concluded."""
    recorded_at: Mapped[int] = mapped_column(BigInteger, index=True)


ROLE_COLUMNS = (EntryRow.system, EntryRow.products, EntryRow.passive, EntryRow.sub_capacity)
"""What a server's `Role` says, field for field and in its order."""


class AsideRow(Base):
    """A message that nobody could read; what it tells is found by the next look."""

    __tablename__ = "aside"

    id: Mapped[int] = mapped_column(SerialNumber, primary_key=True, autoincrement=True)
    site: Mapped[str] = mapped_column(String(LONGEST_NAME))
    reason: Mapped[str] = mapped_column(Text)
    content: Mapped[str] = mapped_column(Text)
    recorded_at: Mapped[int] = mapped_column(BigInteger)


class LookRow(Base):
    """Once, all servers of a site were compared with Nova's own records: the evidence of that."""

    __tablename__ = "look"
    __table_args__ = (Index("ix_look_site", "site", "at"),)

    id: Mapped[int] = mapped_column(SerialNumber, primary_key=True, autoincrement=True)
    site: Mapped[str] = mapped_column(String(LONGEST_NAME))
    at: Mapped[int] = mapped_column(BigInteger)


class AwayRow(Base):
    """A server that was on no host at the last look at its site, and may come back: it is shelved,
    or in Nova's bin. The next look asks for it, whether a list has it or not."""

    __tablename__ = "away"

    site: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    server: Mapped[str] = mapped_column(String(36), primary_key=True)


class ProjectRow(Base):
    """Whose a project of Keystone's is, from when anybody first knew: by its id, since whoever
    renames it changes nothing of that. Never changed but where its member is in no file any more.
    """

    __tablename__ = "project"

    site: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    project: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    member: Mapped[str] = mapped_column(String(LONGEST_NAME))
    recorded_at: Mapped[int] = mapped_column(BigInteger)


class FactRow(Base):
    """What a file said of a host, a fence, an entitlement or a figure, from a moment on.

    Never changed, never deleted; of the same subject the one recorded last holds from its `since`
    on.
    """

    __tablename__ = "fact"

    id: Mapped[int] = mapped_column(SerialNumber, primary_key=True, autoincrement=True)
    kind: Mapped[str] = mapped_column(String(LONGEST_NAME))
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    content: Mapped[str | None] = mapped_column(Text, nullable=True)
    """As JSON; none where the file says it no more."""
    since: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    """None: as far back as anybody knows."""
    dated: Mapped[int | None] = mapped_column(BigInteger, nullable=True)
    """The file's own `changed_on`."""
    recorded_at: Mapped[int] = mapped_column(BigInteger)


class RuleRow(Base):
    """A counting rule, or a site's licence region (`region:primary`), as it was when licences were
    first counted by it; from then on it may not change."""

    __tablename__ = "rule"

    id: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    first_used_at: Mapped[int] = mapped_column(BigInteger)


class SightingRow(Base):
    """One thing that was heard of a server: the evidence that entries are made of."""

    __tablename__ = "sighting"

    key: Mapped[str] = mapped_column(String(LONGEST_NAME), primary_key=True)
    """Unique per event, so that what is told twice counts once."""
    server: Mapped[str] = mapped_column(String(36), index=True)
    at: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[str] = mapped_column(Text)
    """As JSON."""
    source: Mapped[str] = mapped_column(String(LONGEST_NAME))
    inferred: Mapped[bool] = mapped_column(Boolean)
    size_known: Mapped[bool] = mapped_column(Boolean)
    """Whether the vCPUs in `content` are more than a guess."""
    recorded_at: Mapped[int] = mapped_column(BigInteger, index=True)
