"""What must hold of alerts beyond the form of a field. Each rule yields problems. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from core.message import Message, say
from core.problem import Problem
from core.wording import Location
from monitoring.exporter.series import ALL
from monitoring.responsibility.matrix import Matrix
from monitoring.routing.labels import MEMBER
from monitoring.rules.alert import Alert, Alerts, filled_in
from monitoring.rules.ownership import everybodys
from monitoring.rules.rule_file import GENERATED
from tenants.definitions import Read

_OURS = "kumiai_"
_OF_OTHERS = ("kumiai_backup_", "kumiai_failover_", "kumiai_licence_")
"""What copies, moves and licences tell of themselves, each by its own program."""


def check(read: Read[Alerts], procedures: Collection[str], matrix: Matrix | None) -> list[Problem]:
    """Every broken rule, in file order; those about layers where there is a sound matrix."""
    alerts = read.value.alerts
    found: list[tuple[Location, Message]] = [
        (("alerts", name, *location), message)
        for name, alert in alerts.items()
        for location, message in (
            *_without_procedure(name, procedures),
            *_of_nobody(alert),
            *(_of_places(alert, matrix) if matrix else ()),
            *(_too_soon(name, alerts, matrix) if matrix else ()),
        )
    ]
    found += [
        (("alerts",), message)
        for name in GENERATED
        for _, message in _without_procedure(name, procedures)
    ]
    return sorted(read.document.problem(location, message) for location, message in found)


def _without_procedure(
    name: str, procedures: Collection[str]
) -> Iterator[tuple[Location, Message]]:
    if name not in procedures:
        yield (
            (),
            say(
                "whoever is called for {alert} would not know what to do; write "
                "runbooks/procedures/{alert}.yaml",
                alert=name,
            ),
        )


def _of_nobody(alert: Alert) -> Iterator[tuple[Location, Message]]:
    """A series that nothing tells: the alert would wait for ever."""
    told = [one.name for one in ALL]
    for name in alert.series:
        if name.startswith(_OURS) and not name.startswith(_OF_OTHERS) and name not in told:
            yield (
                ("expr",),
                say(
                    "nothing tells {series}, so that it would never fire; the exporter tells "
                    "{known}",
                    series=name,
                    known=tuple(told),
                ),
            )


def _of_places(alert: Alert, matrix: Matrix) -> Iterator[tuple[Location, Message]]:
    labels = alert.labels(matrix)
    for language in ("ja", "en"):
        for label in filled_in(alert.summary.in_language(language)):
            if label not in labels:
                yield (
                    ("summary", language),
                    say(
                        "{label} is no label of this alert; name one of {known}, or add it to "
                        "`also`",
                        label=f"{{{label}}}",
                        known=tuple(labels),
                    ),
                )
    heard = everybodys(alert.layer, matrix)
    if MEMBER in labels and heard:
        yield (
            ("also",),
            say(
                "the alert names a municipality, and {parties} of all municipalities would be told "
                "of it; leave member out, or choose a layer of which each municipality has its own",
                parties=tuple(heard),
            ),
        )


def _too_soon(
    name: str, alerts: dict[str, Alert], matrix: Matrix
) -> Iterator[tuple[Location, Message]]:
    """It waits until the slowest of those is known that would keep it silent."""
    alert = alerts[name]
    below = matrix.layers.value.below[alert.layer]
    slower = {
        other: one.for_seconds
        for other, one in alerts.items()
        if one.layer in below and not one.partial and one.for_seconds >= alert.for_seconds
    }
    if slower:
        slowest = max(slower, key=lambda other: slower[other])
        yield (
            ("for_seconds",),
            say(
                "{alert}, on which it rests, is known only after {seconds} seconds, so that both "
                "would be called for; wait longer than that",
                alert=slowest,
                seconds=slower[slowest],
            ),
        )
