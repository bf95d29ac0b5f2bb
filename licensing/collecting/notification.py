"""One of Nova's versioned notifications as a sighting. Pure.

Source of the fields: Nova 2026.2, doc/notification_samples/instance-*.json.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from licensing.collecting.owner import Owned, owner_and_role
from licensing.collecting.told import is_on, moment_of
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Sighting, Source
from tenants.definitions import Definitions

TELLING = frozenset(
    {
        "instance.create.end",
        "instance.power_on.end",
        "instance.power_off.end",
        "instance.resize_finish.end",
        "instance.resize_revert.end",
        "instance.live_migration_post_dest.end",
        "instance.live_migration_rollback_dest.end",
        "instance.evacuate.end",
        "instance.rebuild.end",
        "instance.shutdown.end",
        "instance.suspend.end",
        "instance.resume.end",
        "instance.shelve.end",
        "instance.restore.end",
        "instance.unshelve.end",
    }
)
"""Events whose payload tells how the server is from then on."""

GOING = frozenset(
    {"instance.delete.end", "instance.soft_delete.end", "instance.shelve_offload.end"}
)
"""Events after which the server is on no host."""


def sighting_of(
    message: Mapping[str, Any], site: str, definitions: Definitions, projects: Mapping[str, Owned]
) -> Sighting | None:
    """What the message tells, or None where it tells of something else.

    `projects` are all projects by their ids. `message` is the body as oslo.messaging
    sends it, with or without its envelope.
    """
    body = opened(message)
    event = str(body.get("event_type", ""))
    if event not in TELLING and event not in GOING:
        return None
    payload = body["payload"]["nova_object.data"]
    machine = None if event in GOING else _machine(payload, site, definitions, projects)
    if machine is None and event in TELLING:
        return None  # it is on no host yet
    return Sighting(
        str(body["message_id"]),
        str(payload["uuid"]),
        moment_of(str(body["timestamp"])),
        machine,
        Source.NOTIFICATION,
    )


def opened(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Without oslo.messaging's envelope."""
    inner = message.get("oslo.message")
    if isinstance(inner, str):
        opened_: Mapping[str, Any] = json.loads(inner)
        return opened_
    return message


def project_of(message: Mapping[str, Any]) -> str:
    """The id of the project that the message speaks of; empty where it speaks of none."""
    payload = opened(message).get("payload")
    data = payload.get("nova_object.data") if isinstance(payload, Mapping) else None
    return str(data.get("tenant_id", "")) if isinstance(data, Mapping) else ""


def _machine(
    payload: Mapping[str, Any], site: str, definitions: Definitions, projects: Mapping[str, Owned]
) -> Machine | None:
    if not payload.get("host"):
        return None
    name = str(payload["display_name"])
    member, role = owner_and_role(name, str(payload["tenant_id"]), projects, definitions)
    return Machine(
        name=name,
        member=member,
        role=role,
        site=site,
        host=str(payload["host"]),
        vcpus=int(payload["flavor"]["nova_object.data"]["vcpus"]),
        powered_on=is_on(payload["power_state"], payload.get("state")),
    )
