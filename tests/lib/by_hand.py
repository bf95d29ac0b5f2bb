"""What somebody may change by hand at a site, with openstacksdk as its administrator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Cloud = Any
"""openstacksdk's connection."""


@dataclass(frozen=True)
class Site:
    """One member's project, and what stands in it by name."""

    cloud: Cloud
    member: str

    @property
    def project(self) -> str:
        return next(str(p.id) for p in self.cloud.identity.projects() if p.name == self.member)

    def server(self, name: str) -> Any:
        return next(s for s in self.cloud.compute.servers(all_projects=True) if s.name == name)

    def volume(self, name: str) -> Any:
        found = self.cloud.block_storage.volumes(all_projects=True)
        return next(v for v in found if v.name == name)

    def port(self, name: str) -> Any:
        return next(iter(self.cloud.network.ports(name=name, project_id=self.project)))

    def group(self, name: str) -> Any:
        return next(iter(self.cloud.network.security_groups(name=name, project_id=self.project)))

    def network(self, name: str) -> Any:
        return next(iter(self.cloud.network.networks(name=name, project_id=self.project)))

    def subnet(self, name: str) -> Any:
        return next(iter(self.cloud.network.subnets(name=name, project_id=self.project)))

    def router(self, name: str) -> Any:
        return next(iter(self.cloud.network.routers(name=name, project_id=self.project)))

    def put(self, service: str, path: str, body: dict[str, Any]) -> None:
        answer = getattr(self.cloud, service).put(path, json=body)
        answer.raise_for_status()


APP, OTHER_APP, DB = "usuki-core-app-1", "usuki-core-app-2", "usuki-core-db-1"
DATA = "usuki-core-db-1-data"
MYNUMBER, INTERNET = "usuki-mynumber", "nobeoka-internet"


def port_security_off(site: Site) -> None:
    site.cloud.network.update_port(
        site.port(APP), security_groups=[], is_port_security_enabled=False
    )


def more_addresses_allowed(site: Site) -> None:
    pairs = [{"ip_address": "10.0.0.0/8"}]
    site.cloud.network.update_port(site.port(OTHER_APP), allowed_address_pairs=pairs)


def a_strangers_port(site: Site) -> None:
    network = site.network(MYNUMBER)
    site.cloud.network.create_port(network_id=network.id, name="tap", project_id=site.project)


def a_renamed_server(site: Site) -> None:
    site.cloud.compute.update_server(site.server(OTHER_APP), name="web")


def a_rule_in(site: Site, group: str) -> None:
    site.cloud.network.create_security_group_rule(
        security_group_id=site.group(group).id,
        project_id=site.project,
        direction="ingress",
        ether_type="IPv4",
        protocol="tcp",
        port_range_min=22,
        port_range_max=22,
    )


def the_default_group_opened(site: Site) -> None:
    a_rule_in(site, "default")


def a_foreign_rule(site: Site) -> None:
    a_rule_in(site, "usuki-core-db")


def a_rule_deleted(site: Site) -> None:
    rules = site.cloud.network.security_group_rules(
        security_group_id=site.group("usuki-core-app").id, direction="ingress"
    )
    site.cloud.network.delete_security_group_rule(next(iter(rules)))


def quotas_raised_and_lowered(site: Site) -> None:
    path = f"/os-quota-sets/{site.project}"
    # No service takes a limit below what is in use: Usuki's servers have four vCPUs.
    site.put("compute", path, {"quota_set": {"cores": 4, "instances": 99}})
    site.put("block_storage", path, {"quota_set": {"gigabytes": 9999}})
    site.put("network", f"/quotas/{site.project}", {"quota": {"router": 77}})


def a_project_disabled(site: Site) -> None:
    site.cloud.identity.update_project(site.project, is_enabled=False)


def a_user_disabled(site: Site) -> None:
    user = site.cloud.identity.find_user(site.member)
    site.cloud.identity.update_user(user, is_enabled=False)


def metadata(site: Site) -> None:
    site.cloud.compute.set_server_metadata(site.server(DB), purpose="test")
    site.cloud.block_storage.set_volume_metadata(site.volume(DATA), purpose="test")


def a_detached_volume(site: Site) -> None:
    volume = site.volume(DATA)
    site.cloud.compute.delete_volume_attachment(site.server(DB), volume.id)
    site.cloud.block_storage.wait_for_status(volume, "available", wait=120)


def a_stopped_server(site: Site) -> None:
    server = site.server(APP)
    site.cloud.compute.stop_server(server)
    site.cloud.compute.wait_for_server(server, status="SHUTOFF", wait=120)


