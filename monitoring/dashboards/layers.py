"""What is shown of each layer, at whichever places somebody looks at. Pure.

A number is a sum over what is told, so that where nobody tells anything there is none: it is shown
as not verified, never as green.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.message import Message, say
from monitoring.dashboards.cells import Cells
from monitoring.dashboards.panel import COLUMNS, Kind, Panel, Query, Section, Unit
from monitoring.responsibility.vocabulary import LAYER_WORDS, Layer

Select = Callable[[str], str]
"""From a series to the series at the places that are meant."""

NARROW = COLUMNS // 4
WIDE = COLUMNS - NARROW
HALF = COLUMNS // 2

MOST = 20
"""Of a list the worst: a page is no table of thousands."""

HEADINGS: Mapping[str, Message] = {
    "site": say("site"),
    "member": say("municipality"),
    "system": say("system"),
    "network": say("network"),
    "server": say("server"),
    "port": say("port"),
    "host": say("host"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A panel before it is known of which places."""

    title: Message
    expr: Callable[[Select], str]
    legend: str = ""
    kind: Kind = Kind.NUMBER
    unit: Unit = Unit.SHORT
    width: int = NARROW
    fault_from: float | None = 1
    fault_below: float | None = None
    columns: tuple[str, ...] = ()
    what: Message | None = None
    told_elsewhere: bool = False
    """Whether the other sites tell it, since nobody inside can."""

    def panel(self, cells: Cells, sites: Sequence[str]) -> Panel | None:
        """None where nothing of it is at these places."""
        queries = tuple(self._queries(cells, sites))
        if not queries:
            return None
        columns = {name: HEADINGS[name] for name in self.columns}
        return Panel(
            self.title,
            queries,
            self.kind,
            self.unit,
            self.width,
            fault_from=self.fault_from if self.fault_below is None else None,
            fault_below=self.fault_below,
            columns=columns,
            what=self.what,
        )

    def _queries(self, cells: Cells, sites: Sequence[str]) -> Iterator[Query]:
        for site in sites:
            here = cells.at(site)
            if here is None:
                continue
            asked = [one for one in sites if one != site] if self.told_elsewhere else [site]
            for one in asked:
                yield Query(one, self.expr(here.select), self.legend)


def missing(series: str) -> Callable[[Select], str]:
    """How many of those that are told say no."""
    return lambda select: f"sum by (site) (1 - {select(series)})"


def which(series: str, *labels: str) -> Callable[[Select], str]:
    """Which of them."""
    return lambda select: f"count by ({', '.join(labels)}) ({select(series)} == 0)"


def aged(moment: str, promised: str) -> Callable[[Select], str]:
    """How many times the time that was promised has passed since."""
    return lambda select: f"topk({MOST}, (time() - {select(moment)}) / {select(promised)})"


def _listed(title: Message, series: str, *labels: str) -> Shown:
    return Shown(title, which(series, *labels), kind=Kind.TABLE, width=WIDE, columns=labels)


_SERVER = ("site", "member", "system", "server")
_SYSTEM = "{{member}} {{system}} ({{site}})"

