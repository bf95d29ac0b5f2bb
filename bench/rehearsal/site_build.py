"""The blueprint of one member at one site, built by openstacksdk without a state. Adapter."""

from __future__ import annotations

import os
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from bench.rehearsal.calls import Calls
from bench.rehearsal.connection import connection
from blueprint.accounts import PROVISIONER
from blueprint.parts import Blueprint, GroupPlan, NetworkPlan, RulePlan, ServerPlan, VolumePlan
from cloud.connection import Cloud
from cloud.logins import CloudEntry
from core.units import mib


@dataclass(frozen=True)
class SiteBuild:
    """One member at one site."""

    calls: Calls
    admin: Cloud
    own_entry: CloudEntry
    blueprint: Blueprint
    external_network: str
    image: str
    public_key: str

    def begin(self) -> None:
        """Every call of the blueprint is asked for; `calls.finish` waits for them."""
        own = self._project()
        after, b = self.calls.after, self.blueprint
        subnets = {plan.name: self._network(own, plan) for plan in b.networks}
        groups = {plan.name: self._group(own, plan) for plan in b.groups}
        for plan in b.groups:
            for rule in plan.rules:
                self._rule(own, plan, rule, groups)
        keypair = after(
            lambda c: c.compute.create_keypair(name=b.keypair, public_key=self.public_key), own
        )
        server_groups = {
            name: after(
                lambda c, name=name: c.compute.create_server_group(
                    name=name, policy="anti-affinity"
                ),
                own,
            )
            for name in b.server_groups
        }
        volumes = {plan.name: self._volume(own, plan) for plan in b.volumes}
        for server in b.servers:
            self._server(own, server, subnets, groups, server_groups, volumes, keypair)
        for container in b.containers:
            after(lambda c, name=container: c.object_store.create_container(name), own)

    def _project(self) -> Future[Cloud]:
        """A connection in the project, once the roles and quotas stand."""
        after, b, admin = self.calls.after, self.blueprint, self.admin
        identity, quota = admin.identity, b.quota
        project = after(lambda: identity.create_project(name=b.project, domain_id="default"))
        user = after(
            lambda p: identity.create_user(
                name=b.service_user,
                domain_id="default",
                default_project_id=p.id,
                password=os.urandom(16).hex(),
            ),
            project,
        )
        role = after(lambda: identity.find_role("member"))
        provisioner = after(lambda: identity.find_user(PROVISIONER))
        after(identity.assign_project_role_to_user, project, user, role)
        granted = after(identity.assign_project_role_to_user, project, provisioner, role)
        quotas = (
            after(
                lambda p: admin.compute.update_quota_set(
                    p.id,
                    instances=quota.servers,
                    cores=quota.vcpu,
                    ram=mib(quota.ram_gib),
                    server_groups=quota.server_groups,
                ),
                project,
            ),
            after(
                lambda p: admin.block_storage.update_quota_set(
                    p.id,
                    volumes=quota.volumes,
                    gigabytes=quota.volume_gib,
                    snapshots=quota.snapshots,
                    backups=quota.backups,
                    backup_gigabytes=quota.backup_gib,
                ),
                project,
            ),
            after(
                lambda p: admin.network.update_quota(
                    p.id,
                    networks=quota.networks,
                    subnets=quota.subnets,
                    routers=quota.routers,
                    ports=quota.ports,
                    security_groups=quota.groups,
                    security_group_rules=quota.rules,
                ),
                project,
            ),
        )
        return after(lambda *_: connection(self.own_entry), granted, *quotas)

    def _network(self, own: Future[Cloud], plan: NetworkPlan) -> Future[Any]:
        """The subnet; its `network_id` says on which network it is."""
        after = self.calls.after
        network = after(lambda c: c.network.create_network(name=plan.name), own)
        subnet = after(
            lambda c, n: c.network.create_subnet(
                name=plan.name,
                network_id=n.id,
                ip_version=4,
                cidr=str(plan.cidr),
                gateway_ip=str(plan.gateway),
            ),
            own,
            network,
        )
        if plan.line is not None:
            raise ValueError(f"{plan.name} has a line, which the rehearsal does not build")
        if plan.router is not None:
            router = after(
                lambda c: c.network.create_router(
                    name=plan.router, external_gateway_info={"network_id": self.external_network}
                ),
                own,
            )
            after(
                lambda c, r, s: c.network.add_interface_to_router(r, subnet_id=s.id),
                *(own, router, subnet),
            )
        return subnet

    def _group(self, own: Future[Cloud], plan: GroupPlan) -> Future[Any]:
        """The group without the two rules that Neutron gives every new one."""
        after = self.calls.after
        group = after(lambda c: c.network.create_security_group(name=plan.name), own)
        for number in (0, 1):
            after(
                lambda c, g, number=number: c.network.delete_security_group_rule(
                    g.security_group_rules[number]["id"]
                ),
                *(own, group),
            )
        return group

    def _rule(
        self,
        own: Future[Cloud],
        plan: GroupPlan,
        rule: RulePlan,
        groups: dict[str, Future[Any]],
    ) -> None:
        def create(c: Cloud, group: Any, remote: Any = None) -> Any:
            return c.network.create_security_group_rule(
                security_group_id=group.id,
                direction=rule.direction,
                ethertype="IPv4",
                protocol=rule.protocol,
                port_range_min=rule.port,
                port_range_max=rule.port,
                remote_ip_prefix=rule.remote_cidr,
                remote_group_id=remote.id if remote is not None else None,
            )

        remote = [groups[rule.remote_group]] if rule.remote_group else []
        self.calls.after(create, own, groups[plan.name], *remote)

    def _volume(self, own: Future[Cloud], plan: VolumePlan) -> Future[Any]:
        volume = self.calls.after(
            lambda c: c.block_storage.create_volume(
                name=plan.name,
                size=plan.gib,
                volume_type=plan.type,
                image_id=self.image if plan.boot else None,
            ),
            own,
        )
        return self.calls.once(
            lambda v: own.result().block_storage.get_volume(v.id),
            lambda v: v.status == "available",
            volume,
        )

    def _server(
        self,
        own: Future[Cloud],
        plan: ServerPlan,
        subnets: dict[str, Future[Any]],
        groups: dict[str, Future[Any]],
        server_groups: dict[str, Future[Any]],
        volumes: dict[str, Future[Any]],
        keypair: Future[Any],
    ) -> None:
        after = self.calls.after
        port = after(
            lambda c, s, g: c.network.create_port(
                name=plan.name,
                network_id=s.network_id,
                fixed_ips=[{"subnet_id": s.id, "ip_address": str(plan.address)}],
                security_groups=[g.id],
            ),
            *(own, subnets[plan.network], groups[plan.group]),
        )

        def create(c: Cloud, port: Any, boot: Any, key: Any, group: Any = None) -> Any:
            return c.compute.create_server(
                name=plan.name,
                flavor_id=plan.flavor,
                key_name=key.name,
                networks=[{"port": port.id}],
                block_device_mapping=[
                    {
                        "uuid": boot.id,
                        "source_type": "volume",
                        "destination_type": "volume",
                        "boot_index": 0,
                        "delete_on_termination": False,
                    }
                ],
                **({"scheduler_hints": {"group": group.id}} if group is not None else {}),
            )

        group = [server_groups[plan.server_group]] if plan.server_group else []
        server = after(create, own, port, volumes[plan.boot_volume], keypair, *group)
        active = self.calls.once(
            lambda s: own.result().compute.get_server(s.id), lambda s: s.status == "ACTIVE", server
        )
        for name in plan.data_volumes:
            attached = after(
                lambda c, s, v: c.compute.create_volume_attachment(s.id, volume_id=v.id),
                *(own, active, volumes[name]),
            )
            self.calls.once(
                lambda a: own.result().block_storage.get_volume(a.volume_id),
                lambda v: v.status == "in-use",
                attached,
            )
