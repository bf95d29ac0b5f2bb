"""The projects of a site with whose they are, by their ids. Adapter: Keystone and the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from licensing.collecting.owner import Owned, Project, owner_of
from licensing.ledger.ledger import Ledger
from tenants.definitions import Definitions


def projects_at(
    ledger: Ledger, site: str, cloud: Any, definitions: Definitions, now: datetime
) -> Mapping[str, Owned]:
    """All that Keystone has now; the ledger remembers which of them are members'."""
    listed = [
        Project(str(one.id), str(one.name), str(one.description or ""))
        for one in cloud.identity.projects()
    ]
    known = ledger.projects(site)
    found = {
        one.id: Owned(one.name, owner_of(one, known.get(one.id), definitions)) for one in listed
    }
    members = {id_: one.owner for id_, one in found.items() if one.owner in definitions.slugs}
    ledger.know(site, members, now)
    return found
