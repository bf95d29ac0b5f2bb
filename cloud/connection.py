"""Logs in to a site's OpenStack by a clouds.yaml entry. Adapter: openstacksdk."""

from __future__ import annotations

from typing import Any

from cloud.logins import CloudEntry, clouds_of
from core.home import Home

Cloud = Any
"""openstacksdk's connection, whose types are unions over versions that nobody uses here."""

ANSWER_SECONDS = 60
"""The longest that one call may take."""


def connected(entry: CloudEntry, answer_seconds: int = ANSWER_SECONDS) -> Cloud:
    """A connection that reads nothing but the entry; it logs in at its first call."""
    # Half a second of imports, which commands that ask no site need not pay.
    import openstack

    return openstack.connect(
        **entry["auth"],
        region_name=entry["region_name"],
        api_timeout=answer_seconds,
        load_envvars=False,
        load_yaml_config=False,
    )


def login_in_project(home: Home, stack: str) -> Cloud | None:
    """kumiai's login in the project of a member's stack; None where clouds.yaml has none."""
    entry = clouds_of(home).get(stack)
    return None if entry is None else connected(entry)
