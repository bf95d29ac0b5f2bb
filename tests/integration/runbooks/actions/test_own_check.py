"""A proof asks the system's own program, where it has one, and is none where that says no."""

from __future__ import annotations

from pathlib import Path

from core.errors import Exit, UserError
from recovery.own_check import LONGEST_SECONDS, need_passed
from runbooks.actions.protected import kept, protected, vault
from tests.integration.runbooks.actions.test_backups import red, world
from tests.lib.copies import DATA, FILES, MEMBER, SYSTEM, Copies

__all__ = ["world"]

LOOKS = f"""\
#!/bin/sh
if test "$(head -c 5 "$1/{DATA}.img")" != first; then
  echo looked
  echo "no resident is in it"
  exit 3
fi
test -f "$1/{FILES}/names.tsv"
"""


def check_in(world: Copies, text: str) -> Path:
    file = world.home.definitions / "tenants" / "checks" / SYSTEM
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    file.chmod(0o755)
    return file


def test_what_its_own_program_finds_well_is_proven_and_what_it_does_not_is_not(
    world: Copies,
) -> None:
    check_in(world, LOOKS)
    for work in (world.backup, world.pull, world.prove):
        assert work() == []
    assert red(world) == []
    world.write(b"zeros")
    for work in (world.backup, world.pull):
        assert work() == []
    [failure] = world.prove()
    assert failure.exit_code is Exit.WORLD_DIFFERS
    assert str(failure.why) == (
        f"{MEMBER} {SYSTEM}: its own check tenants/checks/{SYSTEM} does not find generation 2 "
        "well, though it is what was copied: exit code 3: no resident is in it"
    )
    assert list((world.home.root / "proofs").iterdir()) == []


def test_no_object_is_read_twice_for_it(world: Copies) -> None:
    check_in(world, LOOKS)
    for work in (world.backup, world.pull):
        assert work() == []
    before = len(world.remote.asked)
    assert world.prove() == []
    read = [one for one in world.remote.asked[before:] if is_of_an_object(one)]
    [one] = protected(world.given, [MEMBER])
    [generation] = kept(world.given, one)
    assert len(read) == len(generation.receipt.versions)
    assert len(set(read)) == len(read)
    assert list((world.home.root / "proofs").iterdir()) == []


def is_of_an_object(request: str) -> bool:
    """In a version, which is how the vault alone is read; papers are none."""
    papers = ("manifests", "receipts", "proofs")
    return "version-id=" in request and not any(f"/{MEMBER}/{one}" in request for one in papers)


def test_one_that_does_not_end_or_cannot_begin_is_told(world: Copies) -> None:
    for work in (world.backup, world.pull):
        assert work() == []
    [one] = protected(world.given, [MEMBER])
    folder = world.home.root / "proofs" / "one"

    def told(text: str, longest: float = LONGEST_SECONDS) -> str:
        program = check_in(world, text)
        held, shelf = kept(world.given, one), vault(world.given, one)
        try:
            need_passed(program, shelf, held, folder, world.told.append, longest)
        except UserError as error:
            return str(error).rpartition("what was copied: ")[2]
        return "well"

    assert told("#!/bin/sh\nsleep 60 & sleep 60\n", longest=1) == "it has not ended after 1 s"
    assert told("#!/no/such/program\n") == "it cannot be run: No such file or directory"
    assert told("#!/bin/sh\nexit 1\n") == "exit code 1: –"
    assert told("#!/bin/sh\n") == "well"
    assert not folder.exists()
