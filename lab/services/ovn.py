"""OVN: what switches the packets of a site whose servers live. Pure.

One program and its children (`lab/fabric/`): the databases, northd, and Open vSwitch with
ovn-controller for each compute host and for the operations network, each host in a network
namespace of its own. The first host is also the gateway to the external network.
"""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

from lab.ini import Section
from lab.service import Program, Service
from lab.sites import LabSite, Living

FABRIC = Path(__file__).parent.parent / "fabric"
START = Path(__file__).parent.parent / "guests" / "start.sh"
OPERATIONS = "operations"
"""The chassis from which the operators of the site reach its servers."""


def service(site: LabSite, living: Living) -> Service:
    chassis = (*(host.name for host in site.hosts), OPERATIONS)
    fabric = ("unshare", "--net", "sh", "-e", str(FABRIC / "fabric.sh"))
    argv = (*fabric, str(site.fabric), str(site.data / "ovn"), *chassis)
    return Service(name="ovn", folders=("ovn", "guests"), programs=(Program("fabric", argv),))


def neutron(site: LabSite) -> Section:
    """How Neutron reaches it."""
    return {
        "ovn_nb_connection": f"unix:{site.fabric / 'nb.sock'}",
        "ovn_sb_connection": f"unix:{site.fabric / 'sb.sock'}",
        "ovn_l3_scheduler": "leastloaded",
        "ovn_metadata_enabled": False,
        "enable_distributed_floating_ip": False,
    }


def nova(site: LabSite, living: Living) -> Section:
    """What a compute host's driver needs to let its servers live."""
    return {
        "guests": str(site.guests),
        "image": str(living.image),
        "start": str(START),
        "fabric_programs": str(FABRIC),
        "fabric": str(site.fabric),
        "operations_network": str(living.operations_network),
        "operations_address": str(operations_address(living)),
    }


def operations_address(living: Living) -> IPv4Address:
    """Of whoever operates the site: the last one of its operations network."""
    return living.operations_network[-2]
