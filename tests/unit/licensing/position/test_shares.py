from __future__ import annotations

from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from blueprint.naming import UNKNOWN
from core.home import REPOSITORY
from licensing.counting.park import Host, Park
from licensing.counting.stay import Stay
from licensing.papers.store import read_licences
from licensing.position.owed import owed
from licensing.position.shares import shares, yen_by_member

RULES = read_licences(REPOSITORY)[0].rules
START = datetime(2026, 4, 1, tzinfo=UTC)
PARK = Park({name: Host(name, "primary", 2, 16) for name in ("h1", "h2")})
WINDOW = timedelta(0)


def stay(member: str, vcpus: int, begins: int = 0, ends: int | None = None) -> Stay:
    until = None if ends is None else START + timedelta(days=ends)
    since = START + timedelta(days=begins)
    return Stay(f"{member}-1", member, "h1", vcpus, True, UNKNOWN, since, until)


def test_a_peak_is_shared_by_those_who_made_it_and_by_nobody_else() -> None:
    stays = [stay("hita", 2), stay("usa", 6, 10, 12), stay("yufu", 4, 20)]
    found = owed(RULES["ibm-vpc"].value, PARK, stays, START, START + timedelta(days=30))
    assert found.licences == Fraction(8)
    assert shares(found, stays, WINDOW) == {"hita": Fraction(2), "usa": Fraction(6)}


def test_a_host_that_is_shared_is_split_by_vcpus() -> None:
    stays = [stay("hita", 1), stay("usa", 2)]
    found = owed(RULES["oracle-processor"].value, PARK, stays, START, START + timedelta(days=1))
    assert shares(found, stays, WINDOW) == {"hita": Fraction(32, 3), "usa": Fraction(64, 3)}


def test_a_host_that_counts_for_its_window_alone_is_the_doing_of_who_left_it() -> None:
    rule = RULES["sql-server-core-host"].value
    stays = [stay("usa", 2, 0, 5)]
    found = owed(rule, PARK, stays, START, START + timedelta(days=30))
    window = timedelta(days=rule.window_days)
    assert shares(found, stays, window) == {"usa": Fraction(32)}


@given(
    st.integers(0, 10**12),
    st.dictionaries(st.text("abcdefgh", min_size=1), st.fractions(0, 1000), min_size=1),
)
def test_yen_always_add_up_and_nobody_is_off_by_more_than_one(
    total: int, parts: dict[str, Fraction]
) -> None:
    split = yen_by_member(total, parts)
    whole = sum(parts.values())
    if not whole:
        assert split == {}
        return
    assert sum(split.values()) == total
    assert all(abs(split[m] - total * parts[m] / whole) < 1 for m in parts)
