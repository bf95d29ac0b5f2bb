"""An end that was cut off shows, wherever the head of a journal was kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from blueprint.accounts import VAULT, VAULT_WRITER, WITNESS
from core.errors import OtherSystemFailed
from core.message import say
from recovery.services import SWIFT, Services
from recovery.vault_accounts import writer_entry
from runbooks.journals import asked, witnessed, wrong
from runbooks.units import units
from runbooks.witness import Head, against, head_of
from runbooks.witness_folder import WitnessFolder
from runbooks.witness_vault import WitnessVault, machine_of, vaults_as_witnesses
from tests.lib.copies import Copies, copies
from tests.lib.swift_in_memory import Container
from tests.lib.systemd import assert_right, needs_systemd

WHOLE = b"one\ntwo\nthree\n"


@dataclass
class Silent:
    """A witness at a site that is gone."""

    name: str = "remote"
    asked: list[str] = field(default_factory=list)

    def heads(self) -> list[Head]:
        raise OtherSystemFailed(say("remote does not answer"))

    def keep(self, head: Head) -> None:
        raise AssertionError("it was not asked what it has")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    """The remote's vault has the container that witnesses."""
    with copies(tmp_path) as found:
        vault = found.remote.swift.accounts[VAULT]
        vault[WITNESS] = Container(versioned=True, writers={VAULT_WRITER})
        yield found


def test_what_was_witnessed_is_in_the_journal_for_ever(tmp_path: Path) -> None:
    head = head_of("run", WHOLE)
    assert head is not None
    assert against(WHOLE + b"four\n", [head]) is None
    assert str(against(b"one\ntwo\n", [head])) == (
        "had 3 lines when it was witnessed, and has 2: its end was cut off"
    )
    assert str(against(b"one\ntwo\n3\n", [head])) == "line 3 is not the one that was witnessed"
    assert head_of("run", b"torn") is None


def test_a_folder_keeps_every_head(tmp_path: Path) -> None:
    witness = WitnessFolder(tmp_path)
    for content in (b"one\n", WHOLE, WHOLE):
        head = head_of("run", content)
        assert head is not None
        witness.keep(head)
    assert [one.lines for one in witness.heads()] == [1, 3]


def test_the_other_sites_vault_keeps_every_head_whoever_deletes_them(world: Copies) -> None:
    [witness] = vaults_as_witnesses(world.home, world.given.definitions)
    assert witness.name == "remote"
    head = head_of("run", WHOLE)
    assert head is not None
    witness.keep(head)
    site = world.given.definitions.need_site("remote")
    writer = Services(writer_entry(world.home, site), "remote")
    name = f"{machine_of(world.home)}/run/{head.file_name}"
    writer.gone(SWIFT, f"/{WITNESS}/{name}")
    assert witness.heads() == [head]
    another = WitnessVault(witness.services, "another-machine")
    assert another.heads() == [], "each machine has its own journals"


def test_a_journal_that_lost_its_end_or_is_gone_whole_is_told(tmp_path: Path) -> None:
    witness = WitnessFolder(tmp_path / "witness")
    files = {name: tmp_path / name for name in ("journal", "run-1")}
    for file in files.values():
        file.write_bytes(b"")
    for name, content in (("journal", WHOLE), ("run-1", b"one\n")):
        head = head_of(name, content)
        assert head is not None
        witness.keep(head)
    files["journal"].write_bytes(b"")
    del files["run-1"]
    assert {name: str(why) for name, why in wrong(files, asked([witness]))} == {
        "journal": "had 3 lines when it was witnessed, and has 0: its end was cut off",
        "run-1": "had 1 lines when it was witnessed, and has 0: its end was cut off",
    }


def test_a_witness_that_is_silent_keeps_nobody_from_looking(tmp_path: Path) -> None:
    folder = WitnessFolder(tmp_path / "witness")
    kept = asked([Silent(), folder])
    assert [str(one.silent) for one in kept] == ["remote does not answer", "None"]
    file = tmp_path / "journal"
    file.write_bytes(b"")
    assert list(wrong({"journal": file}, kept)) == []
    assert witnessed("journal", file, kept[1]) is None
    assert folder.heads() == [], "nothing is there to be witnessed"


@needs_systemd
def test_systemd_finds_every_unit_right(tmp_path: Path) -> None:
    assert_right(units(Path("/bin/true"), tmp_path, "root"), tmp_path)


def test_the_book_is_printed_every_night_and_journals_are_witnessed_every_few_minutes() -> None:
    found = units(Path("/opt/kumiai"), Path("/srv/kumiai"), "kumiai")
    assert (
        "ExecStart=/opt/kumiai runbook print --all --html /var/lib/kumiai/runbooks.html\n"
        in found["kumiai-runbook-print.service"]
    )
    assert "ExecStart=/opt/kumiai runbook verify-log\n" in found["kumiai-runbook-witness.service"]
    assert "\nOnUnitInactiveSec=3min\n" in found["kumiai-runbook-witness.timer"]
    assert "\nOnCalendar=*-*-* 00:20 Asia/Tokyo\n" in found["kumiai-runbook-print.timer"]
