"""Copies between two sites in memory: taken, pulled and proven; whoever is killed leaves no harm.

What only a real Swift and a real Cinder can show is in tests/lab/test_backups.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from blueprint.accounts import PROOF, VAULT
from core.errors import Exit
from core.journal import entries
from core.signing_key import allowed_signers
from recovery.copying import sent
from recovery.manifest import Manifest
from recovery.standstill import still_due
from runbooks.actions import backups, retention, unpausing, vaults
from runbooks.actions.protected import protected, reader
from tenants.vocabulary import BACKUP_CONTAINER
from tests.lib.copies import BOOT, DATA, FILES, MEMBER, SERVER, STACK, SYSTEM, Copies, copies
from tests.lib.effort import kills
from tests.lib.waiting import until_equal

REQUESTS, KILLS = 44, 4
"""Of a run, and how many of them are the last of one, unless all are."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    with copies(tmp_path) as found:
        yield found


def manifests(world: Copies) -> list[Manifest]:
    [one] = protected(world.given, [MEMBER])
    signers = allowed_signers(world.home.definitions)
    return sent(reader(world.given, one), "primary", SYSTEM, signers)


def red(world: Copies) -> list[str]:
    [(_, how)] = vaults.status(world.given, [MEMBER])
    return [str(why) for why in how.red]


def test_a_copy_is_taken_pulled_and_proven(world: Copies) -> None:
    assert red(world) == ["there is no copy"]
    assert world.backup() == []
    assert world.pull() == []
    assert red(world) == ["no copy was ever restored"]
    assert world.prove() == []
    assert red(world) == []
    assert world.primary.servers == {SERVER: "ACTIVE"}
    assert world.primary.cinder.snapshots == {}


def test_a_containers_objects_are_kept_once_for_each_content_and_counted(world: Copies) -> None:
    for name in ("申請書 1.pdf", "申請書 1 (copy).pdf"):
        world.primary.swift.put(MEMBER, FILES, name, b"an application")
    assert world.backup() == []
    world.write(b"second")
    world.primary.swift.put(MEMBER, FILES, "a/b", b"a decision")
    assert world.backup() == []
    assert world.pull() == []
    assert world.prove() == []
    first, second = ([*one.containers] for one in manifests(world))
    assert [(one.name, len(one.names), len(one.objects)) for one in (*first, *second)] == [
        (FILES, 2, 1),
        (FILES, 3, 2),
    ]
    [damaged] = [one for one in second[0].objects if one not in first[0].objects]
    world.write(b"third")
    assert world.backup() == []
    assert world.pull() == []
    [version] = world.remote.swift.accounts[VAULT][MEMBER].objects[damaged.name]
    version.content = b"a decisiom"
    [failure] = world.prove()
    assert str(failure.why) == (
        f"aya/{damaged.name} in the vault of remote is not what its manifest says; nothing is "
        "restored from it"
    )


def test_a_container_that_is_in_no_copy_yet_makes_its_system_red(world: Copies) -> None:
    assert world.backup() == []
    assert world.pull() == []
    assert world.prove() == []
    catalogue = world.home.definitions / "tenants" / "catalogue.yaml"
    text = catalogue.read_text("utf-8")
    catalogue.write_text(text.replace(f"containers: [{FILES}]", f"containers: [{FILES}, scans]"))
    assert red(world) == ["without a copy: scans"]


def test_of_what_is_due_nothing_is_copied_before_its_tiers_interval_has_passed(
    world: Copies,
) -> None:
    """Tier A: every twelve hours."""
    assert backups.run(world.given, [MEMBER], due=True).actions != ()
    assert world.backup() == []
    world.now += timedelta(hours=11)
    assert [str(one) for one in backups.run(world.given, [MEMBER], due=True).notes] == [
        "no copy is due"
    ]
    world.now += timedelta(hours=1)
    assert backups.run(world.given, [MEMBER], due=True).actions != ()
    # A clock was a year ahead, and was set right: nothing waits for that day to come.
    world.now -= timedelta(days=365)
    assert backups.run(world.given, [MEMBER], due=True).actions != ()


def test_what_swift_did_not_do_counts_as_a_failure_though_it_does_not_refuse(
    world: Copies,
) -> None:
    """304, as to a copy whose condition was read otherwise than it was meant."""
    assert world.backup() == []
    assert world.pull() == []
    world.remote.swift.does_nothing = True
    [failure] = world.prove()
    assert "Swift of site remote says no: 304 Not Modified: PUT /restore-" in str(failure.why)


def test_what_is_in_the_vault_is_restored_when_the_primary_has_nothing_left(world: Copies) -> None:
    """Neither records nor objects, as where its administrator deleted all."""
    assert world.backup() == []
    assert world.pull() == []
    world.primary.cinder.backups.clear()
    world.primary.swift.accounts.clear()
    assert world.prove() == []
    assert red(world) == []


def test_a_chain_is_proven_and_nothing_of_the_trial_is_left(world: Copies) -> None:
    for content in (b"first", b"second", b"third"):
        world.write(content)
        assert world.backup() == []
        assert world.pull() == []
    assert world.prove() == []
    chain = [one for manifest in manifests(world) for one in manifest.volumes if one.name == DATA]
    assert [one.parent for one in chain] == [None, chain[0].backup, chain[1].backup]
    assert (world.remote.cinder.volumes, world.remote.cinder.backups) == ({}, {})
    assert world.remote.swift.accounts[PROOF] == {}
    assert len(world.remote.swift.names(VAULT, MEMBER)) == 3 * 3 * 2 + 3 + 3 + 1


