"""Municipalities with an access line into mynumber, and one 特定通信 over it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path

from tenants.access_line import AccessLine, Arrival, SpecificCommunication
from tenants.definitions import Definitions
from tenants.vocabulary import Zone
from tests.errors.line_cases import EXCEPTION, LINE
from tests.lib.definitions import shipped

TERMINALS = (IPv4Network("172.22.0.0/25"), IPv4Network("172.22.0.128/26"))
PREFECTURE = IPv4Network("172.30.1.0/24")

ON_THE_LINE = AccessLine(
    arrives_at={
        site: Arrival(physical_network="lines", vlan=1101) for site in ("primary", "remote")
    },
    network=IPv4Network("172.21.0.0/29"),
    router=IPv4Address("172.21.0.2"),
    next_hop=IPv4Address("172.21.0.1"),
    terminals=TERMINALS,
    routes=(PREFECTURE,),
)

TO_THE_PREFECTURE = SpecificCommunication(
    tier="core.app",
    address=IPv4Address("172.30.1.20"),
    port=443,
    protocol="tcp",
    purpose="中間サーバとの連携",
    approver="ict-section",
    until=date(2099, 3, 31),
)


def with_lines(member: str) -> Definitions:
    """What is in the checkout, and this municipality with a line into mynumber."""
    definitions = shipped()
    read = definitions.members[member]
    changed = read.value.model_copy(
        update={
            "access_lines": {Zone.MYNUMBER: ON_THE_LINE},
            "specific_communication": (TO_THE_PREFECTURE,),
        }
    )
    members = {**definitions.members, member: replace(read, value=changed)}
    return replace(definitions, members=members)


def write_line(file: Path) -> None:
    """The same in a municipality's file, as a person writes it."""
    with file.open("a", encoding="utf-8") as written:
        written.write(LINE + EXCEPTION.replace("2027-", "2099-"))


NEIGHBOURS_LINES = """\
access_lines:
  mynumber:
    arrives_at:
      primary: {physical_network: lines, vlan: 1102}
      remote: {physical_network: lines, vlan: 1102}
    network: 172.21.0.8/29
    router: 172.21.0.10
    next_hop: 172.21.0.9
    terminals: [172.22.1.0/25]
  lgwan:
    arrives_at:
      primary: {physical_network: lines, vlan: 1103}
      remote: {physical_network: lines, vlan: 1103}
    network: 172.21.0.16/29
    router: 172.21.0.18
    next_hop: 172.21.0.17
    terminals: [172.22.1.128/25]
"""
"""Of another municipality, into two zones, as a person writes them."""
