"""Every series that the exporter tells: its name, its meaning, its labels. Pure.

Names and units follow prometheus.io/docs/practices/naming, read on 2026-11-24. A label's order is
that of the tuple in which its values come.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Series:
    """All are gauges."""

    name: str
    what: str
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """One value of a series."""

    series: Series
    values: tuple[str, ...]
    value: float


_SERVER = ("site", "member", "system", "server", "host")

SITE_ANSWERS = Series(
    "kumiai_site_answers", "Whether anything of another site accepts connections (1).", ("site",)
)
API_UP = Series("kumiai_api_up", "Whether the API answers (1).", ("site", "service"))
API_SECONDS = Series("kumiai_api_seconds", "How long its answer took.", ("site", "service"))
COMPUTE_HOST_UP = Series(
    "kumiai_compute_host_up", "Whether Nova hears of the host (1).", ("site", "host")
)
COMPUTE_HOST_ENABLED = Series(
    "kumiai_compute_host_enabled", "Whether the host may take servers (1).", ("site", "host")
)
CONTROL_SERVICE_UP = Series(
    "kumiai_control_service_up",
    "Whether a service behind the APIs is heard of (1).",
    ("site", "service", "machine"),
)
SERVER_RUNNING = Series(
    "kumiai_server_running", "Whether a server that the files name is there and runs (1).", _SERVER
)
SERVER_ANSWERS = Series(
    "kumiai_server_answers",
    "Whether its SSH daemon exchanges keys, by the host key that is known of it (1).",
    _SERVER,
)
SERVER_REACHED = Series(
    "kumiai_server_reached",
    "Whether anything of a server that runs took or refused a connection: a way leads there (1).",
    (*_SERVER, "network"),
)
SERVER_ROUTED = Series(
    "kumiai_server_routed",
    "Whether nobody on the way said that there is no route to it (1).",
    (*_SERVER, "network"),
)
SERVICE_ANSWERS = Series(
    "kumiai_service_answers",
    "Whether a port that the catalogue gives the server accepts connections (1).",
    (*_SERVER, "port"),
)
NETWORK_UP = Series(
    "kumiai_network_up",
    "Whether a network that the files name is there and active (1).",
    ("site", "member", "network"),
)
PORT_UP = Series(
    "kumiai_port_up", "Whether a server has its port, and the port is enabled (1).", _SERVER
)
VOLUMES_IN_ERROR = Series(
    "kumiai_volumes_in_error", "Volumes that Cinder has in an error.", ("site", "member")
)
BACKUPS_IN_ERROR = Series(
    "kumiai_backups_in_error", "Backups that Cinder has in an error.", ("site", "member")
)
QUOTA_USED = Series("kumiai_quota_used", "What a project uses.", ("site", "member", "resource"))
QUOTA_LIMIT = Series(
    "kumiai_quota_limit", "The most that it may use.", ("site", "member", "resource")
)
UNACKNOWLEDGED_SECONDS = Series(
    "kumiai_alert_unacknowledged_seconds",
    "For how long nobody has had an alert that fires; 0 while somebody has taken it.",
    (*("of", "fingerprint", "layer", "severity", "owner"), *("site", "member", "system", "host")),
)
DRILL = Series(
    "kumiai_drill",
    "A drill of the way to somebody, while it lasts (1).",
    (*("drill", "layer", "severity", "owner"), *("site", "member", "system", "ladder")),
)
NOTIFICATIONS_FAILED = Series(
    "kumiai_notifications_failed",
    "What the site's Alertmanager could not deliver since it began, for the other site to call.",
    ("site", "integration"),
)
HOLIDAYS_END_SECONDS = Series(
    "kumiai_holidays_end_seconds",
    "When the list of holidays ends, after which offices would be called on one.",
    ("site",),
)
UNIT_EXPECTED = Series(
    "kumiai_unit_expected",
    "A unit of systemd that has to run on the machine that watches the site (1).",
    ("site", "name"),
)
LOOK_SUCCEEDED = Series(
    "kumiai_look_succeeded",
    "Whether the exporter's last look was answered, and not too long ago (1).",
    ("site", "look"),
)
LOOK_SECONDS = Series(
    "kumiai_look_seconds", "How long the exporter's last look took.", ("site", "look")
)
HEARTBEAT_SECONDS = Series(
    "kumiai_heartbeat_seconds",
    "When the alert that is always there came in from the site's Alertmanager last.",
    ("site",),
)

ALL: tuple[Series, ...] = (
    *(SITE_ANSWERS, API_UP, API_SECONDS),
    *(COMPUTE_HOST_UP, COMPUTE_HOST_ENABLED, CONTROL_SERVICE_UP),
    *(SERVER_RUNNING, SERVER_ANSWERS, SERVER_REACHED, SERVER_ROUTED, SERVICE_ANSWERS),
    *(NETWORK_UP, PORT_UP),
    *(VOLUMES_IN_ERROR, BACKUPS_IN_ERROR, QUOTA_USED, QUOTA_LIMIT),
    *(UNACKNOWLEDGED_SECONDS, DRILL, NOTIFICATIONS_FAILED),
    *(HOLIDAYS_END_SECONDS, UNIT_EXPECTED),
    *(LOOK_SUCCEEDED, LOOK_SECONDS, HEARTBEAT_SECONDS),
)


def by_series(samples: Iterable[Sample]) -> Mapping[Series, list[Sample]]:
    found: dict[Series, list[Sample]] = {}
    for sample in samples:
        found.setdefault(sample.series, []).append(sample)
    return found