def test_what_cinder_shows_page_by_page_is_seen_to_its_end(world: Copies) -> None:
    world.primary.cinder.at_once = world.remote.cinder.at_once = 1
    for work in (world.backup, world.pull, world.prove):
        assert work() == []
    [only] = manifests(world)
    assert {volume.name for volume in only.volumes} == {DATA, BOOT}
    assert world.primary.cinder.snapshots == {}
    assert (world.remote.cinder.volumes, world.remote.cinder.backups) == ({}, {})


def test_what_is_over_goes_at_both_sides_and_what_is_kept_is_still_proven(world: Copies) -> None:
    """Chains of two; two generations are kept, and each for a day."""
    world.promise(full_every=2, generations=2, retention_days=1)
    for content in (b"1", b"2", b"3", b"4", b"5", b"6"):
        world.write(content)
        assert world.backup() == []
        assert world.pull() == []
    assert retention.expire(world.given, [MEMBER]).actions == ()
    assert world.prove() == []
    assert refusals(world) == [
        "aya.primary livelihood: 2 of 6 generations would go at once, more than 25 %; if that is "
        "meant, two persons sign it first, each with `kumiai backup expire --sign`"
    ]
    world.promise(bulk_deletion_percent=34)
    assert world.expire() == []
    assert [one.number for one in manifests(world)] == [3, 4, 5, 6]
    names = set().union(*(one.objects for one in manifests(world)))
    source = world.primary.swift.names(MEMBER, BACKUP_CONTAINER)
    vault = world.remote.swift.accounts[VAULT][MEMBER].objects
    assert {name for name in source if not name.startswith("manifests/")} == names
    assert {name for name in vault if name.startswith("volume_")} == names
    world.write(b"7")
    assert world.backup() == []
    assert world.pull() == []
    assert world.prove() == []
    assert [one.number for one in manifests(world)] == [3, 4, 5, 6, 7]


def test_more_than_a_part_goes_once_two_persons_have_signed_exactly_that(world: Copies) -> None:
    world.promise(full_every=1, generations=1, retention_days=1)
    for content in (b"1", b"2", b"3", b"4", b"5"):
        world.write(content)
        assert world.backup() == []
        assert world.pull() == []
    assert world.prove() == []
    assert refusals(world) == [
        "aya.primary livelihood: 2 of 5 generations would go at once, more than 25 %; if that is "
        "meant, two persons sign it first, each with `kumiai backup expire --sign`"
    ]
    assert retention.sign(world.as_person("sato"), [MEMBER]) == ["sato"]
    assert retention.sign(world.as_person("sato"), [MEMBER]) == ["sato"]
    assert len(refusals(world)) == 1
    assert retention.sign(world.as_person("suzuki"), [MEMBER]) == ["sato", "suzuki"]
    assert world.expire() == []
    assert [one.number for one in manifests(world)] == [3, 4, 5]


def refusals(world: Copies) -> list[str]:
    return [str(one.why) for one in retention.expire(world.given, [MEMBER]).objections]


def test_whenever_a_run_is_killed_its_servers_run_and_the_next_one_goes_on(world: Copies) -> None:
    for number, (request, done) in enumerate(kills(200, REQUESTS, KILLS, "a backup")):
        world.write(b"content %d" % number)
        if not world.killed_at(request, done=done):
            assert request >= REQUESTS
            break
        until_equal(lambda: world.primary.servers[SERVER], "ACTIVE", f"{SERVER} runs", 60)
        assert world.backup() == []
        assert still_due(entries(world.home.journal)) == {}
        assert world.primary.servers == {SERVER: "ACTIVE"}
        assert world.primary.cinder.snapshots == {}
        assert [one.number for one in manifests(world)] == list(range(1, len(manifests(world)) + 1))
        made = {copy.backup for one in manifests(world) for copy in one.volumes}
        assert made == world.primary.cinder.backups.keys()
        assert world.pull() == []
    assert world.prove() == []


def test_what_a_machine_left_paused_that_died_runs_once_somebody_resumes(world: Copies) -> None:
    """Its watchdog died with it."""
    assert world.killed_at(request_of(world, "POST /nova"), done=True, whom="everything")
    assert world.primary.servers == {SERVER: "PAUSED"}
    assert still_due(entries(world.home.journal)) == {STACK: [SERVER]}
    assert world.resume() == []
    assert world.primary.servers == {SERVER: "ACTIVE"}
    assert [str(one) for one in unpausing.resume(world.given).notes] == [
        "no backup left a server paused"
    ]
    world.write(b"more of it")
    assert world.backup() == []
    assert len(manifests(world)) == 2


def request_of(world: Copies, begin: str) -> int:
    """At which request of a whole run the first such comes."""
    first = len(world.primary.asked)
    assert world.backup() == []
    its = world.primary.asked[first:]
    world.write(b"something to copy")
    return next(number for number, one in enumerate(its) if one.startswith(begin))


def test_a_municipality_that_leaves_is_given_all_that_its_proven_copies_hold(world: Copies) -> None:
    [untold] = vaults.extract(world.given, MEMBER, world.home.root / "out").findings
    assert untold.exit_code == Exit.WORLD_DIFFERS
    [against] = vaults.hand_over(world.given, MEMBER).objections
    assert str(against.why).endswith("no copy was ever restored")
    for work in (world.backup, world.pull, world.prove):
        assert work() == []
    [missing] = vaults.not_handed_over(world.given, MEMBER)
    folder = world.home.root / "handed-over" / MEMBER / SYSTEM
    assert str(missing) == f"{STACK} {SYSTEM}: nothing was written to {folder}"
    assert world.carried_out(vaults.hand_over(world.given, MEMBER)) == []
    assert list(vaults.not_handed_over(world.given, MEMBER)) == []
    assert (folder / f"{DATA}.img").read_bytes().startswith(b"first")
