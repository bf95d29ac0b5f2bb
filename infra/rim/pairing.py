"""Makes the backup container of the active site copy itself to the other site. Adapter.

Outside Pulumi, since the key would stand in its state in clear. Whichever stack of the two is
finished last does it; a site that is away is left for the next run, and `kumiai verify` tells.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from blueprint.naming import stack_name
from blueprint.parts import Blueprint
from cloud.asked import asked, words_of
from cloud.credentials import ensure_sync_key, renew_sync_key
from cloud.logins import clouds_of
from core.errors import OtherSystemFailed
from core.home import Home
from core.message import say
from tenants.site import SYNC_REALM
from tenants.vocabulary import BACKUP_CONTAINER

if TYPE_CHECKING:
    from keystoneauth1.session import Session

CONTAINER = f"/{BACKUP_CONTAINER}"
SWIFT = {"service_type": "object-store"}

SYNC_KEY = "X-Container-Sync-Key"
"""Swift shows it to who owns the container."""

RENEWED_BY = "X-Container-Meta-Kumiai-Move"
"""Of the container at the target of a move: the move that gave it another key."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Where a member's backups are written, and where they are copied to."""

    member: str
    source: str
    target: str


def pair_of(blueprint: Blueprint, standby_of: str | None) -> Pair | None:
    """The pair that a blueprint belongs to; `standby_of` is the active site it stands by for."""
    if blueprint.backup_synced_to is not None:
        return Pair(blueprint.member, blueprint.site, blueprint.backup_synced_to)
    if standby_of is not None:
        return Pair(blueprint.member, standby_of, blueprint.site)
    return None


def sync_target(cluster: str, project_id: str) -> str:
    """The value of X-Container-Sync-To for a container of `project_id` at the site `cluster`."""
    return f"//{SYNC_REALM}/{cluster}/AUTH_{project_id}/{BACKUP_CONTAINER}"


def set_up(home: Home, pair: Pair) -> bool:
    """Whether both containers now know their part; False where one of them is not there yet, or
    where the other site is away.

    Raises: OtherSystemFailed where a site refuses, so that nobody believes in copies there are none
    of.
    """
    from keystoneauth1 import exceptions

    sites = (pair.source, pair.target)
    if any(stack_name(pair.member, site) not in clouds_of(home) for site in sites):
        return False
    source, target = (_session(home, pair.member, site) for site in sites)
    try:
        # Both must exist before either is told: a POST would not create one.
        heads = [session.head(CONTAINER, endpoint_filter=SWIFT) for session in (target, source)]
        standing = next(filter(None, (head.headers.get(SYNC_KEY) for head in heads)), None)
        key = ensure_sync_key(home, pair.member, standing)
        target_project = target.get_project_id()
        target.post(
            CONTAINER,
            endpoint_filter=SWIFT,
            headers={SYNC_KEY: key, "X-Container-Sync-To": ""},
        )
        source.post(
            CONTAINER,
            endpoint_filter=SWIFT,
            headers={
                SYNC_KEY: key,
                "X-Container-Sync-To": sync_target(pair.target, str(target_project)),
            },
        )
    except (
        exceptions.NotFound,
        exceptions.Unauthorized,  # the member's project is not there yet
        exceptions.ConnectFailure,
        exceptions.HttpServerError,
    ):
        return False
    except exceptions.ClientException as error:
        raise OtherSystemFailed(
            say(
                "copying the backup container from {source} to {target} is refused: {reason}; "
                "is the realm {realm} in both sites' container-sync-realms.conf?",
                source=pair.source,
                target=pair.target,
                reason=words_of(error),
                realm=SYNC_REALM,
            )
        ) from error
    return True


def renew_key(home: Home, member: str, site: str, move: str) -> None:
    """The container at `site` takes no copies, and no deletions, of the other site any more.

    Raises: OtherSystemFailed where the site refuses or does not answer.
    """
    headers = {SYNC_KEY: renew_sync_key(home, member), "X-Container-Sync-To": "", RENEWED_BY: move}
    with asked(site, "Swift"):
        _session(home, member, site).post(CONTAINER, endpoint_filter=SWIFT, headers=headers)


def give_back_key(home: Home, pair: Pair) -> None:
    """A move was called off: the target takes copies of the source again.

    Raises: OtherSystemFailed where a site refuses; as `renew_key`.
    """
    with asked(pair.target, "Swift"):
        _session(home, pair.member, pair.target).post(
            CONTAINER, endpoint_filter=SWIFT, headers={RENEWED_BY: ""}
        )
    set_up(home, pair)


def renewed_by(home: Home, member: str, site: str) -> str | None:
    """The move that gave the container at `site` the key that it has, if any.

    Raises: OtherSystemFailed where the site does not answer, or has no such container.
    """
    with asked(site, "Swift"):
        head = _session(home, member, site).head(CONTAINER, endpoint_filter=SWIFT)
    found: str | None = head.headers.get(RENEWED_BY)
    return found


def _session(home: Home, member: str, site: str) -> Session:
    from cloud.keystone import session_of

    return session_of(clouds_of(home)[stack_name(member, site)])