PANELS: Mapping[Layer, tuple[Shown, ...]] = {
    Layer.FACILITY: (
        Shown(
            say("Sites that do not answer, as the others see them"),
            missing("kumiai_site_answers"),
            "{{site}}",
            told_elsewhere=True,
        ),
    ),
    Layer.VIRTUALISATION: (
        Shown(
            say("Hosts that are down"),
            # One that was closed on purpose is somebody's work already.
            lambda select: (
                f"sum by (site) ((1 - {select('kumiai_compute_host_up')}) "
                f"* {select('kumiai_compute_host_enabled')})"
            ),
            "{{site}}",
        ),
        Shown(
            say("Services behind the APIs that are down"),
            missing("kumiai_control_service_up"),
            "{{site}}",
        ),
        Shown(say("APIs that do not answer"), missing("kumiai_api_up"), "{{site}}"),
        Shown(
            say("Volumes and backups in error"),
            lambda select: (
                f"sum by (site) ({select('kumiai_volumes_in_error')} "
                f"+ {select('kumiai_backups_in_error')})"
            ),
            "{{site}}",
        ),
        Shown(
            say("How long APIs take to answer"),
            lambda select: select("kumiai_api_seconds"),
            "{{site}} {{service}}",
            Kind.LINES,
            Unit.SECONDS,
            COLUMNS,
            fault_from=5,
        ),
        Shown(
            say("Quotas that are used most"),
            lambda select: (
                f"topk({MOST}, {select('kumiai_quota_used')} "
                f"/ ({select('kumiai_quota_limit')} > 0))"
            ),
            "{{member}} {{resource}} ({{site}})",
            Kind.BARS,
            Unit.SHARE,
            HALF,
            fault_from=0.9,
        ),
        Shown(
            say("Licences left"),
            lambda select: select("kumiai_licence_headroom"),
            "{{product}} {{rule}} ({{site}})",
            Kind.BARS,
            width=HALF,
            fault_below=0,
        ),
    ),
    Layer.ZONE_NETWORK: (
        Shown(
            say("Networks that are gone or not active"), missing("kumiai_network_up"), "{{site}}"
        ),
        _listed(say("Which networks"), "kumiai_network_up", "site", "member", "network"),
        Shown(
            say("Running servers that are not reached"),
            missing("kumiai_server_reached"),
            "{{site}}",
            what=say(
                "A connection that is refused has gone the whole way; silence has not, nor has "
                '"no route".'
            ),
        ),
        _listed(
            say("Which running servers are not reached"),
            "kumiai_server_reached",
            *("site", "member", "network", "server", "host"),
        ),
        Shown(say("Servers without a port"), missing("kumiai_port_up"), "{{site}}"),
        _listed(say("Which servers have no port"), "kumiai_port_up", *_SERVER),
        Shown(say("Servers without a route to them"), missing("kumiai_server_routed"), "{{site}}"),
    ),
    Layer.OS: (
        Shown(say("Servers that have stopped"), missing("kumiai_server_running"), "{{site}}"),
        _listed(say("Which servers have stopped"), "kumiai_server_running", *_SERVER, "host"),
        Shown(say("Servers that do not answer"), missing("kumiai_server_answers"), "{{site}}"),
        _listed(say("Which servers do not answer"), "kumiai_server_answers", *_SERVER, "host"),
        Shown(
            say("File systems with the least room"),
            lambda select: (
                f"bottomk({MOST}, {select('node_filesystem_avail_bytes')} "
                f"/ {select('node_filesystem_size_bytes')})"
            ),
            "{{server}} {{mountpoint}} ({{site}})",
            Kind.BARS,
            Unit.SHARE,
            COLUMNS,
            fault_below=0.1,
        ),
    ),
    Layer.PACKAGE: (
        Shown(say("Ports that do not answer"), missing("kumiai_service_answers"), "{{site}}"),
        _listed(say("Which ports do not answer"), "kumiai_service_answers", *_SERVER, "port"),
    ),
    Layer.BACKUP: (
        Shown(
            say("Systems of which volumes are not in the newest copy"),
            lambda select: (
                f"sum by (site) ({select('kumiai_backup_volumes_copied')} "
                f"< bool {select('kumiai_backup_volumes_declared')})"
            ),
            "{{site}}",
        ),
        Shown(
            say("Age of the newest copy, in intervals that were promised"),
            aged("kumiai_backup_newest_copy_seconds", "kumiai_backup_interval_seconds"),
            _SYSTEM,
            Kind.BARS,
            width=WIDE,
            fault_from=2,
            what=say("From 2 on whoever answers for copies is called, from 3 on at any hour."),
        ),
    ),
    Layer.RESTORE_TEST: (
        Shown(
            say("Systems that a failover would not bring back as promised"),
            missing("kumiai_failover_ready"),
            "{{site}}",
        ),
        Shown(
            say("Time since a copy was proven, in intervals that were promised"),
            aged("kumiai_backup_newest_proof_seconds", "kumiai_backup_proof_interval_seconds"),
            _SYSTEM,
            Kind.BARS,
            width=WIDE,
            what=say("A copy is proven when it was restored, and found to be what was copied."),
        ),
    ),
    Layer.MONITORING: (
        Shown(
            say("What the monitoring does not see"),
            missing("kumiai_look_succeeded"),
            "{{site}}",
        ),
        Shown(
            say("How long its looks take"),
            lambda select: select("kumiai_look_seconds"),
            "{{site}} {{look}}",
            Kind.LINES,
            Unit.SECONDS,
            WIDE,
            fault_from=20,
        ),
    ),
}


def sections(own: Mapping[Layer, Cells], sites: Sequence[str]) -> Iterator[Section]:
    """Of each layer that is looked at, in the order that is given."""
    for layer, cells in own.items():
        found = [shown.panel(cells, sites) for shown in PANELS.get(layer, ())]
        panels = tuple(panel for panel in found if panel is not None)
        if panels:
            yield Section(LAYER_WORDS[layer], panels)
