"""Which packets are tried of a line, and what is told of those that went otherwise."""

from __future__ import annotations

from collections.abc import Callable

from blueprint.member import blueprint_of
from infra.verify.observed import SeenRule
from infra.verify.packets import Astray, Rules, astray
from infra.verify.probes import Packet, packets, ports_named
from tests.lib.definitions import shipped
from tests.lib.lines import with_lines
from tests.lib.seen import as_asked

USUKI = blueprint_of(with_lines("usuki"), "usuki", "primary")
HITA = blueprint_of(shipped(), "hita", "primary")
TRIED = packets(USUKI, [HITA], [("tcp", 9999)])

TERMINALS, MORE_TERMINALS = "172.22.0.1", "172.22.0.129"
PREFECTURE, NAMED, NEXT_HOP = "172.30.1.1", "172.30.1.20", "172.21.0.1"
DRAWN = as_asked(USUKI).groups


def sent(packet: Packet) -> tuple[str, str, str]:
    return packet.source.name, packet.target.name, packet.what


def told(arrived: Callable[[Packet], bool], rules: Rules = DRAWN) -> list[Astray]:
    return astray(USUKI, [(packet, arrived(packet)) for packet in TRIED], rules)


def as_drawn(packet: Packet) -> bool:
    return packet.by is not None


def test_what_may_pass_is_what_the_catalogue_and_the_file_say_and_nothing_else() -> None:
    apps = ("usuki-core-app-1", "usuki-core-app-2")
    assert {sent(packet) for packet in TRIED if packet.by} == {
        *((terminals, app, "tcp 443") for app in apps for terminals in (TERMINALS, MORE_TERMINALS)),
        *((app, "usuki-core-db-1", "tcp 1521") for app in apps),
        *((app, NAMED, "tcp 443") for app in apps),
    }


def test_every_end_of_the_line_tries_every_server_and_every_server_all_others() -> None:
    beyond = {TERMINALS, MORE_TERMINALS, PREFECTURE, NAMED, NEXT_HOP}
    own, theirs = ({s.name for s in drawn.servers} for drawn in (USUKI, HITA))
    pairs = {(packet.source.name, packet.target.name) for packet in TRIED}
    servers = {(one, other) for one in beyond | own for other in own | theirs if one != other}
    out = {(one, end) for one in own for end in beyond | {"192.0.2.1", "192.0.2.62"}}
    assert pairs == servers | out
    assert {packet.what for packet in TRIED} >= {"tcp 443", "tcp 1521", "udp 53", "tcp 9999"}


def test_a_packet_is_sent_from_the_host_of_its_end() -> None:
    assert {p.source.vantage for p in TRIED if p.source.name == TERMINALS} == {
        "usuki-mynumber-line"
    }
    assert {p.source.vantage for p in TRIED if p.source.name == "usuki-core-db-1"} == {
        "usuki-core-db-1"
    }


def test_where_packets_went_as_drawn_nothing_is_told() -> None:
    assert told(as_drawn) == []


def test_a_port_opened_by_hand_is_told_with_its_way_its_rule_and_what_takes_it_away() -> None:
    rule = SeenRule("ingress", "IPv4", "tcp", (9999, 9999), None, None, "5f0c")
    rules = {**DRAWN, "usuki-core-db": DRAWN["usuki-core-db"] | {rule}}

    def arrived(packet: Packet) -> bool:
        opened = packet.source.name == TERMINALS and packet.target.name == "usuki-core-db-1"
        return as_drawn(packet) or (opened and packet.what == "tcp 9999")

    (found,) = told(arrived, rules)
    assert (found.subject, found.name) == ("usuki.primary", "tcp 9999 → usuki-core-db")
    assert str(found.message) == (
        "passes, though the YAML lets nothing pass: 172.22.0.1 → usuki-mynumber-line → "
        "usuki-mynumber → usuki-core-db (tcp 9999), by the rule in-tcp-9999-any of usuki-core-db; "
        "1 packets"
    )
    assert found.command == "kumiai verify usuki --site primary --remedy --delete rule/5f0c"


def test_a_rule_that_opens_much_is_told_once() -> None:
    rule = SeenRule("egress", "IPv4", None, (None, None), None, None, "5f0c")
    rules = {**DRAWN, "usuki-core-app": DRAWN["usuki-core-app"] | {rule}}

    def arrived(packet: Packet) -> bool:
        out = packet.source.name == "usuki-core-app-1" and packet.target.name == PREFECTURE
        return as_drawn(packet) or out

    (found,) = told(arrived, rules)
    out = [p for p in TRIED if sent(p)[:2] == ("usuki-core-app-1", PREFECTURE)]
    assert len(out) > 15
    assert str(found.message).endswith(
        "usuki-core-app → usuki-mynumber → usuki-mynumber-line → 172.30.1.1 (any), by the rule "
        f"out-any-any-any of usuki-core-app; {len(out)} packets"
    )


def test_what_no_rule_accounts_for_is_told_as_that() -> None:
    def arrived(packet: Packet) -> bool:
        across = packet.target.name == "hita-core-app-1" and packet.source.name == TERMINALS
        return as_drawn(packet) or (across and packet.what == "tcp 443")

    (found,) = told(arrived)
    assert str(found.message) == (
        "passes, and neither the YAML nor any rule of Neutron lets it: 172.22.0.1 → "
        "hita-core-app-1 (tcp 443); 1 packets"
    )
    assert found.command == ""


def test_a_server_that_nothing_reaches_is_told_once_for_each_port() -> None:
    (found,) = told(lambda packet: as_drawn(packet) and packet.target.name != "usuki-core-app-2")
    assert found.name == "tcp 443 → usuki-core-app-2"
    assert str(found.message) == (
        "does not arrive, though the YAML lets it: 172.22.0.1 → usuki-mynumber-line → "
        "usuki-mynumber → usuki-core-app (tcp 443); 2 packets"
    )


def test_what_keeps_silent_at_the_other_end_of_a_line_is_not_ours_to_tell() -> None:
    assert told(lambda packet: as_drawn(packet) and packet.target.name != NAMED) == []


def test_ports_that_rules_name_are_tried_in_each_protocol_that_they_are_for() -> None:
    assert ports_named(
        [
            SeenRule("ingress", "IPv4", "udp", (7000, 7010), None, None),
            SeenRule("ingress", "IPv4", None, (8000, 8000), None, None),
            SeenRule("ingress", "IPv4", "icmp", (8, 0), None, None),
            SeenRule("ingress", "IPv4", "tcp", (None, None), None, None),
        ]
    ) == {("udp", 7000), ("udp", 7010), ("tcp", 8000), ("udp", 8000)}
