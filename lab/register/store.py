"""The register in PostgreSQL. Adapter.

A notification and what it changes are one transaction, which waits for any other: the chain of
digests has one end.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import psycopg
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from lab.register.resident import Particulars, Resident, Sex
from lab.register.truth import NOTHING_BEFORE, Content, Notification, digest_of, untrue

TABLES = """
create table if not exists resident (
  number bigint primary key, name text not null, kana text not null, born_on date not null,
  sex text not null, address text not null, householder text not null,
  moved_in_on date not null, left_on date, left_for text);
create table if not exists notification (
  number bigint primary key, resident bigint not null, kind text not null,
  content jsonb not null, digest text not null, received_at timestamptz not null default now());
create index if not exists resident_kana on resident (kana text_pattern_ops);
"""

MOVED_IN, MOVED_OUT = "転入", "転出"
CONNECT_SECONDS = 5
MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class State:
    """`digest` is that of the last notification: equal in two copies that hold the same."""

    residents: int
    living_here: int
    notifications: int
    digest: str
    untrue: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Register:
    """`conninfo` is libpq's. Each call has a connection of its own."""

    conninfo: str

    def prepare(self) -> bool:
        """The tables, if they are not there. Whether they were made now."""
        with self._connection() as connection:
            # Two servers of one register may be configured at the same moment.
            connection.execute("select pg_advisory_xact_lock(1)")
            there = connection.execute("select to_regclass('notification')").fetchone()
            if there is not None and there[0] is not None:
                return False
            connection.execute(TABLES)
            return True

    def search(self, begins: str) -> list[Resident]:
        """By how the kana, the name or the address begins; at most `MOST_FOUND`, by kana."""
        start = begins.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_") + "%"
        with self._connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            rows = cursor.execute(
                "select * from resident where kana like %(start)s or name like %(start)s "
                "or address like %(start)s order by kana, number limit %(most)s",
                {"start": start, "most": MOST_FOUND},
            ).fetchall()
        return [_resident(row) for row in rows]

    def resident(self, number: int) -> Resident | None:
        with self._connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            row = cursor.execute("select * from resident where number = %s", [number]).fetchone()
        return None if row is None else _resident(row)

    def move_in(self, arrivals: Iterable[tuple[Particulars, date]]) -> list[int]:
        """The numbers that they were given; all of them move in, or none."""
        numbers: list[int] = []
        with self._connection() as connection:
            at, before = self._end(connection)
            for person, on in arrivals:
                at, number = at + 1, at + 1
                content = {
                    **{"name": person.name, "kana": person.kana, "sex": person.sex.value},
                    **{"born_on": str(person.born_on), "address": person.address},
                    **{"householder": person.householder, "moved_in_on": str(on)},
                }
                columns = ", ".join(["number", *content])
                places = ", ".join(["%s"] * (len(content) + 1))
                connection.execute(
                    f"insert into resident ({columns}) values ({places})",
                    [number, *content.values()],
                )
                before = self._notify(connection, at, number, MOVED_IN, content, before)
                numbers.append(number)
        return numbers

    def move_out(self, number: int, on: date, where: str) -> bool:
        """Whether there was such a resident who lived here."""
        with self._connection() as connection:
            at, before = self._end(connection)
            changed = connection.execute(
                "update resident set left_on = %s, left_for = %s "
                "where number = %s and left_on is null and moved_in_on <= %s",
                [on, where, number, on],
            )
            if changed.rowcount != 1:
                return False
            content = {"left_on": str(on), "left_for": where}
            self._notify(connection, at + 1, number, MOVED_OUT, content, before)
        return True

    def state(self) -> State:
        """Everything is read, in one snapshot, and held against the notifications."""
        with self._connection() as connection:
            connection.execute("set transaction isolation level repeatable read read only")
            said = connection.execute(
                "select number, resident, kind, content, digest from notification order by number"
            ).fetchall()
            with connection.cursor(row_factory=dict_row) as cursor:
                rows = cursor.execute("select * from resident").fetchall()
        notifications = [Notification(*row) for row in said]
        return State(
            len(rows),
            sum(row["left_on"] is None for row in rows),
            len(notifications),
            notifications[-1].digest if notifications else NOTHING_BEFORE,
            tuple(untrue(notifications, {row["number"]: _content(row) for row in rows})),
        )

    def _connection(self) -> psycopg.Connection:
        return psycopg.connect(self.conninfo, connect_timeout=CONNECT_SECONDS)

    def _end(self, connection: psycopg.Connection) -> tuple[int, str]:
        """Number and digest of the last notification; nobody else adds one until we are done."""
        connection.execute("lock table notification in exclusive mode")
        last = connection.execute(
            "select number, digest from notification order by number desc limit 1"
        ).fetchone()
        return (0, NOTHING_BEFORE) if last is None else (last[0], last[1])

    def _notify(
        self,
        connection: psycopg.Connection,
        at: int,
        resident: int,
        kind: str,
        content: Content,
        before: str,
    ) -> str:
        digest = digest_of(before, at, resident, kind, content)
        connection.execute(
            "insert into notification (number, resident, kind, content, digest) "
            "values (%s, %s, %s, %s, %s)",
            [at, resident, kind, Jsonb(dict(content)), digest],
        )
        return digest


def _resident(row: dict[str, object]) -> Resident:
    born, came, left = row["born_on"], row["moved_in_on"], row["left_on"]
    assert isinstance(born, date)
    assert isinstance(came, date)
    assert left is None or isinstance(left, date)
    return Resident(
        int(str(row["number"])),
        Particulars(
            str(row["name"]),
            str(row["kana"]),
            born,
            Sex(str(row["sex"])),
            str(row["address"]),
            str(row["householder"]),
        ),
        came,
        left,
        None if row["left_for"] is None else str(row["left_for"]),
    )


def _content(row: dict[str, object]) -> dict[str, str]:
    return {key: str(value) for key, value in row.items() if key != "number" and value is not None}
