"""What packets did otherwise than the YAML says, with the way and the rule that let them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from blueprint.parts import Blueprint
from blueprint.reachability import Step, Tier, carries
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
    """Packets that went otherwise than the YAML says, for one reason; `name` is of the first.

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
    opened: dict[tuple[str, SeenRule], list[tuple[Packet, Step]]] = {}
    by_nothing: dict[str, list[Packet]] = {}
    closed: dict[tuple[str, str], list[Packet]] = {}
    more = list(_not_drawn(blueprint, rules))
    for packet, arrived in tried:
        if arrived and packet.by is None:
            if (found := _explained(packet, more)) is not None:
                opened.setdefault(found[0], []).append((packet, found[1]))
            else:
                by_nothing.setdefault(packet.target.here.name, []).append(packet)
        elif packet.by is not None and not arrived and _is_told(packet):
            closed.setdefault((packet.target.name, packet.what), []).append(packet)
    return [
        *(_opened(blueprint, *rule, passed) for rule, passed in opened.items()),
        *(_by_nothing(blueprint, passed) for passed in by_nothing.values()),
        *(_closed(blueprint, lost) for lost in closed.values()),
    ]


def _is_told(packet: Packet) -> bool:
    """Who listens to UDP may keep silent; and what is at the other end of a line is not ours."""
    return packet.protocol == "tcp" and isinstance(packet.target.here, Tier)


def _opened(
    blueprint: Blueprint, group: str, rule: SeenRule, found: Sequence[tuple[Packet, Step]]
) -> Astray:
    """By one rule, however many packets it lets pass."""
    packet, step = found[0]
    message = say(
        "passes, though the YAML lets nothing pass: {way}, by the rule {rule} of {group}; "
        "{count} packets",
        way=step,
        rule=rule.key,
        group=group,
        count=len(found),
    )
    difference = extra(blueprint.stack, kinds.RULE.word, f"{group} {rule.key}", rule.id)
    return Astray(
        blueprint.stack,
        f"{packet.what} → {packet.target.here.name}",
        message,
        difference.way_out,
        difference.command,
    )


def _by_nothing(blueprint: Blueprint, found: Sequence[Packet]) -> Astray:
    packet = found[0]
    message = say(
        "passes, and neither the YAML nor any rule of Neutron lets it: {way}; {count} packets",
        way=packet.way,
        count=len(found),
    )
    way_out = say(
        "`{command}` tells what else differs: whether a port's security counts, say",
        command=f"kumiai verify {blueprint.member} --site {blueprint.site}",
    )
    name = f"{packet.what} → {packet.target.here.name}"
    return Astray(blueprint.stack, name, message, way_out)


def _closed(blueprint: Blueprint, found: Sequence[Packet]) -> Astray:
    packet = found[0]
    message = say(
        "does not arrive, though the YAML lets it: {way}; {count} packets",
        way=packet.way,
        count=len(found),
    )
    way_out = say(
        "see whether {server} runs and what `kumiai verify {member} --site {site}` tells",
        server=packet.target.name,
        member=blueprint.member,
        site=blueprint.site,
    )
    return Astray(blueprint.stack, f"{packet.what} → {packet.target.name}", message, way_out)


def _not_drawn(blueprint: Blueprint, rules: Rules) -> Iterator[tuple[str, SeenRule]]:
    """With their groups."""
    for group in blueprint.groups:
        drawn = {rule.key for rule in group.rules}
        for rule in sorted(rules.get(group.name, ()), key=lambda rule: rule.key):
            if rule.key not in drawn and rule.ethertype == "IPv4":
                yield group.name, rule


def _explained(
    packet: Packet, more: Iterable[tuple[str, SeenRule]]
) -> tuple[tuple[str, SeenRule], Step] | None:
    """The first rule that alone accounts for it, and the way; None where none does."""
    for group, rule in more:
        source, target = (_with(end, group, rule) for end in (packet.source, packet.target))
        for step in ways(source, target):
            if carries(step, packet.protocol, packet.port):
                return (group, rule), step
    return None


def _with(end: End, group: str, rule: SeenRule) -> End:
    here = end.here
    if not isinstance(here, Tier) or here.name != group:
        return end
    return replace(end, here=replace(here, passages=here.passages | {passage_of(rule)}))
