"""clouds.yaml entries of the lab's administrators, one per site. Adapter: reads, writes files."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import yaml

from core.files import locked, write_private
from lab.definition import Lab
from lab.services.rabbitmq import LISTENER
from lab.sites import ALERTMANAGER, RABBITMQ, LabSite

Entry = Mapping[str, object]


def admin_entry(site: LabSite) -> dict[str, object]:
    """How openstacksdk, and everything built on it, logs in as the site's administrator."""
    return {
        "auth": {
            "auth_url": site.auth_url,
            "username": "admin",
            "password": site.passwords.admin,
            "project_name": "admin",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
        },
        "region_name": site.name,
        "identity_api_version": "3",
        "volume_api_version": "3",
    }


def admin_entries(lab: Lab) -> dict[str, dict[str, object]]:
    return {site.name: admin_entry(site) for site in lab.sites}


def write_clouds(lab: Lab) -> None:
    """The lab's own file, and its entries in the shared one where that does not name the sites."""
    entries = admin_entries(lab)
    write_private(lab.clouds_file, _text(entries))
    with locked(lab.home.clouds_lock):
        add_entries(lab.home.clouds_file, entries)
        add_urls(lab.home.brokers_file, "brokers", {s.name: listener_url(s) for s in lab.sites})
        add_urls(
            lab.home.alertmanagers_file,
            "alertmanagers",
            {s.name: s.url(ALERTMANAGER) for s in lab.sites},
        )


def add_entries(file: Path, entries: Mapping[str, Entry]) -> None:
    """Add `entries` to `file`. An entry of the same name that leads elsewhere is an operator's own
    and stays; one that leads to the lab may have an old password and is replaced.
    """
    present = _present(file)
    ours = {n: e for n, e in entries.items() if n not in present or _same_place(present[n], e)}
    merged = {**present, **ours}
    if merged != present:
        write_private(file, _text(merged))


def listener_url(site: LabSite) -> str:
    """How the licence collector hears Nova's notifications of a site."""
    return f"amqp://{LISTENER}:{site.passwords.listening}@{site.address}:{RABBITMQ}//"


def add_urls(file: Path, kind: str, urls: Mapping[str, str]) -> None:
    """Add addresses by site to `file`; one of the same name that leads elsewhere stays."""
    content = yaml.safe_load(file.read_text("utf-8")) if file.exists() else None
    present: dict[str, str] = dict((content or {}).get(kind) or {})
    ours = {n: u for n, u in urls.items() if n not in present or _host(present[n]) == _host(u)}
    merged = {**present, **ours}
    if merged != present:
        write_private(file, yaml.safe_dump({kind: merged}, sort_keys=True))


def _host(url: str) -> str:
    return url.rpartition("@")[2]


def leading_here(lab: Lab) -> list[str]:
    """The sites whose entry in the shared file leads to this lab, and not to an operator's own."""
    present = _present(lab.home.clouds_file)
    return [
        name
        for name, entry in admin_entries(lab).items()
        if name in present and _same_place(present[name], entry)
    ]


def _same_place(one: Entry, other: Entry) -> bool:
    return _auth_url(one) == _auth_url(other)


def _auth_url(entry: Entry) -> object:
    auth = entry.get("auth")
    return auth.get("auth_url") if isinstance(auth, Mapping) else None


def _present(file: Path) -> dict[str, Entry]:
    if not file.exists():
        return {}
    content = yaml.safe_load(file.read_text("utf-8")) or {}
    return dict(content.get("clouds") or {})


def _text(entries: Mapping[str, Entry]) -> str:
    return yaml.safe_dump({"clouds": dict(entries)}, sort_keys=False, allow_unicode=True)
