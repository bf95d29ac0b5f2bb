"""How the database of a ledger is spoken to, SQLite or PostgreSQL. Adapter: SQLAlchemy."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, create_engine, event, func, select
from sqlalchemy.orm import Session

from core.files import make_private_folder

WRITES = "kumiai_writes"
"""Set on connections that will write."""

ONE_WRITER = 0x6B756D69
"""The number of PostgreSQL's advisory lock that writers of a ledger hold: "kumi" in ASCII."""

MAPPED_BYTES = 2**27
"""SQLite reads so much of a file as memory that the kernel shares, instead of page by page. All of
a large ledger would be no faster (bench/licensing.py), and count as our memory."""

BUSY_SECONDS = 30
"""How long SQLite waits for another writer."""


def engine_of(url: str) -> Engine:
    engine = create_engine(url, pool_pre_ping=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _for_sqlite)
        event.listen(engine, "begin", _begin_on_sqlite)
    return engine


def _for_sqlite(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]  # we begin ourselves
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    cursor.execute(f"PRAGMA mmap_size={MAPPED_BYTES}")
    cursor.close()


def _begin_on_sqlite(connection: Connection) -> None:
    """Whoever will write locks out other writers before it reads what it will compare with."""
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def wait_for_other_writers(session: Session) -> None:
    """Until the transaction ends nobody else writes to this ledger; SQLite has begun so already."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(select(func.pg_advisory_xact_lock(ONE_WRITER)))


def sqlite_url(file: Path) -> str:
    """Raises: OtherSystemFailed where its folder cannot be made."""
    make_private_folder(file.parent)
    return f"sqlite:///{file}"
