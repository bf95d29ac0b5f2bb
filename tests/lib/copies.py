"""A municipality's copies between two sites in memory: `kumiai backup` without a command line.

One system with one server, its boot volume and one for data. The source's key and the vault's are
on one machine, as they are in the lab.
"""

from __future__ import annotations

import os
import re
import shutil
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from pathlib import Path

import yaml

from blueprint.accounts import BACKUP_READER, PROVISIONER, VAULT, VAULT_WRITER
from cloud.credentials import Credential, credential_file, write_credential
from core.home import Home
from core.message import Message
from core.plan import Plan, Run
from core.run import Failure, Watcher, carry_out
from core.signing import Signer, public_key_of
from core.signing_key import ALLOWED_SIGNERS, make_signing_key
from licensing.ledger.home import ledger_of
from licensing.papers.licences import Licences
from licensing.papers.store import read_licences
from recovery.keys import ensure_key
from runbooks.actions import backups, retention, unpausing, vaults
from runbooks.actions.given import Given
from tenants.definitions import Definitions
from tenants.store import read_definitions
from tests.lib.cloud_over_http import CloudOverHttp, served
from tests.lib.definitions import ROOT, copied_to, only, write_services
from tests.lib.killing import kill, victims
from tests.lib.swift_in_memory import Container

MEMBER, SYSTEM = "aya", "livelihood"
STACK = f"{MEMBER}.primary"
SERVER = "aya-livelihood-app-1"
DATA, BOOT = f"{SERVER}-data", f"{SERVER}-boot"
FILES = "files"
"""A container of the system's."""
NOW = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@dataclass
class Copies:
    """Both sites, and a home that has the logins to both."""

    home: Home
    primary: CloudOverHttp
    remote: CloudOverHttp
    now: datetime = NOW
    told: list[Message] = field(default_factory=list)
    runs: int = 0

    @property
    def given(self) -> Given:
        folder = self.home.definitions
        return Given(
            home=self.home,
            definitions=_read(folder, _versions(folder)),
            licences=_licences(),
            now=self.now,
            clock=lambda: self.now,
            tell=self.told.append,
            ledger=lambda: ledger_of(self.home, {}),
            cloud_of=lambda home, site: None,
            login_of=lambda home, stack: None,
            silence_of=lambda home, site: None,
        )

    def carried_out(self, plan: Plan) -> list[Failure]:
        self.runs += 1
        run = Run(f"run-{self.runs}", "sato", "a test", self.now)
        return carry_out(self.home, plan, run, Watcher())

    def backup(self) -> list[Failure]:
        return self.carried_out(backups.run(self.given, [MEMBER]))

    def resume(self) -> list[Failure]:
        return self.carried_out(unpausing.resume(self.given))

    def expire(self) -> list[Failure]:
        return self.carried_out(retention.expire(self.given, [MEMBER]))

    def pull(self) -> list[Failure]:
        return self.carried_out(vaults.pull(self.given, [MEMBER]))

    def prove(self) -> list[Failure]:
        return self.carried_out(vaults.prove(self.given, [MEMBER]))

    def promise(self, **figures: int) -> None:
        promise(self.home.definitions, **figures)

    def as_person(self, name: str) -> Given:
        """At another machine: this person's, with a key of its own that may sign."""
        folder = self.home.root.parent / name
        home = replace(self.home, root=folder)
        if not folder.exists():
            shutil.copytree(self.home.root, folder)
            key = make_signing_key(home)
            with (home.definitions / ALLOWED_SIGNERS).open("a", encoding="utf-8") as file:
                file.write(Signer(name, public_key_of(key)).line + "\n")
        return replace(self.given, home=home)

    def write(self, content: bytes, volume: str = DATA) -> None:
        self.primary.cinder.volumes[f"id-of-{volume}"]["content"] = content
        self.now += timedelta(hours=12)

    def killed_at(self, request: int, *, done: bool, whom: str = "kumiai") -> bool:
        """As the function of that name, of a backup, by its requests to the primary."""
        return killed_at(self.primary, self._backs_up, request, done=done, whom=whom)

    def _backs_up(self) -> None:
        assert self.backup() == []


