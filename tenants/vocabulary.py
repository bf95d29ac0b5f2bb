"""The closed lists that several files share: zones, network models, life cycle. Pure.

Source of the zones and models: 総務省's guideline on information
security policy (三層の対策; αモデル, α′, β, β′).
"""

from __future__ import annotations

from enum import StrEnum


class Zone(StrEnum):
    """One of the three layers that a municipality's network is separated into."""

    MYNUMBER = "mynumber"
    LGWAN = "lgwan"
    INTERNET = "internet"


class NetworkModel(StrEnum):
    """Where a municipality keeps terminals and business systems between the three layers."""

    ALPHA = "alpha"
    ALPHA_DASH = "alpha_dash"
    BETA = "beta"
    BETA_DASH = "beta_dash"


SERVER_ZONES: dict[NetworkModel, frozenset[Zone]] = {
    NetworkModel.ALPHA: frozenset({Zone.MYNUMBER, Zone.LGWAN}),
    NetworkModel.ALPHA_DASH: frozenset({Zone.MYNUMBER, Zone.LGWAN}),
    NetworkModel.BETA: frozenset({Zone.MYNUMBER, Zone.LGWAN}),
    NetworkModel.BETA_DASH: frozenset({Zone.MYNUMBER, Zone.LGWAN, Zone.INTERNET}),
}
"""Zones in which a business system of a municipality may stand, by its network model.

Only β′ puts important business systems on the internet side; α′ lets LGWAN terminals reach named
clouds, β moves the terminals, and neither moves the systems. Our reading of the source; not
verified against the guideline's own text.
"""

ZONES_WITH_GATEWAY = frozenset({Zone.INTERNET})
"""Zones whose router may have a gateway to the outside: mynumber ↔ internet has no exception."""


BACKUP_CONTAINER = "backup"
"""Every member's container for backups; no system's container is called so."""

BOOT_VOLUME = "boot"
"""Every server's volume that it starts from; no data volume is called so."""

FENCE_AGGREGATE = "licence"
"""What the host aggregates of licences' fences begin with; no class of hosts is called so."""

SITE = "site"
"""Stands in a stack's name where a member's slug does: `site.primary`."""

KUMIAI = "kumiai"
"""Begins what kumiai calls its own, with a hyphen: users, projects of its own, those of trials."""

OWN_NAMES = frozenset(
    {
        *(SITE, KUMIAI, "provisioner", "consortium"),
        *("admin", "alt-demo", "default", "demo", "root", "service", "services", "system"),
        *("barbican", "cinder", "designate", "glance", "heat", "ironic", "keystone", "magnum"),
        *("manila", "neutron", "nova", "octavia", "placement", "swift"),
        *("adjutant", "aodh", "blazar", "ceilometer", "cloudkitty", "cyborg", "freezer", "gnocchi"),
        *("heat-domain-admin", "masakari", "mistral", "monasca", "tacker", "trove", "venus"),
        *("vitrage", "watcher", "zaqar", "zun"),
    }
)
"""No member's slug: its project and its user have that name, and OpenStack has these of its own.

Source: docs.openstack.org/install-guide, the users and projects of each service, `services` by
packagers; `demo` is that of Keystone's first steps, `alt-demo` devstack's.
"""


class LifecycleState(StrEnum):
    """Where a municipality stands between joining the consortium and having left it."""

    JOINING = "joining"
    ACTIVE = "active"
    LEAVING = "leaving"
    LEFT = "left"


class ServiceState(StrEnum):
    """What becomes of a service's servers and data at one municipality.

    `stopped` removes the servers and keeps the data volumes; `retired` lets the data go too.
    """

    IN_USE = "in_use"
    STOPPED = "stopped"
    RETIRED = "retired"


class PlacementState(StrEnum):
    """Whether a municipality's servers run at a site, or only what they need stands ready."""

    ACTIVE = "active"
    STANDBY = "standby"


class Priority(StrEnum):
    """How early a service comes back after a disaster: A first."""

    A = "A"
    B = "B"
    C = "C"


class Size(StrEnum):
    """One step smaller or larger than what the population asks for."""

    SMALLER = "smaller"
    BY_POPULATION = "by_population"
    LARGER = "larger"
