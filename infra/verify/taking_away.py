"""What no file names is taken away, one object that a person has named. Adapter: openstacksdk.

Never more than that one: what still hangs on it is refused by OpenStack, and has a line of its own
in what `verify` tells.
"""

from __future__ import annotations

from collections.abc import Mapping

from cloud.asked import asked
from infra import kinds
from infra.asking.table import REMOVALS
from infra.remains.things import Thing
from infra.removal import GONE_SECONDS, Logins, Removal, remove_volume


def take_away(logins: Logins, site: str, thing: Thing) -> None:
    """Raises: OtherSystemFailed where OpenStack refuses, does not answer, or takes too long."""
    with asked(site):
        DELETIONS[thing.kind.template](logins, thing)


def _attachment(logins: Logins, thing: Thing) -> None:
    server, volume = thing.id.split(":")
    logins.site.compute.delete_volume_attachment(server, volume)
    storage = logins.site.block_storage
    storage.wait_for_status(storage.get_volume(volume), "available", wait=GONE_SECONDS)


def _router_interface(logins: Logins, thing: Thing) -> None:
    router, port = thing.id.split(":")
    logins.site.network.remove_interface_from_router(router, port=port)


def _rule(logins: Logins, thing: Thing) -> None:
    logins.site.network.delete_security_group_rule(thing.id)


def _share(logins: Logins, thing: Thing) -> None:
    """Neutron refuses where another project has a port in the network."""
    logins.site.network.delete_rbac_policy(thing.id)


def _container(logins: Logins, thing: Thing) -> None:
    """Swift refuses one that holds objects."""
    assert logins.member is not None  # it was seen with this login
    _, name = thing.id.split(":", 1)
    logins.member.object_store.delete_container(name)


def _role(logins: Logins, thing: Thing) -> None:
    project, rest = thing.id.split(":", 1)
    who, role_name = rest.rsplit(":", 1)
    identity = logins.site.identity
    role = identity.find_role(role_name, ignore_missing=False)
    user = identity.find_user(who)
    if user is not None:
        identity.unassign_project_role_from_user(project, user, role)
    else:
        group = identity.find_group(who, ignore_missing=False)
        identity.unassign_project_role_from_group(project, group, role)


DELETIONS: Mapping[str, Removal] = {
    **REMOVALS,
    kinds.ATTACHMENT.word.template: _attachment,
    kinds.VOLUME.word.template: remove_volume,
    kinds.ROUTER_INTERFACE.word.template: _router_interface,
    kinds.RULE.word.template: _rule,
    kinds.SHARE.template: _share,
    kinds.CONTAINER.word.template: _container,
    kinds.ROLE.word.template: _role,
}
"""By the kind's word: every one of `ways.DELETABLE`."""
