"""A municipality leaves, as people meet it: with objects, copies and what others have put there.

Whatever moment it is killed at, the same command goes on; afterwards no service knows of it.
"""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from cloud.connection import connected
from cloud.credentials import credential_file, read_credential
from cloud.logins import clouds_of, entry_of
from infra.engine.state import checkpoint_file
from tests.lib.consortium import Consortium
from tests.lib.debris import Debris
from tests.lib.effort import chance, some
from tests.lib.killing import kill, victims
from tests.lib.leftovers import leftovers

pytestmark = pytest.mark.lab

SLUG = "taketa"
LONGEST_SECONDS = 900.0
LOOK_EVERY_SECONDS = 0.5


@dataclass
class Leaving:
    """The municipality's project at each site, and what strangers have made at the primary one."""

    consortium: Consortium
    sites: dict[str, Any]
    projects: dict[str, str]
    users: set[str]
    strange: list[tuple[str, str]] = field(default_factory=list)

    def verify(self) -> subprocess.CompletedProcess[str]:
        return self.consortium.kumiai("verify", SLUG)

    def down(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.consortium.kumiai("down", SLUG, *words)

    @property
    def also(self) -> list[str]:
        lost = f"AUTH_{self.projects['remote']}"
        return [
            word for one in (*(id_ for _, id_ in self.strange), lost) for word in ("--also", one)
        ]

    def owned(self, rows: Any) -> int:
        return sum(row.project_id == self.projects["primary"] for row in rows)

    def servers(self) -> list[str]:
        found = self.sites["primary"].compute.servers(all_projects=True)
        return [one.name for one in found if one.project_id == self.projects["primary"]]


@pytest.fixture(scope="module")
def leaving(consortium: Consortium) -> Iterator[Leaving]:
    consortium.add_member(SLUG, "442089", "竹田市", "たけたし", "10.64.216.0/22")
    done = consortium.up(SLUG)
    assert done.returncode == 0, done.stdout + done.stderr
    home = consortium.home
    sites = {site: connected(clouds_of(home)[site]) for site in ("primary", "remote")}
    found = Leaving(
        consortium,
        sites,
        {site: cloud.identity.find_project(SLUG).id for site, cloud in sites.items()},
        {cloud.identity.find_user(SLUG).id for cloud in sites.values()},
    )
    login = read_credential(credential_file(home, f"{SLUG}.primary"))
    assert login is not None
    debris = Debris(connected(entry_of(login, SLUG)), sites["primary"], SLUG)
    debris.objects()
    debris.copies()
    found.strange = debris.strangers()
    yield found
    consortium.member_file(SLUG).unlink()


def test_nothing_is_built_beside_a_project_that_was_renamed(leaving: Leaving) -> None:
    identity, project = leaving.sites["primary"].identity, leaving.projects["primary"]
    identity.update_project(project, name=f"{SLUG}-old")
    try:
        verified = leaving.verify()
        refused = leaving.consortium.kumiai("up", SLUG, "--refresh")
    finally:
        identity.update_project(project, name=SLUG)
    sentence = f"its project is called {SLUG}-old in Keystone, and nobody can work in it"
    assert (verified.returncode, sentence in verified.stdout) == (12, True), verified.stdout
    assert (refused.returncode, sentence in refused.stderr) == (11, True), refused.stderr


def test_nothing_is_built_beside_what_stands_of_a_project_that_was_deleted(
    leaving: Leaving,
) -> None:
    leaving.sites["remote"].identity.delete_project(leaving.projects["remote"])
    verified = leaving.verify()
    refused = leaving.consortium.kumiai("up", SLUG, "--refresh")
    sentence = f"its project {leaving.projects['remote']} is gone from Keystone"
    assert (verified.returncode, sentence in verified.stdout) == (12, True), verified.stdout
    assert (refused.returncode, sentence in refused.stderr) == (11, True), refused.stderr


def test_who_has_left_and_still_stands_is_told(leaving: Leaving) -> None:
    leaving.consortium.edit(SLUG, "state: active,", "state: left, left_on: 2026-11-01,")
    verified, up = leaving.verify(), leaving.consortium.kumiai("up")
    assert verified.returncode == 12
    for site in ("primary", "remote"):
        assert f"{SLUG}.{site}: project {SLUG}: the municipality has left" in verified.stdout
    assert up.returncode == 12, up.stdout + up.stderr
    assert "竹田市: the municipality has left, and of it there still stand: " in up.stderr
    assert leaving.consortium.kumiai("up", SLUG).returncode == 11


def test_what_others_made_is_named_one_by_one_and_nothing_goes_before(leaving: Leaving) -> None:
    before = leaving.servers()
    refused = leaving.down("--execute", "--reason", "has left")
    assert refused.returncode == 11, refused.stdout + refused.stderr
    for kind, id_ in leaving.strange:
        assert f"竹田市 at primary: {kind} " in refused.stdout
        assert f"--also {id_}" in refused.stderr
    assert "竹田市 at primary: backup × 2 go, " in refused.stdout
    assert "竹田市 at primary: snapshot × 1 go, " in refused.stdout
    assert "竹田市 at primary: 3 objects in the container backup go, " in refused.stdout
    versions = (
        "竹田市 at primary: 3 objects in the container forms go, 19 B with 2 older versions, "
    )
    assert versions in refused.stdout
    assert "竹田市 at remote: its project is gone from Keystone" in refused.stderr
    assert leaving.servers() == before


Moment = Callable[[Leaving], bool]

MOMENTS: dict[str, Moment] = {
    "a stranger's server is gone": lambda it: "by-hand" not in it.servers(),
    "one of two backups is gone": lambda it: (
        it.owned(it.sites["primary"].block_storage.backups(all_projects=True)) < 2
    ),
    "the snapshot is gone": lambda it: (
        it.owned(it.sites["primary"].block_storage.snapshots(all_projects=True)) == 0
    ),
    "the image is gone": lambda it: it.sites["primary"].image.find_image("golden") is None,
    "a server is gone": lambda it: len(it.servers()) < 3,
    "all servers are gone": lambda it: not it.servers(),
    "no volume stands": lambda it: (
        it.owned(it.sites["primary"].block_storage.volumes(all_projects=True)) == 0
    ),
    "its user is gone": lambda it: it.sites["primary"].identity.find_user(SLUG) is None,
    "the project is gone": lambda it: it.sites["primary"].identity.find_project(SLUG) is None,
    "the stack is gone": lambda it: not _state_of_primary(it),
}
"""When a run is killed, each later than the one before it."""


def _state_of_primary(it: Leaving) -> bool:
    return checkpoint_file(it.consortium.home, f"{SLUG}.primary").exists()


def killed_once(leaving: Leaving, moment: Moment, whom: str) -> int | None:
    """A run that is killed when the moment has come; its exit code where it was quicker."""
    run = leaving.consortium.begin(
        "down", SLUG, *leaving.also, "--execute", "--reason", "to be killed"
    )
    end = time.monotonic() + LONGEST_SECONDS
    while run.poll() is None and not moment(leaving) and time.monotonic() < end:
        time.sleep(LOOK_EVERY_SECONDS)
    if run.poll() is not None:
        return run.returncode
    kill(victims(run.pid, whom))
    run.communicate(timeout=600)
    return None


def test_whatever_moment_it_is_killed_at_the_same_command_goes_on_until_nothing_is_left(
    leaving: Leaving,
) -> None:
    drawn = chance("who is killed while a municipality leaves")
    kills: list[str] = []
    for name in some(list(MOMENTS), 3, "moments at which a leaving is killed"):
        whom = drawn.choice(["kumiai", "pulumi", "everything"])
        ended = killed_once(leaving, MOMENTS[name], whom)
        kills.append(f"{whom} when {name}: {ended}")
        assert ended in (None, 0, 13), kills
    done = leaving.down(*leaving.also, "--execute", "--reason", "has left")
    assert done.returncode == 0, f"{kills}\n{done.stdout}{done.stderr}"
    for site, cloud in leaving.sites.items():
        left = leftovers(cloud, leaving.projects[site], leaving.users, {SLUG})
        # Of an account whose project was deleted by hand nobody but Swift's operator sees anything.
        assert [one for one in left if site == "primary" or "container " not in one] == [], kills
    again = leaving.down()
    assert (again.returncode, again.stdout) == (0, f"nothing stands of {SLUG}\n")
    assert leaving.consortium.kumiai("verify").returncode == 0
    assert not list(leaving.consortium.home.credentials.glob(f"{SLUG}.*"))
