"""The lab as it is defined here and now: sites from YAML, addresses, passwords. Adapter."""

from __future__ import annotations

import grp
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.errors import ProblemsFound, UserError
from core.home import REPOSITORY, Home
from core.login import login_name
from core.message import say
from core.problem import Problem
from core.reading import read_document
from lab.guests.image import image_folder
from lab.passwords import LabPasswords, passwords
from lab.sites import DEFAULT_NETWORK, Host, LabSite, Living, Realm, address_of
from tenants.definitions import SITES_FOLDER
from tenants.site import SYNC_REALM, Site
from tenants.store import definition_files

POLICIES = REPOSITORY / "monitoring" / "policies"
"""What a site's operator joins to each service's policy.yaml, so that the site can be watched."""
LIGHT = "light"
SERVERS = ("books", LIGHT)
"""What compute hosts do with servers; the first unless another is asked for."""


@dataclass(frozen=True, slots=True)
class Lab:
    """All sites of one lab and the folder that holds everything of it."""

    home: Home
    sites: tuple[LabSite, ...]
    images: tuple[str, ...] = ()
    """The guest images that the sites' stacks upload, by name."""

    @property
    def root(self) -> Path:
        return self.home.lab

    @property
    def venv(self) -> Path:
        """OpenStack's own Python environment: one for all labs of the checkout."""
        return self.home.lab_environment

    @property
    def run(self) -> Path:
        """The zygotes' own folder; they belong to no site."""
        return self.root / "run"

    @property
    def watched_mark(self) -> Path:
        """Stands while the lab is watched, running or not: seconds from one look to the next."""
        return self.root / "watched"

    @property
    def clouds_file(self) -> Path:
        return self.root / "clouds.yaml"

    def site(self, name: str) -> LabSite:
        for site in self.sites:
            if site.name == name:
                return site
        known = tuple(site.name for site in self.sites)
        raise UserError(
            say("{name} is not a site of the lab; name one of: {known}", name=name, known=known)
        )


def lab_of(environment: Mapping[str, str]) -> Lab:
    """The lab of this checkout. `KUMIAI_LAB_NETWORK` (default 127.0.11) lets a second one run
    beside it, with a `KUMIAI_HOME` of its own. `KUMIAI_LAB_SERVERS` says whether servers live.

    Creates the passwords on the first call. Raises: ProblemsFound where a site's file is wrong.
    """
    home = Home.of(environment)
    network = lab_network(environment)
    declared = _declared_sites(home)
    servers = lab_servers(environment)
    kept = passwords(home.lab / "passwords.json", declared)
    addresses = {name: address_of(network, at) for at, name in enumerate(kept.sites)}
    realm = Realm(SYNC_REALM, kept.realm, addresses)
    return Lab(
        home,
        tuple(_lab_site(home, site, kept, realm, servers) for _, site in sorted(declared.items())),
        tuple(sorted({site.image for site in declared.values()})),
    )


def lab_network(environment: Mapping[str, str]) -> str:
    """First three numbers of the first site's address.

    Raises: UserError where they are not those of a loopback address.
    """
    network = environment.get("KUMIAI_LAB_NETWORK") or DEFAULT_NETWORK
    numbers = network.split(".")
    in_range = all(n.isdigit() and int(n) < 250 for n in numbers)
    if len(numbers) != 3 or numbers[0] != "127" or not in_range:
        raise UserError(
            say(
                "KUMIAI_LAB_NETWORK is {network}; it takes the first three numbers of a loopback "
                "address, such as 127.0.21",
                network=network,
            )
        )
    return network


def lab_servers(environment: Mapping[str, str]) -> str:
    """`books`: hosts keep books of servers; `light`: servers live, as namespace guests.

    Raises: UserError where it is another word.
    """
    servers = environment.get("KUMIAI_LAB_SERVERS") or SERVERS[0]
    if servers not in SERVERS:
        raise UserError(
            say(
                "KUMIAI_LAB_SERVERS is {servers}; it takes one of: {known}",
                servers=servers,
                known=tuple(SERVERS),
            )
        )
    return servers


def _declared_sites(home: Home) -> dict[str, Site]:
    """Sites alone: a municipality's wrong file must not keep the lab from starting."""
    files = definition_files(home.definitions / SITES_FOLDER)
    if not files:
        raise UserError(
            say(
                "{folder} holds no YAML file; the lab builds the sites that are described there, "
                "restore it from git",
                folder=home.definitions / SITES_FOLDER,
            )
        )
    sites: dict[str, Site] = {}
    problems: list[Problem] = []
    for file in files:
        document, more = read_document(file, SITES_FOLDER / file.name)
        problems += more
        if document is not None:
            site, more = document.read_as(Site, file.stem)
            problems += more
            if site is not None:
                sites[site.name] = site
    if problems:
        raise ProblemsFound(problems)
    return sites


def _lab_site(home: Home, site: Site, kept: LabPasswords, realm: Realm, servers: str) -> LabSite:
    return LabSite(
        name=site.name,
        address=realm.addresses[site.name],
        hosts=tuple(
            Host(name, host.sockets, host.cores_per_socket, host.ram_gib)
            for name, host in site.hosts.items()
        ),
        volume_backends=tuple(sorted({kind.backend for kind in site.volume_types.values()})),
        storage_gib=site.storage_gib,
        vcpu_overcommit=site.overcommit.vcpu,
        ram_overcommit=site.overcommit.ram,
        folder=home.lab / "sites" / site.name,
        venv=home.lab_environment,
        account=login_name(),
        group=grp.getgrgid(os.getgid()).gr_name,
        passwords=kept.sites[site.name],
        realm=realm,
        living=Living(image_folder(home), site.operations_network) if servers == LIGHT else None,
        policies={file.stem: file.read_text("utf-8") for file in sorted(POLICIES.glob("*.yaml"))},
    )
