"""What the commit before has built is left alone by this one, files and program together.

`KUMIAI_BEFORE` names another commit to begin with: what is in use somewhere.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.remains.look import everything_at, projects_of
from tests.lib.consortium import Consortium
from tests.lib.definitions import ROOT, as_one, copied_to
from tests.lib.effort import ALL
from tests.lib.second_lab import COMMAND_SECONDS, SecondLab

pytestmark = [
    pytest.mark.lab,
    pytest.mark.skipif(not ALL, reason="declarations are compared in tests/infra: `make test-all`"),
]

MEMBER = "usuki"
COMMAND = "from cli.main import run; run()"


def git(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The checkout of that commit."""
    folder = tmp_path_factory.mktemp("before") / "kumiai"
    made = git(
        "worktree", "add", "--detach", str(folder), os.environ.get("KUMIAI_BEFORE") or "HEAD^"
    )
    if made.returncode:
        pytest.skip(f"a clone without the commit before: {made.stderr}")
    try:
        yield folder
    finally:
        git("worktree", "remove", "--force", str(folder))


@pytest.fixture(scope="module")
def built(lab: SecondLab, before: Path) -> Consortium:
    """One municipality at both sites, by that commit's program and from its files."""
    lab.empty()
    found = Consortium.of_one_on(lab)
    files_of(before, found)
    environment = {**found.environment, "KUMIAI_LEDGER_URL": "", "PYTHONPATH": str(before)}
    up = ["up", "--execute", "--reason", "a test"]
    done = subprocess.run(
        [sys.executable, "-c", COMMAND, *up],
        cwd=before,
        env=environment,
        timeout=COMMAND_SECONDS,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return found


def files_of(checkout: Path, consortium: Consortium) -> None:
    shutil.rmtree(consortium.definitions)
    copied_to(consortium.definitions, checkout)
    as_one(consortium.definitions, MEMBER)


def objects(lab: SecondLab) -> dict[str, set[tuple[str, str]]]:
    """By site: kind and id of everything that stands."""
    clouds = {site: lab.cloud(site) for site in ("primary", "remote")}
    return {
        site: {(str(one.kind), one.id) for one in everything_at(cloud, projects_of(cloud))}
        for site, cloud in clouds.items()
    }


def test_up_of_this_commit_changes_no_object(built: Consortium) -> None:
    stood = objects(built.lab)
    assert "server" in {kind for kind, _ in stood["primary"]}
    assert stood["remote"]
    files_of(ROOT, built)
    for site in stood:
        shown = built.preview(f"{MEMBER}.{site}")
        assert shown.returncode == 0, shown.stdout + shown.stderr
        assert "unchanged" in shown.stdout
        for change in ("to create", "to update", "to delete", "to replace"):
            assert change not in shown.stdout, shown.stdout
    done = built.up()
    assert done.returncode == 0, done.stdout + done.stderr
    assert objects(built.lab) == stood
    verified = built.kumiai("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
