"""A lab site as a test needs it: written out, nothing random."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import IPv4Network
from pathlib import Path

from lab.sites import Host, LabSite, Living, Realm, SitePasswords

PRIMARY_PASSWORDS = SitePasswords(
    admin="secret-of-the-administrator",
    service="secret-of-the-services",
    database="secret-of-the-database",
    messaging="secret-of-the-broker",
    encryption="0" * 64,
    cookie="secret-of-erlang",
    salt="908dc60a" + "0" * 24,
)


def primary(folder: Path = Path("/lab/sites/primary")) -> LabSite:
    return LabSite(
        name="primary",
        address="127.0.11.1",
        hosts=(Host("pri-01", 2, 16, 256), Host("pri-02", 1, 24, 128)),
        volume_backends=("lab",),
        storage_gib=20000,
        vcpu_overcommit=4.0,
        ram_overcommit=1.0,
        folder=folder,
        venv=Path("/lab/venv"),
        account="operator",
        group="operators",
        passwords=PRIMARY_PASSWORDS,
        realm=Realm(
            "lab", "secret-of-the-realm", {"primary": "127.0.11.1", "remote": "127.0.12.1"}
        ),
    )


def primary_that_lives(folder: Path = Path("/lab/sites/primary")) -> LabSite:
    living = Living(Path("/programs/guests/0123456789ab"), IPv4Network("192.0.2.0/26"))
    return replace(primary(folder), living=living)
