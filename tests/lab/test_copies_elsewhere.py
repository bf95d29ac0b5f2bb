"""Copies that were made while a municipality ran elsewhere, on real sites: they go once enough were
made at home, and wait while a site is silent. It empties the lab.
"""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from cloud.logins import clouds_of
from cloud.site import silence_at
from core.errors import Exit
from core.plan import Run
from core.run import Failure, Watcher, carry_out
from core.signing_key import allowed_signers
from recovery.copying import sent
from recovery.services import Services
from recovery.vault_accounts import writer_entry
from runbooks.actions import retention
from runbooks.actions.given import Given
from tenants.store import read_definitions
from tests.lib.acts import Acts
from tests.lib.consortium import Consortium
from tests.lib.copies import promise
from tests.lib.effort import ALL
from tests.lib.moved import DATA, EXECUTE, MEMBER, SERVER, servers_at
from tests.lib.volume_files import volume_file

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(
        not ALL, reason="in memory (tests/integration/runbooks/actions): `make test-all`"
    ),
]

SYSTEM = "livelihood"


@pytest.fixture(scope="module")
def home_again(small: Consortium) -> Consortium:
    """It was away and came back, and of each time there is a proven copy."""
    promise(small.definitions, full_every=1)
    assert small.kumiai("signer", "new", "sato").returncode == 0
    copied(small, "primary", b"before it left")
    moves(small, "switchover")
    copied(small, "remote", b"while it was away")
    moves(small, "failback")
    copied(small, "primary", b"home again")
    assert servers_at(small, "primary") == [(SERVER, "ACTIVE")]
    return small


def moves(consortium: Consortium, word: str) -> None:
    done = consortium.kumiai(word, MEMBER, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr


def copied(consortium: Consortium, site: str, content: bytes) -> None:
    with volume_file(consortium, MEMBER, site, DATA).open("r+b") as stream:
        stream.write(content)
    for word in ("run", "pull", "prove"):
        done = consortium.kumiai("backup", word, MEMBER, *EXECUTE)
        assert done.returncode == 0, done.stdout + done.stderr


def made_at(consortium: Consortium, site: str) -> int:
    """How many generations stand there, where they were made."""
    services = Services(clouds_of(consortium.home)[f"{MEMBER}.{site}"], site)
    return len(sent(services, site, SYSTEM, allowed_signers(consortium.definitions)))


def held_at(consortium: Consortium, site: str) -> set[str]:
    """The objects of copies in the vault there, versions that are no more named among them."""
    definitions, _ = read_definitions(consortium.definitions)
    assert definitions is not None
    entry = writer_entry(consortium.home, definitions.need_site(site))
    listed = Services(entry, site).listed(MEMBER, "versions=")
    return {row["name"] for row in listed if row["name"].startswith("volume_")}


def a_year_later(consortium: Consortium, folder: Path) -> Given:
    """By files that let one generation be kept, for a day; the sites are the real ones."""
    files = folder / "files"
    shutil.copytree(consortium.definitions, files)
    promise(files, generations=1, retention_days=1, bulk_deletion_percent=100)
    definitions, _ = read_definitions(files)
    assert definitions is not None
    acts = Acts.at(folder)
    acts.home, acts.definitions = consortium.home, definitions
    now = acts.given.now + timedelta(days=400)
    return replace(acts.given, now=now, silence_of=silence_at)


def expired(given: Given) -> list[Failure]:
    run = Run("run-1", "sato", "a test", given.now)
    return carry_out(given.home, retention.expire(given, [MEMBER]), run, Watcher())


def test_while_a_site_is_silent_nothing_of_it_goes_and_that_is_told(
    home_again: Consortium, tmp_path: Path
) -> None:
    before = (made_at(home_again, "primary"), held_at(home_again, "primary"))
    assert before[0] >= 2
    assert before[1]
    assert home_again.lab.kumiai("lab", "kill", "remote").returncode == 0
    try:
        later = a_year_later(home_again, tmp_path)
        [finding] = retention.expire(later, [MEMBER]).findings
        assert finding.exit_code is Exit.OTHER_SYSTEM_FAILED
        assert "remote" in str(finding.why)
        assert expired(later) == []
        told = home_again.kumiai("backup", "expire", MEMBER, *EXECUTE)
        assert told.returncode == Exit.OTHER_SYSTEM_FAILED
        assert "remote" in told.stderr
        assert (made_at(home_again, "primary"), held_at(home_again, "primary")) == before
    finally:
        started = home_again.lab.kumiai("lab", "start", "remote")
    assert started.returncode == 0, started.stderr


def test_what_was_copied_while_it_was_away_goes_once_enough_was_copied_at_home(
    home_again: Consortium, tmp_path: Path
) -> None:
    # The moves took copies of their own, so that nothing was lost.
    assert made_at(home_again, "primary") >= 2
    assert made_at(home_again, "remote") >= 1
    held = held_at(home_again, "remote")
    assert expired(a_year_later(home_again, tmp_path)) == []
    assert (made_at(home_again, "primary"), made_at(home_again, "remote")) == (1, 0)
    assert held_at(home_again, "primary") == set()
    assert held_at(home_again, "remote") < held
    proven = home_again.kumiai("backup", "prove", MEMBER, *EXECUTE)
    assert proven.returncode == 0, proven.stdout + proven.stderr
