"""Where fields of earlier versions stand today, as the edit that a person has to make. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from core.message import Message, say

_NOBODY_KNOWS = "…"


def order_of_sites(sites: object) -> Message:
    """Of `sites: [primary, remote]`."""
    names = [name for name in sites if isinstance(name, str)] if isinstance(sites, list) else []
    return into_the_sites("order", {name: str(place) for place, name in enumerate(names, 1)})


def standby_of_sites(standby: object) -> Message:
    """Of `standby: {primary: remote}`, where each site names the one that stands by for it."""
    served: dict[str, list[str]] = {}
    for site, other in _pairs(standby).items():
        served.setdefault(other, []).append(site)
    return into_the_sites("stands_by_for", {s: f"[{', '.join(of)}]" for s, of in served.items()})


def regions_of_sites(regions: object) -> Message:
    """Of `regions: {primary: asia-pacific}` in a licence rule."""
    return say(
        "has moved into the sites' files; write `per_region: true` here instead, and add there: "
        "{edits}",
        edits=edits("licence_region", _pairs(regions)),
    )


def into_the_sites(field: str, values: Mapping[str, str]) -> Message:
    """`values` by site; where nothing could be read, the edit has its gaps."""
    return say(
        "has moved into the sites' files; delete it here, and add there: {edits}",
        edits=edits(field, values),
    )


def edits(field: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """Which line goes into which file."""
    return tuple(
        f"infra/sites/{site}.yaml `{field}: {value}`"
        for site, value in (values or {_NOBODY_KNOWS: _NOBODY_KNOWS}).items()
    )


def _pairs(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        return {}
    return {k: v for k, v in value.items() if isinstance(k, str) and isinstance(v, str)}