def a_server_deleted(site: Site) -> None:
    server = site.server(APP)
    site.cloud.compute.delete_server(server)
    site.cloud.compute.wait_for_delete(server, wait=120)


def another_flavor(site: Site) -> None:
    compute, server = site.cloud.compute, site.server(DB)
    flavor = next(f for f in compute.flavors() if f.name == "large")
    compute.resize_server(server, flavor.id)
    compute.wait_for_server(server, status="VERIFY_RESIZE", wait=300)
    compute.confirm_server_resize(server)
    compute.wait_for_server(server, status="ACTIVE", wait=300)


def a_subnets_settings(site: Site) -> None:
    subnet = site.subnet(MYNUMBER)
    site.cloud.network.update_subnet(
        subnet,
        dns_nameservers=["192.0.2.53"],
        is_dhcp_enabled=False,
        host_routes=[{"destination": "192.0.2.0/24", "nexthop": subnet.gateway_ip}],
    )


def a_subnet_without_gateway(site: Site) -> None:
    site.cloud.network.update_subnet(site.subnet(MYNUMBER), gateway_ip=None)


def a_grown_volume(site: Site) -> None:
    """In use, as Cinder's microversion 3.42 allows."""
    volume = site.volume(DATA)
    body = {"os-extend": {"new_size": volume.size + 3}}
    path = f"/volumes/{volume.id}/action"
    answer = site.cloud.block_storage.post(path, json=body, microversion="3.42")
    answer.raise_for_status()


def a_renamed_network_that_is_down_and_shared(site: Site) -> None:
    site.cloud.network.update_network(
        site.network(MYNUMBER),
        name="elsewhere",
        is_admin_state_up=False,
        is_shared=True,
        is_port_security_enabled=False,
    )
    # Nova takes up the network's other name once a port of it is changed.
    site.cloud.network.update_port(site.port(DB), description="changed")


def a_port_that_is_down(site: Site) -> None:
    site.cloud.network.update_port(site.port(DB), is_admin_state_up=False)


def a_port_deleted(site: Site) -> None:
    site.cloud.network.delete_port(site.port(OTHER_APP))


def another_volume_name(site: Site) -> None:
    site.cloud.block_storage.update_volume(site.volume(DATA), name="elsewhere")


def another_group_name(site: Site) -> None:
    site.cloud.network.update_security_group(site.group("usuki-core-app"), name="elsewhere")


def a_volume_that_does_not_boot(site: Site) -> None:
    site.cloud.block_storage.set_volume_bootable_status(site.volume(f"{DB}-boot"), False)


def a_key_pair_deleted(site: Site) -> None:
    user = site.cloud.identity.find_user("kumiai-provisioner")
    site.cloud.compute.delete_keypair(site.member, user_id=user.id)


def a_snapshot(site: Site) -> None:
    storage = site.cloud.block_storage
    made = storage.create_snapshot(volume_id=site.volume(DATA).id, name="before", is_forced=True)
    storage.wait_for_status(made, "available", wait=120)


def a_role_taken_and_one_given(site: Site) -> None:
    identity = site.cloud.identity
    user, admin = identity.find_user(site.member), identity.find_user("admin")
    identity.unassign_project_role_from_user(site.project, user, identity.find_role("member"))
    identity.assign_project_role_to_user(site.project, admin, identity.find_role("reader"))


def a_router_without_gateway_with_routes(site: Site) -> None:
    network, router = site.cloud.network, site.router(INTERNET)
    gateway = site.subnet(INTERNET).gateway_ip
    routes = [{"destination": "192.0.2.0/24", "nexthop": gateway.rsplit(".", 1)[0] + ".9"}]
    network.update_router(router, is_admin_state_up=False, routes=routes)
    network.put(f"/routers/{router.id}", json={"router": {"external_gateway_info": None}})


def a_router_interface_more(site: Site) -> None:
    network = site.cloud.network
    mynumber = site.network("nobeoka-mynumber")
    port = network.create_port(network_id=mynumber.id, project_id=site.project)
    network.add_interface_to_router(site.router(INTERNET), port_id=port.id)


def a_locked_server(site: Site) -> None:
    site.cloud.compute.lock_server(site.server(APP), locked_reason="maintenance")


def a_network_lent_to_another_project(site: Site) -> None:
    site.cloud.network.create_rbac_policy(
        object_type="network",
        object_id=site.network(MYNUMBER).id,
        action="access_as_shared",
        target_tenant=site.cloud.identity.find_project("admin").id,
    )
