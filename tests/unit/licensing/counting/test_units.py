"""What a host comes to: its factor class, its threads, its empty sockets, its large ones."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from blueprint.naming import Role
from licensing.counting.park import Host, Park, host_of
from licensing.counting.requirement import required
from licensing.counting.rounding import shown
from licensing.counting.stay import Stay
from licensing.counting.units import factor_of
from licensing.papers.store import read_licences
from licensing.snapshot.plain import from_line, line
from tenants.site import Host as DeclaredHost
from tests.lib.definitions import ROOT, shipped

RULES = {name: read.value for name, read in read_licences(ROOT)[0].rules.items()}
NOW = datetime(2026, 11, 26, tzinfo=UTC)


def counted(rule: str, host: Host, vcpus: int = 8) -> tuple[str, tuple[str, ...]]:
    stay = Stay("vm1", "hita", host.name, vcpus, True, Role("core", ()), NOW, None)
    found = required(RULES[rule], Park({host.name: host}), [stay], NOW)
    return shown(found.licences), found.refused


@pytest.mark.parametrize(
    ("factor", "licences"), [("default", "16"), ("risc", "32"), ("sparc-t", "8"), ("other", "16")]
)
def test_the_cores_of_a_host_weigh_as_its_factor_class_says(factor: str, licences: str) -> None:
    assert counted("oracle-processor", Host("h1", "primary", 2, 16, factor=factor))[0] == licences


@pytest.mark.parametrize(
    ("factor", "pvu"),
    [("default", "960"), ("four-socket-server", "800"), ("two-socket-server", "560")],
)
def test_a_core_has_the_pvu_of_its_hosts_model(factor: str, pvu: str) -> None:
    assert counted("ibm-pvu", Host("h1", "primary", 2, 16, factor=factor))[0] == pvu


@pytest.mark.parametrize(
    ("classes", "sockets", "processors", "pvu"),
    [
        (("risc", "two-socket-server"), 2, "24", "1680"),
        (("four-socket-server", "risc"), 4, "48", "4800"),
        (("risc", "default"), 8, "96", "11520"),
    ],
    ids=["POWER9 S924", "POWER9 E950", "POWER9 E980"],
)
def test_two_vendors_weigh_the_cores_of_one_host_each_by_its_own_table(
    classes: tuple[str, ...], sockets: int, processors: str, pvu: str
) -> None:
    """Sockets of 12 cores, all used. Source: ibm.com, table of Processor Value Units (70, 100 and
    120 for these models); redresscompliance.com, Oracle's core factor of POWER (1)."""
    host = Host("h1", "primary", sockets, 12, factor=classes)
    assert counted("oracle-processor", host)[0] == processors
    assert counted("ibm-pvu", host, vcpus=sockets * 12)[0] == pvu


def sum_of(rule: str, host: Host, vcpus: int) -> list[str]:
    stay = Stay("vm1", "hita", host.name, vcpus, True, Role("core", ()), NOW, None)
    found = required(RULES[rule], Park({host.name: host}), [stay], NOW)
    return [step.text(str) for step in found.steps]


def test_what_servers_come_to_by_a_hosts_class_can_be_added_up_by_hand() -> None:
    host = Host("h1", "primary", 2, 16, factor="two-socket-server")
    assert sum_of("ibm-pvu", host, 8) == [
        "vm1 on h1: 8 vCPU, counted as 8",
        "h1: × 70 (class two-socket-server) = 560",
    ]


def test_threads_that_make_a_core_are_no_class_of_hosts() -> None:
    host = Host("h1", "primary", 4, 12, threads_per_core=4)
    assert sum_of("openshift-core-pair", host, 6) == [
        "vm1 on h1: 6 vCPU, counted as 6",
        "h1: 4 threads each are a core = 1.5",
        "primary: 1.5 → 1 licence",
    ]


def test_hosts_are_rounded_together_by_the_class_that_the_rule_knows() -> None:
    hosts = {
        "h1": Host("h1", "primary", 1, 11, factor=("default", "two-socket-server")),
        "h2": Host("h2", "primary", 1, 11, factor=("default", "four-socket-server")),
    }
    stay = Stay("vm1", "hita", "h1", 8, True, Role("core", ()), NOW, None)
    assert required(RULES["oracle-processor"], Park(hosts), [stay], NOW).licences == 11


def test_of_two_classes_that_a_rule_knows_the_dearer_one_counts() -> None:
    host = Host("h1", "primary", 2, 16, factor=("sparc-t", "risc"))
    assert counted("oracle-processor", host)[0] == "32"


def test_one_class_alone_is_written_as_it_always_was_and_several_come_back() -> None:
    """So that no ledger takes the new kind of field for an edit of a host."""
    plain = {"host_class": "general", "sockets": 2, "cores_per_socket": 8, "ram_gib": 64}
    one = DeclaredHost.model_validate({**plain, "factor": "risc"})
    assert json.loads(one.model_dump_json(exclude_defaults=True)) == {**plain, "factor": "risc"}
    assert DeclaredHost.model_validate_json(one.model_dump_json()) == one
    several = DeclaredHost.model_validate({**plain, "factor": ["risc", "default"]})
    assert DeclaredHost.model_validate_json(several.model_dump_json()) == several
    assert several.factor == ("risc", "default")


def test_a_signed_snapshot_has_one_class_as_a_word_as_it_always_had() -> None:
    """Else what was signed before there could be several would verify otherwise."""
    park = Park({"h1": Host("h1", "primary", 2, 8, factor="risc")})
    assert '"factor":"risc"' in line(park)
    assert from_line(line(park), Park).hosts["h1"].classes == ("risc",)
    several = Park({"h1": Host("h1", "primary", 2, 8, factor=("risc", "default"))})
    assert from_line(line(several), Park).hosts == several.hosts


@pytest.mark.parametrize(("threads", "licences"), [(1, "4"), (2, "2"), (8, "1")])
def test_vcpus_are_as_many_cores_as_the_host_has_threads_for(threads: int, licences: str) -> None:
    host = Host("h1", "primary", 2, 8, threads_per_core=threads)
    assert counted("openshift-core-pair", host)[0] == licences


def test_an_empty_socket_counts_where_a_rule_looks_at_what_is_possible() -> None:
    assert counted("oracle-se2", Host("h1", "primary", 2, 8)) == ("2", ())
    roomy = Host("h1", "primary", 2, 8, sockets_possible=4)
    assert counted("oracle-se2", roomy) == ("2", ("h1",))
    assert counted("oracle-processor", roomy) == ("8", ())


def test_a_sites_file_says_all_of_it() -> None:
    site = shipped().sites["primary"].value
    given = {"factor": ("risc",), "threads_per_core": 2, "sockets_possible": 4}
    host = site.hosts["pri-01"].model_copy(update=given)
    found = host_of("pri-01", "primary", host)
    assert (found.factor, found.threads_per_core, found.sockets_possible) == ("risc", 2, 4)
    assert found.ram_gib == 256


def test_a_host_of_which_nothing_is_known_weighs_as_the_dearest_class() -> None:
    nobody_knows = Host("h1", "primary", None, None)
    assert factor_of(RULES["oracle-processor"], nobody_knows) == 1
    assert factor_of(RULES["ibm-pvu"], nobody_knows) == 120
