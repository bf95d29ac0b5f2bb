"""Neutron: networks in the database and in the API. Pure.

Where hosts keep books of servers no packet is ever switched: `labdrivers.network` binds every port
on every host, so that no agent has to run. Where servers live, OVN does both.
"""

from __future__ import annotations

from lab.ini import ini
from lab.service import FirstStep, Fork, Service
from lab.services import oslo, ovn
from lab.sites import NEUTRON, LabSite

LINES = "lines"
"""The physical network on which access lines arrive; which VLAN, the files alone say."""


def service(site: LabSite) -> Service:
    folder = site.etc / "neutron"
    files = (
        "--config-file",
        str(folder / "neutron.conf"),
        "--config-file",
        str(folder / "ml2.ini"),
    )
    return Service(
        name="neutron",
        files={
            "neutron/neutron.conf": _conf(site),
            "neutron/ml2.ini": _ml2(site),
            **oslo.policy(site, "neutron"),
        },
        from_package={"neutron/api-paste.ini": "neutron/api-paste.ini"},
        folders=("neutron",),
        databases=("neutron",),
        environment={
            "OS_NEUTRON_CONFIG_DIR": str(folder),
            "OS_NEUTRON_CONFIG_FILES": "neutron.conf;ml2.ini",
            # Without it Neutron believes that it has no worker, and hears nothing of OVN.
            **({"ASGI_WORKERS": "1"} if site.living else {}),
        },
        forks=(
            Fork(
                "neutron",
                "neutron",
                "wsgi",
                "neutron.wsgi.api",
                port=NEUTRON,
                needs=oslo.MARIADB_AND_RABBITMQ,
            ),
        ),
        schemas=(FirstStep("neutron.db.migration.cli:main", ((*files, "upgrade", "heads"),)),),
    )


def _conf(site: LabSite) -> str:
    return ini(
        {
            "DEFAULT": {
                "log_dir": str(site.logs),
                "log_file": "neutron.log",
                "core_plugin": "ml2",
                "service_plugins": "ovn-router" if site.living else "router",
                "auth_strategy": "keystone",
                "transport_url": oslo.transport_url(site),
                # A host that keeps books waits for no port, so Nova need not be told of each; a new
                # floating address must still show in the server's addresses.
                "notify_nova_on_port_status_changes": site.living is not None,
                "notify_nova_on_port_data_changes": True,
                "dhcp_agent_notification": False,
                "api_workers": 0,
                "rpc_workers": 0,
                "rpc_state_report_workers": 0,
                "state_path": str(site.data / "neutron"),
                "api_paste_config": str(site.etc / "neutron/api-paste.ini"),
            },
            "nova": oslo.credentials(site, "nova"),
            "placement": oslo.credentials(site, "placement"),
            "database": oslo.database(site, "neutron"),
            **oslo.token_check(site, "neutron"),
            # For projects without a quota of their own; a project's quota is enforced as it is.
            "quotas": {
                "default_quota": 100,
                "quota_network": 100,
                "quota_subnet": 100,
                "quota_router": 50,
                "quota_floatingip": 100,
                "quota_port": 500,
                "quota_security_group": 200,
                "quota_security_group_rule": 2000,
            },
            **oslo.habits(site),
        }
    )


def _ml2(site: LabSite) -> str:
    return ini(
        {
            "ml2": {
                "type_drivers": ["geneve", "flat", "vlan"],
                "tenant_network_types": "geneve",
                "mechanism_drivers": "ovn" if site.living else "lab",
                "extension_drivers": "port_security",
            },
            "ml2_type_geneve": {"vni_ranges": "1:65536", "max_header_size": 38},
            "ml2_type_flat": {"flat_networks": "*"},
            "ml2_type_vlan": {"network_vlan_ranges": f"physnet1:100:400,{LINES}"},
            "securitygroup": {"enable_security_group": True},
            **({"ovn": ovn.neutron(site)} if site.living else {}),
        }
    )
