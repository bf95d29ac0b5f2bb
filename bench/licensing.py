"""A position over a large ledger, and a what-if: CPU seconds and peak memory, as JSON.

Beside it DuckDB answers the same question over the same rows, already in its own columns.
`python -m bench.licensing [--entries N] [--years N] [--rounds N]`; needs no lab.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import tempfile
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Table, create_engine, insert

from blueprint.naming import ServerName
from core.eras import JAPAN
from core.home import REPOSITORY
from licensing.change.change import Move
from licensing.change.effect import judge
from licensing.change.licensing import Licensing
from licensing.known import known_at
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.rows import micros
from licensing.ledger.tables import EntryRow
from licensing.papers.store import read_licences
from licensing.position.position import Position, positions
from licensing.position.shares import shares
from tenants.store import read_definitions

NOW = datetime(2027, 3, 31, 12, tzinfo=JAPAN)
KIB_PER_MIB = 1024
SERVERS = 50_000
"""1,741 municipalities with some thirty servers each."""

BATCH = 50_000
SEED = 1
PRODUCTS = ("application-server,enterprise-linux", "database,enterprise-linux", "enterprise-linux")

SAME_IN_SQL = """
with stays as (
  select since, coalesce(until, {now} + 1) as until, cast(ceil(vcpus / 2.0) as bigint) as licences
  from entry
  where contains(products, 'application-server') and powered_on and since <= {now}
    and coalesce(until, {now} + 1) > {start}
),
events as (
  select greatest(since, {start}) as moment, licences from stays
  union all
  select until, -licences from stays where until <= {now}
),
moments as (select moment, sum(licences) as change from events group by moment)
select max(total) from (select sum(change) over (order by moment) as total from moments)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--years", type=int, default=10, help="how much history they span")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kumiai-ledger-") as name:
        file = Path(name) / "ledger.sqlite"
        ledger = Ledger.opened(sqlite_url(file))
        fill(file, arguments.entries, arguments.years)
        known: list[Licensing] = []
        found: list[Position] = []

        def position() -> None:
            known[:] = [read(ledger)]
            park, stays = known[0].world.park, known[0].world.stays
            found[:] = positions(known[0].licences, park, stays, NOW)

        def split() -> None:
            stays = known[0].world.stays
            for one in found:
                shares(one.rule, one.required, stays.get(one.product, ()))

        read_and_counted = timed(position, arguments.rounds)
        shared = timed(split, arguments.rounds)
        here = known[0]
        server = next(e.machine.name for e in here.entries if e.until is None)
        bought = here.bought(NOW.date())
        asked = timed(
            lambda: judge(here.world, [Move(server, "pri-03")], bought, NOW), arguments.rounds
        )
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / KIB_PER_MIB
        duck = beside(file, arguments.rounds)
    print(
        json.dumps(
            {
                "entries": arguments.entries,
                "years": arguments.years,
                "entries_that_matter": len(here.entries),
                "position_cpu_seconds": round(read_and_counted, 3),
                "shares_cpu_seconds": round(shared, 3),
                "whatif_cpu_seconds": round(asked, 4),
                "peak_mib": round(peak),
                "duckdb_cpu_seconds": round(duck, 3),
                "position_by_duckdb": round(read_and_counted / duck, 1),
            },
            indent=2,
        )
    )


def read(ledger: Ledger) -> Licensing:
    """As `kumiai licence position` does: papers, facts with their days, and stays."""
    definitions, _ = read_definitions(REPOSITORY)
    assert definitions is not None
    licences, _ = read_licences(REPOSITORY)
    return known_at(ledger, licences, definitions, NOW)


def timed(act: Callable[[], object], rounds: int) -> float:
    """CPU seconds of the quickest, after one call that warms up.

    Whatever else the machine does can only make a round slower; and it does so to the clock more
    than to the CPU time.
    """
    act()
    seconds = []
    for _ in range(rounds):
        begin = time.process_time()
        act()
        seconds.append(time.process_time() - begin)
    return min(seconds)


def fill(file: Path, count: int, years: int) -> None:
    """So many stays of servers that move and are resized now and then, evenly over the years."""
    chance = random.Random(SEED)
    each = max(1, count // SERVERS)
    span = timedelta(days=365 * years) / each
    engine = create_engine(sqlite_url(file))
    rows: list[dict[str, Any]] = []
    indexes = cast(Table, EntryRow.__table__).indexes
    for index in indexes:  # built anew at the end: ten million insertions into each take an hour
        index.drop(engine)
    with engine.begin() as connection:
        for number in range(count):
            server, turn = divmod(number, each)
            since = NOW - timedelta(days=365 * years) + turn * span
            since += timedelta(seconds=chance.randrange(int(span.total_seconds() * 0.9)))
            if turn and rows and rows[-1]["server"] == f"{server}":
                rows[-1]["until"] = micros(since)
            rows.append(_row(server, micros(since), chance))
            if len(rows) >= BATCH and turn == each - 1:
                connection.execute(insert(EntryRow), rows)
                rows.clear()
        if rows:
            connection.execute(insert(EntryRow), rows)
    for index in indexes:
        index.create(engine)
    engine.dispose()


def _row(server: int, since: int, chance: random.Random) -> dict[str, Any]:
    member = f"member-{server % 1741}"
    return {
        "server": f"{server}",
        "name": str(ServerName(member, "core", "app", server // 1741 + 1)),
        "member": member,
        "system": "core",
        "products": PRODUCTS[server % len(PRODUCTS)],
        "site": "primary",
        "host": f"pri-0{chance.randint(1, 4)}",
        "vcpus": chance.choice([1, 2, 2, 4]),
        "powered_on": True,
        "passive": False,
        "since": since,
        "until": None,
        "retracted": False,
        "source": "notification",
        "inferred": False,
        "recorded_at": since,
    }


def beside(file: Path, rounds: int) -> float:
    """DuckDB over the same rows: the high-water mark of one product in the fiscal year."""
    import duckdb
    import pandas  # type: ignore[import-untyped]

    engine = create_engine(sqlite_url(file))
    columns = "since, until, vcpus, products, powered_on"
    parts = pandas.read_sql(f"select {columns} from entry", engine, chunksize=BATCH * 4)
    connection = duckdb.connect()
    for number, part in enumerate(parts):
        part["until"] = part["until"].astype("Int64")
        how = "create table entry as" if number == 0 else "insert into entry"
        connection.execute(f"{how} select * from part")
    start = datetime(2026, 4, 1, tzinfo=JAPAN)
    query = SAME_IN_SQL.format(now=micros(NOW), start=micros(start))
    return timed(lambda: connection.execute(query).fetchall(), rounds)


if __name__ == "__main__":
    main()
