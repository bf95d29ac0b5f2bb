"""What today's files say of whatever licences count by, as the ledger remembers it. Pure."""

from __future__ import annotations

import json
from datetime import date, datetime

from core.calendar import A_DAY
from core.strict import Strict
from licensing.change.figures import said_of_figures
from licensing.ledger.facts import Kind, Subject, Told
from licensing.papers.licences import Licences
from licensing.position.period import midnight
from tenants.definitions import Definitions


def said(definitions: Definitions, licences: Licences) -> dict[Subject, Told]:
    """By whom or what it is said."""
    found: dict[Subject, Told] = {}
    for read in definitions.sites.values():
        site = read.value
        for name, host in site.hosts.items():
            found[Subject(Kind.HOST, f"{site.name}/{name}")] = _told(host, host.changed_on)
        for name, fence in site.licence_fences.items():
            found[Subject(Kind.FENCE, f"{site.name}/{name}")] = _told(fence, fence.changed_on)
    for name, paper in licences.entitlements.items():
        one = paper.value
        ends = None if one.ends_on is None else midnight(one.ends_on + A_DAY)
        found[Subject(Kind.ENTITLEMENT, name)] = _told(one, one.changed_on, ends)
    return found | said_of_figures(definitions.members, licences.declarations)


def _told(model: Strict, changed_on: date | None, ends: datetime | None = None) -> Told:
    """Fields that are not written are left out, so that a new kind of field is no change."""
    content = model.model_dump(
        mode="json", exclude={"changed_on"}, exclude_defaults=True, warnings=False
    )
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return Told(text, None if changed_on is None else midnight(changed_on), ends)
