"""Nova: servers with what is theirs, and what a site offers for them. Adapter: openstacksdk."""

from __future__ import annotations

from functools import partial

from cloud.connection import Cloud
from infra import kinds
from infra.asking.row import Asked, Inputs, named, thing_of
from infra.asking.settled import SETTLING_SECONDS, settled
from infra.asking.sighting import Sighting
from infra.remains.things import Thing
from infra.removal import Logins, deleted


def _found_servers(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    found = cloud.compute.servers(name=f"^{inputs['name']}$")
    return [settled(partial(cloud.compute.get_server, server.id)) for server in found]


def _found_attachments(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    server, volume = inputs["instanceId"], inputs["volumeId"]
    found = cloud.compute.volume_attachments(server)
    # The provider's id of an attachment is that of the server and that of the volume.
    return [Sighting(f"{server}/{volume}") for a in found if a.volume_id == volume]


def _found_keypairs(cloud: Cloud, inputs: Inputs) -> list[Sighting]:
    return [Sighting(k.name) for k in cloud.compute.keypairs() if k.name == inputs["name"]]


def _server_goes(logins: Logins, thing: Thing) -> None:
    compute = logins.site.compute
    deleted(
        logins,
        thing,
        lambda: compute.find_server(thing.id, all_projects=True),
        compute.delete_server,
    )


def _server_group_goes(logins: Logins, thing: Thing) -> None:
    logins.site.compute.delete_server_group(thing.id)


def _half_a_server(cloud: Cloud, identifier: str) -> None:
    server = cloud.compute.get_server(identifier)
    cloud.compute.delete_server(server)
    cloud.compute.wait_for_delete(server, wait=SETTLING_SECONDS)


ROWS = (
    Asked(
        kinds.SERVER,
        lambda cloud: cloud.compute.servers(all_projects=True),
        thing_of(kinds.SERVER.word),
        _server_goes,
        _found_servers,
        _half_a_server,
    ),
    Asked(
        kinds.SERVER_GROUP,
        lambda cloud: cloud.compute.server_groups(all_projects=True),
        thing_of(kinds.SERVER_GROUP.word),
        _server_group_goes,
        named(lambda cloud: cloud.compute.server_groups()),
    ),
    Asked(kinds.ATTACHMENT, find=_found_attachments),
    # Whose they are is asked by user: `remains/look.py`, `verify/observe.py`.
    Asked(kinds.KEYPAIR, find=_found_keypairs),
    Asked(kinds.FLAVOR, find=named(lambda cloud: cloud.compute.flavors())),
    Asked(kinds.AGGREGATE, find=named(lambda cloud: cloud.compute.aggregates())),
)