def promise(definitions: Path, **figures: int) -> None:
    """In every tier of the files."""
    file = definitions / "tenants" / "recovery.yaml"
    text = file.read_text("utf-8")
    for name, figure in figures.items():
        text, found = re.subn(rf"\b{name}: \d+", f"{name}: {figure}", text)
        if not found:
            text = f"{name}: {figure}\n{text}"
    file.write_text(text, "utf-8")


@lru_cache
def _read(folder: Path, versions: frozenset[tuple[Path, int, int]]) -> Definitions:
    """Read again where a file is another: each act of a test asks for them."""
    definitions, _ = read_definitions(folder)
    assert definitions is not None, versions
    return definitions


def _versions(folder: Path) -> frozenset[tuple[Path, int, int]]:
    states = ((file, file.stat()) for file in folder.rglob("*.yaml"))
    return frozenset((file, state.st_mtime_ns, state.st_size) for file, state in states)


@cache
def _licences() -> Licences:
    return read_licences(ROOT)[0]


def killed_at(
    site: CloudOverHttp,
    work: Callable[[], object],
    request: int,
    *,
    done: bool,
    whom: str = "kumiai",
) -> bool:
    """The work, in a process of its own, gets SIGKILL at that request to the site, before it is
    heard or once it is done; False where it ended without so many. `whom` is the run alone, or
    `everything`: its watchdog too, as where the machine dies."""
    first = len(site.asked)
    process = os.fork()
    if process == 0:
        code = 1
        try:
            work()
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)

    def dies(number: int) -> bool:
        if number != first + request:
            return True
        kill(victims(process, whom))
        return False

    if done:
        site.after = dies
    else:
        site.before = dies
    _, status = os.waitpid(process, 0)
    site.before = site.after = lambda number: True
    killed = os.WIFSIGNALED(status)
    assert killed or os.waitstatus_to_exitcode(status) == 0, "it failed before it could be killed"
    return killed


@contextmanager
def copies(folder: Path) -> Iterator[Copies]:
    """Both sites are built and set up; nothing was copied."""
    home = Home(folder / "home", definitions=_definitions(folder))
    with served(CloudOverHttp()) as primary, served(CloudOverHttp()) as remote:
        found = Copies(home, primary, remote)
        primary.servers[SERVER] = "ACTIVE"
        primary.cinder.add_volume(MEMBER, DATA, 1, b"first")
        primary.cinder.add_volume(MEMBER, BOOT, 1, b"boot")
        primary.swift.accounts[MEMBER] = {FILES: Container()}
        primary.swift.readers.add(BACKUP_READER)
        remote.swift.readers.add(VAULT_WRITER)
        vault = Container(versioned=True, writers={VAULT_WRITER})
        remote.swift.accounts[VAULT] = {MEMBER: vault}
        logins = {
            STACK: primary.entry(MEMBER),
            "primary": primary.entry("admin", "admin"),
            "remote": remote.entry("admin", "admin"),
        }
        home.clouds_file.parent.mkdir(parents=True, exist_ok=True)
        home.clouds_file.write_text(yaml.safe_dump({"clouds": logins}), "utf-8")
        login_for(home, primary, f"{BACKUP_READER}.primary", BACKUP_READER)
        login_for(home, remote, f"{VAULT_WRITER}.remote", VAULT_WRITER)
        login_for(home, remote, "provisioner.remote", PROVISIONER)
        for site in ("primary", "remote"):
            ensure_key(home, site)
        yield found


def _definitions(folder: Path) -> Path:
    found = copied_to(folder / "definitions")
    for file in only(found, [MEMBER]):
        write_services(file, ["livelihood_protection"])
    catalogue = found / "tenants" / "catalogue.yaml"
    text = catalogue.read_text("utf-8")
    own = f"\n  {SYSTEM}:\n"
    catalogue.write_text(text.replace(own, f"{own}    containers: [{FILES}]\n"), "utf-8")
    return found


def login_for(home: Home, cloud: CloudOverHttp, file: str, user: str) -> None:
    login = Credential(
        auth_url=f"{cloud.url}/v3",
        username=user,
        password="p",
        project_name="",
        user_domain_name="Default",
        project_domain_name="Default",
        region_name="r",
        user_id=user,
    )
    write_credential(credential_file(home, file), login)
