"""A member's object containers at a site, the backup container among them. Adapter: Pulumi."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_openstack import objectstorage

from blueprint.naming import container_resource


@dataclass(frozen=True, slots=True, kw_only=True)
class ContainersArgs:
    names: tuple[str, ...]


class Containers(pulumi.ComponentResource):
    """Protected containers. Which site copies to which is set by infra/rim/pairing.py.

    The key of container-sync is a secret that the provider would keep in the state in clear, so
    it is not an input here; what pairing sets is ignored.
    """

    container_names: dict[str, Output[str]]

    def __init__(
        self, name: str, args: ContainersArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("kumiai:storage:Containers", name, None, opts)
        self.container_names = {
            container: objectstorage.Container(
                container_resource(name, container),
                name=container,
                opts=ResourceOptions(
                    parent=self,
                    protect=True,
                    ignore_changes=["containerSyncTo", "containerSyncKey"],
                ),
            ).name
            for container in args.names
        }
        self.register_outputs({"container_names": self.container_names})
