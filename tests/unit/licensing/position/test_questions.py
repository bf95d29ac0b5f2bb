"""Questions that practitioners ask in public, answered by the shipped rules; numbers are theirs or
follow from the page that is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from blueprint.naming import Role
from core.home import REPOSITORY
from licensing.counting.park import Host, Park
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.papers.store import read_licences
from licensing.position.owed import owed
from licensing.position.period import start_of_period

RULES = {name: read.value for name, read in read_licences(REPOSITORY)[0].rules.items()}
NOW = datetime(2026, 11, 26, tzinfo=UTC)
APRIL = datetime(2026, 4, 1, tzinfo=UTC)
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
THEN = NOW - 20 * A_DAY


def park(count: int = 2, sockets: int = 2, possible: int | None = None) -> Park:
    names = [f"h{number}" for number in range(1, count + 1)]
    return Park(
        {name: Host(name, "primary", sockets, 8, sockets_possible=possible) for name in names}
    )


def server(
    name: str, *legs: tuple[str, datetime], vcpus: int = 2, passive: bool = False
) -> list[Stay]:
    """On each host from a moment until the next one's."""
    role = Role("core", ("asked",), passive)
    ends = [*(since for _, since in legs[1:]), None]
    return [
        Stay(name, "hita", host, vcpus, True, role, since, until)
        for (host, since), until in zip(legs, ends, strict=True)
    ]


def asked(rule: str, where: Park, *stays: list[Stay], at: datetime = NOW) -> str:
    every = [one for several in stays for one in several]
    return shown(owed(RULES[rule], where, every, start_of_period(RULES[rule], at), at).licences)


def test_a_server_on_three_hosts_within_a_month_needs_standard_for_all_three() -> None:
    """faq.rhipe.com 235412167: two processors each, so 6 x 8 = 48 cores."""
    moved = server("a", ("h1", APRIL), ("h2", THEN), ("h3", THEN + A_DAY))
    assert asked("windows-server-standard", park(3), moved) == "48"


def there_and_back(count: int, home: str, away: str, at: datetime) -> list[list[Stay]]:
    legs = (home, APRIL), (away, at), (home, at + AN_HOUR)
    return [server(f"{home}-{number}", *legs) for number in range(count)]


def test_each_host_needs_as_many_sets_as_were_ever_on_it() -> None:
    """issuhub.com 6089, figures 1.9 and 1.10: four and two servers that move freely between two
    hosts need three copies of Standard on both."""
    both = [*there_and_back(4, "h1", "h2", THEN), *there_and_back(2, "h2", "h1", THEN + A_DAY)]
    one_way = [*there_and_back(4, "h1", "h2", THEN), server("b1", ("h2", APRIL))]
    assert asked("windows-server-standard", park(), *both) == "96"
    assert asked("windows-server-standard", park(), *one_way) == "80"
    assert asked("windows-server-datacenter", park(), *both) == "32"


def test_a_server_that_is_counted_by_its_vcpus_and_moves_counts_once() -> None:
    """ibmaudit.pages.dev asks whether a move doubles it: sub-capacity is of all hosts together."""
    assert asked("ibm-vpc", park(), server("a", ("h1", APRIL), ("h2", THEN), vcpus=8)) == "8"


def test_an_hour_with_more_vcpus_is_owed_for_the_quarter_and_no_longer() -> None:
    legs = server("a", ("h1", APRIL), ("h1", THEN), ("h1", THEN + AN_HOUR))
    grown = [replace(one, vcpus=size) for one, size in zip(legs, (4, 12, 4), strict=True)]
    assert asked("ibm-vpc", park(), grown) == "12"
    assert asked("ibm-vpc", park(), grown, at=datetime(2027, 1, 2, tzinfo=UTC)) == "4"
    assert asked("nec-webotx", park(), grown, at=THEN) == "6"
    assert asked("nec-webotx", park(), grown) == "2"


@pytest.mark.parametrize(("sockets", "pairs"), [(1, 1), (2, 1), (3, 2), (5, 3), (7, 4)])
def test_an_odd_socket_needs_a_pair_of_its_own(sockets: int, pairs: int) -> None:
    """community.flexera.com, RHEL for Virtual Datacenters points: 3 are 4, 5 are 6, 7 are 8."""
    for rule in ("rhel-virtual-datacenter", "rhel-socket-pair"):
        assert asked(rule, park(1, sockets), server("a", ("h1", APRIL))) == str(pairs)


def test_sockets_without_a_processor_need_no_subscription() -> None:
    """josie.cloud, Red Hat subscriptions overview: four sockets of which two have a CPU are one."""
    assert asked("rhel-socket-pair", park(1, possible=4), server("a", ("h1", APRIL))) == "1"


def test_a_rule_of_affinity_keeps_hypervisors_out_of_the_count() -> None:
    """access.redhat.com 2071683: only hypervisors that a required rule lets servers run on."""
    whole = park(5)
    fenced = replace(whole, fences={"rhel": frozenset({"h1", "h2"})}).for_product("rhel")
    running = server("a", ("h1", APRIL))
    assert asked("rhel-virtual-datacenter", whole, running) == "5"
    assert asked("rhel-virtual-datacenter", fenced, running) == "2"


def test_a_standby_by_data_guard_is_licensed_in_full_wherever_it_is() -> None:
    """orafaq.com, 2005/06/21: redo is applied by an instance in memory, open or not."""
    sites = Park({"h1": Host("h1", "primary", 2, 8), "h2": Host("h2", "remote", 2, 8)})
    standby = server("b", ("h2", APRIL), passive=True)
    assert asked("oracle-processor", sites, server("a", ("h1", APRIL)), standby) == "16"


def test_one_licence_of_two_processors_covers_no_two_hosts_of_one() -> None:
    """mirazon.com, Windows Server 2012: only if both are in the same box; counted in processors."""
    apart = server("a", ("h1", APRIL)), server("b", ("h2", APRIL))
    assert asked("windows-2012-datacenter", park(2, 1), *apart) == "4"
    assert asked("windows-2012-datacenter", park(1, 2), apart[0]) == "2"


def test_what_is_installed_and_switched_off_counts_where_the_contract_says_so() -> None:
    off = [replace(one, powered_on=False) for one in server("a", ("h1", APRIL))]
    assert asked("oracle-processor", park(1), off) == "0"
    assert asked("oracle-processor-installed", park(1), off) == "8"
