"""What packets did otherwise than the YAML says, with the way and the rule that let them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from blueprint.parts import Blueprint
from blueprint.reachability import Tier, carries
from core.message import Message, say
from infra import kinds
from infra.verify.difference import extra
from infra.verify.observed import SeenRule
from infra.verify.opened import passage_of
from infra.verify.probes import End, Packet, ways

Rules = Mapping[str, frozenset[SeenRule]]
"""By group, as Neutron has them."""


@dataclass(frozen=True, slots=True)
class Astray:
    """Packets of one port to one tier or server that went otherwise than the YAML says.

    `command` takes the rule away that let them pass; empty where no one command mends it.
    """

    subject: str
    name: str
    message: Message
    way_out: Message
    command: str = ""


def astray(
    blueprint: Blueprint, tried: Iterable[tuple[Packet, bool]], rules: Rules
) -> list[Astray]:
    """`tried` says of each packet whether it arrived."""
    opened: dict[tuple[str, str], list[Packet]] = {}
    closed: dict[tuple[str, str], list[Packet]] = {}
    for packet, arrived in tried:
        if arrived and packet.by is None:
            opened.setdefault((packet.target.here.name, packet.what), []).append(packet)
        elif packet.by is not None and not arrived and _is_told(packet):
            closed.setdefault((packet.target.name, packet.what), []).append(packet)
    more = list(_not_drawn(blueprint, rules))
    return [
        *(_opened(blueprint, what, name, found, more) for (name, what), found in opened.items()),
        *(_closed(blueprint, what, name, found) for (name, what), found in closed.items()),
    ]


def _is_told(packet: Packet) -> bool:
    """Who listens to UDP may keep silent; and what is at the other end of a line is not ours."""
    return packet.protocol == "tcp" and isinstance(packet.target.here, Tier)


def _opened(
    blueprint: Blueprint,
    what: str,
    name: str,
    found: Sequence[Packet],
    more: Sequence[tuple[str, SeenRule]],
) -> Astray:
    packet = found[0]
    way, rule = _explained(found, more)
    title = f"{what} → {name}"
    if rule is None:
        message = say(
            "passes, and neither the YAML nor any rule of Neutron lets it: {way}; {count} packets",
            way=packet.way,
            count=len(found),
        )
        plain = f"kumiai verify {blueprint.member} --site {blueprint.site}"
        way_out = say(
            "`{command}` tells what else differs: whether a port's security counts, say",
            command=plain,
        )
        return Astray(blueprint.stack, title, message, way_out)
    group, seen = rule
    message = say(
        "passes, though the YAML lets nothing pass: {way}, by the rule {rule} of {group}; "
        "{count} packets",
        way=way,
        rule=seen.key,
        group=group,
        count=len(found),
    )
    difference = extra(blueprint.stack, kinds.RULE.word, f"{group} {seen.key}", seen.id)
    return Astray(blueprint.stack, title, message, difference.way_out, difference.command)


def _closed(blueprint: Blueprint, what: str, name: str, found: Sequence[Packet]) -> Astray:
    message = say(
        "does not arrive, though the YAML lets it: {way}; {count} packets",
        way=found[0].way,
        count=len(found),
    )
    way_out = say(
        "see whether {server} runs and what `kumiai verify {member} --site {site}` tells",
        server=name,
        member=blueprint.member,
        site=blueprint.site,
    )
    return Astray(blueprint.stack, f"{what} → {name}", message, way_out)


def _not_drawn(blueprint: Blueprint, rules: Rules) -> Iterator[tuple[str, SeenRule]]:
    """With their groups."""
    for group in blueprint.groups:
        drawn = {rule.key for rule in group.rules}
        for rule in sorted(rules.get(group.name, ()), key=lambda rule: rule.key):
            if rule.key not in drawn and rule.ethertype == "IPv4":
                yield group.name, rule


def _explained(
    found: Iterable[Packet], more: Sequence[tuple[str, SeenRule]]
) -> tuple[str, tuple[str, SeenRule] | None]:
    """The way of the first that one rule alone accounts for, and that rule."""
    for packet in found:
        for group, rule in more:
            source, target = (_with(end, group, rule) for end in (packet.source, packet.target))
            for step in ways(source, target):
                if carries(step, packet.protocol, packet.port):
                    return str(step), (group, rule)
    return "", None


def _with(end: End, group: str, rule: SeenRule) -> End:
    here = end.here
    if not isinstance(here, Tier) or here.name != group:
        return end
    return replace(end, here=replace(here, passages=here.passages | {passage_of(rule)}))
