"""A municipality of one small system that is moved between two real sites, and what is in it."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass, field
from typing import Any

from blueprint.naming import RESTORED_BY
from core.journal import entries
from core.run import BEGUN
from recovery.content import BYTES_PER_GIB
from recovery.standstill import DUE, UNPAUSE
from tests.lib.consortium import Consortium
from tests.lib.login import Login
from tests.lib.lost_site import LostSite
from tests.lib.volume_files import sha256_of, volume_file

EXECUTE = ("--execute", "--reason", "a test")
MEMBER = "kadogawa"
SERVER = "kadogawa-livelihood-app-1"
DATA, BOOT = f"{SERVER}-data", f"{SERVER}-boot"
FILES, FORM = "files", "form.pdf"
"""A container of its system's, and an object in it."""
LOOK_SECONDS = 0.02
PAUSING, COPYING = (UNPAUSE, DUE), ("backup", BEGUN)
"""An entry of the journal each: its servers are about to stand still, or run again while their
volumes are copied."""


@dataclass
class Moved:
    """A municipality that a lost site had, and what its people entered last."""

    consortium: Consortium
    primary: LostSite
    other_person: Consortium
    copied_at: str
    """The newest copy that was held when its site was lost."""
    content: dict[str, str] = field(default_factory=dict)
    """Of each volume when it was copied: the SHA-256 of its file."""
    backup: subprocess.Popen[str] | None = None
    """It ran when the site was lost."""
    move: str = ""

    def at(self, site: str) -> Login:
        return Login.of_member(self.consortium.home, MEMBER, site)

    def run(self) -> subprocess.CompletedProcess[str]:
        return self.consortium.kumiai("failover", "run", self.move, *EXECUTE)

    def declared(self) -> str:
        """By two persons, that the primary is lost."""
        told = self.consortium.kumiai("failover", "declare", MEMBER, "--site", "primary", *EXECUTE)
        assert told.returncode == 0, told.stdout + told.stderr
        move = told.stdout.partition("declared as ")[2].partition(";")[0]
        confirmed = self.other_person.kumiai("failover", "confirm", move, "--execute")
        assert confirmed.returncode == 0, confirmed.stdout + confirmed.stderr
        return move

    def status(self) -> dict[str, Any]:
        told = self.consortium.kumiai("failover", "status", self.move, "--json")
        [found] = json.loads(told.stdout)
        return dict(found)

    def servers(self, site: str) -> list[tuple[str, str]]:
        return servers_at(self.consortium, site)

    def volumes(self, site: str) -> dict[str, str]:
        """By name, the move that restored it."""
        rows = self.at(site).rows("volumes")
        return {row["name"]: row["metadata"].get(RESTORED_BY, "") for row in rows}

    def contents(self, site: str) -> dict[str, str]:
        return contents_at(self.consortium, site)

    def form(self, site: str) -> bytes:
        return self.at(site).ask("object-store", "GET", f"/{FILES}/{FORM}").content


def servers_at(consortium: Consortium, site: str) -> list[tuple[str, str]]:
    """By name, their states."""
    rows = Login.of_member(consortium.home, MEMBER, site).rows("servers")
    return [(row["name"], row["status"]) for row in rows]


def contents_at(consortium: Consortium, site: str) -> dict[str, str]:
    """Of each volume the SHA-256 of its file."""
    return {name: sha256_of(volume_file(consortium, MEMBER, site, name)) for name in (DATA, BOOT)}


def enter(consortium: Consortium, site: str, text: bytes) -> None:
    """As its people do: into the volume, at both its ends, and as an object."""
    with volume_file(consortium, MEMBER, site, DATA).open("r+b") as stream:
        stream.write(text * 5000)
        stream.seek(BYTES_PER_GIB - 40)
        stream.write(b"the very last bytes of the volume")
    login = Login.of_member(consortium.home, MEMBER, site)
    where = {"service_type": "object-store"}
    answer = login.session.put(f"/{FILES}/{FORM}", data=text, endpoint_filter=where)
    assert answer.status_code == 201


def copied(consortium: Consortium) -> None:
    for words in (("run",), ("pull",), ("prove",)):
        done = consortium.kumiai("backup", *words, MEMBER, *EXECUTE)
        assert done.returncode == 0, done.stdout + done.stderr


def copied_at(consortium: Consortium) -> str:
    told = consortium.kumiai("backup", "status", MEMBER, "--json")
    return str(json.loads(told.stdout)[0]["copied_at"])


def under_way(consortium: Consortium, moment: tuple[str, str]) -> subprocess.Popen[str]:
    """A backup that has come so far."""
    journal = consortium.home.journal
    before = len(entries(journal))
    run = consortium.begin("backup", "run", MEMBER, *EXECUTE)
    while moment not in {(one["act"], one["outcome"]) for one in entries(journal)[before:]}:
        assert run.poll() is None, run.communicate()[0]
        time.sleep(LOOK_SECONDS)
    return run


def with_a_container(consortium: Consortium) -> None:
    catalogue = consortium.definitions / "tenants" / "catalogue.yaml"
    text, own = catalogue.read_text("utf-8"), "\n  livelihood:\n"
    catalogue.write_text(text.replace(own, f"{own}    containers: [{FILES}]\n"), "utf-8")
    built = consortium.up(MEMBER)
    assert built.returncode == 0, built.stdout + built.stderr
