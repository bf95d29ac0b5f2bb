"""Where a member is brought up for trial: a project of its own, with networks that lead nowhere.

Adapter: Keystone, Nova, Neutron. The same addresses as where the member runs, and no router. All of
it goes at the end, and whatever else is in the project with it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blueprint.accounts import PROVISIONER
from blueprint.parts import NetworkPlan, ServerPlan
from core.errors import OtherSystemFailed
from core.message import say
from recovery.facts import Extent
from recovery.services import CINDER, KEYSTONE, NEUTRON, NOVA, Services
from recovery.standing_servers import RUNS, Row, reaches, removed, servers_in

MEMBER = "member"
WITHOUT_LIMIT = -1
UNLIMITED: Mapping[str, tuple[str, Sequence[str]]] = {
    NOVA: ("quota_set", ("instances", "cores", "ram", "server_groups")),
    CINDER: ("quota_set", ("volumes", "gigabytes", "snapshots", "backups", "backup_gigabytes")),
}
"""What a trial needs is bounded by the copy that it restores."""
IN_ORDER = ("ports", "networks", "security-groups")
"""Of Neutron, what goes before what; a network takes its subnets along."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """`administrator` is the site's; whoever provisions there works in the project by its own."""

    administrator: Services
    name: str

    def project(self) -> str | None:
        """Its id; None where there is no such project."""
        rows = self.administrator.rows(KEYSTONE, f"/projects?name={self.name}", "projects")
        return str(rows[0]["id"]) if rows else None

    def extent(self, networks: Sequence[NetworkPlan]) -> Extent:
        """How much of it stands. Raises: OtherSystemFailed where the site does not answer."""
        project = self.project()
        if project is None:
            return Extent.NONE
        there = {row["name"] for row in self._neutron(project, "networks") if row["subnets"]}
        return Extent.ALL if there >= {one.name for one in networks} else Extent.SOME

    def make(self, networks: Sequence[NetworkPlan]) -> None:
        """The project, whoever may work in it, and networks; what is there stays."""
        project = self.project() or self._made()
        [user] = self.administrator.rows(KEYSTONE, f"/users?name={PROVISIONER}", "users")
        [role] = self.administrator.rows(KEYSTONE, f"/roles?name={MEMBER}", "roles")
        path = f"/projects/{project}/users/{user['id']}/roles/{role['id']}"
        self.administrator.answer(KEYSTONE, "PUT", path)
        for service, (key, names) in UNLIMITED.items():
            limits = {key: dict.fromkeys(names, WITHOUT_LIMIT)}
            self.administrator.answer(service, "PUT", f"/os-quota-sets/{project}", json=limits)
        there = {row["name"]: row for row in self._neutron(project, "networks")}
        for one in networks:
            if one.name not in there or not there[one.name]["subnets"]:
                self._network(project, one, there.get(one.name))

    def servers(self) -> list[Row]:
        return servers_in(self.administrator, self.name)

    def start(
        self, services: Services, servers: Sequence[ServerPlan], volumes: Mapping[str, str]
    ) -> None:
        """Each from its own volumes, by id; those that stand are left alone.

        Raises: OtherSystemFailed where one does not run.
        """
        project = self.project()
        assert project is not None  # nothing is restored before it is there
        there = {row["name"] for row in self.servers()}
        networks = {row["name"]: row["id"] for row in self._neutron(project, "networks")}
        flavors = {
            row["name"]: row["id"]
            for row in self.administrator.rows(NOVA, "/flavors?is_public=None", "flavors")
        }
        for one in servers:
            if one.name not in there:
                port = self._port(services, one, networks[one.network])
                body = _asked(one, flavors[one.flavor], port, volumes)
                services.answer(NOVA, "POST", "/servers", json={"server": body})
        wanted = {one.name for one in servers}
        for row in self.servers():
            if row["name"] in wanted:
                what = say("{server} for trial", server=row["name"])
                reaches(self.administrator, row, RUNS, what)

    def stop(self) -> None:
        """No server is left. Raises: OtherSystemFailed where one does not go."""
        removed(self.administrator, self.name)

    def gone(self, empty: Callable[[], None]) -> None:
        """Everything in the project, of which `empty` takes away the data, and then the project."""
        project = self.project()
        if project is None:
            return
        self.stop()
        self.make(())  # whoever was killed while it was made could not log in to it
        empty()
        for kind in IN_ORDER:
            for row in self._neutron(project, kind):
                self.administrator.gone(NEUTRON, f"/v2.0/{kind}/{row['id']}")
        self.administrator.gone(KEYSTONE, f"/projects/{project}")

    def leads_out(self) -> list[str]:
        """Routers of the project, and ports of anybody else on its networks: there may be none."""
        project = self.project()
        if project is None:
            return []
        own = {row["id"] for row in self._neutron(project, "networks")}
        routers = [row["name"] for row in self._neutron(project, "routers")]
        strange = [
            row["id"]
            for network in sorted(own)
            for row in self._listed("ports", f"network_id={network}")
            if row["project_id"] != project or row["device_owner"].startswith("network:router")
        ]
        return [*routers, *strange]

    def _made(self) -> str:
        asked = {"project": {"name": self.name, "domain_id": "default"}}
        found = self.administrator.answer(KEYSTONE, "POST", "/projects", json=asked).json()
        return str(found["project"]["id"])

    def _network(self, project: str, plan: NetworkPlan, there: Row | None) -> None:
        if there is None:
            asked: dict[str, Any] = {"name": plan.name, "project_id": project}
            there = self._post("networks", "network", asked)
        subnet = {
            "network_id": there["id"],
            "project_id": project,
            "name": plan.name,
            "ip_version": 4,
            "cidr": str(plan.cidr),
            "gateway_ip": None,
            "enable_dhcp": False,
        }
        self._post("subnets", "subnet", subnet)

    def _port(self, services: Services, server: ServerPlan, network: str) -> str:
        asked = {
            "network_id": network,
            "name": server.name,
            "fixed_ips": [{"ip_address": str(server.address)}],
        }
        made = services.answer(NEUTRON, "POST", "/v2.0/ports", json={"port": asked}).json()
        return str(made["port"]["id"])

    def _post(self, kind: str, key: str, asked: Mapping[str, Any]) -> Row:
        made = self.administrator.answer(NEUTRON, "POST", f"/v2.0/{kind}", json={key: asked})
        found: Row = made.json()[key]
        return found

    def _neutron(self, project: str, kind: str) -> list[Row]:
        return self._listed(kind, f"project_id={project}")

    def _listed(self, kind: str, question: str) -> list[Row]:
        key = kind.replace("-", "_")
        return [*self.administrator.rows(NEUTRON, f"/v2.0/{kind}?{question}", key)]


def _asked(
    server: ServerPlan, flavor: str, port: str, volumes: Mapping[str, str]
) -> dict[str, Any]:
    """A server as Nova is asked for it: the volume it boots from first, and none goes with it."""
    names = (server.boot_volume, *server.data_volumes)
    missing = [name for name in names if name not in volumes]
    if missing:
        raise OtherSystemFailed(
            say(
                "{server} has no volume {volumes} to be started from",
                server=server.name,
                volumes=tuple(missing),
            )
        )
    disks = [
        {
            "boot_index": 0 if at == 0 else -1,
            "uuid": volumes[name],
            "source_type": "volume",
            "destination_type": "volume",
            "delete_on_termination": False,
        }
        for at, name in enumerate(names)
    ]
    return {
        "name": server.name,
        "flavorRef": flavor,
        "networks": [{"port": port}],
        "block_device_mapping_v2": disks,
    }
