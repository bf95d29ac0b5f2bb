"""Pulumi's state elsewhere than in files. It empties the lab."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from lab.sites import SWIFT
from tests.lib.consortium import Consortium
from tests.lib.effort import some
from tests.lib.killing import family, kill
from tests.lib.login import Login
from tests.lib.postgres import postgres
from tests.lib.second_lab import SecondLab
from tests.lib.waiting import until

pytestmark = pytest.mark.lab

BUCKET = "kumiai-state"


@contextmanager
def in_postgresql(_: SecondLab) -> Iterator[Mapping[str, str]]:
    with postgres() as server:
        where = f"postgres:///postgres?host={server.folder}&user=postgres&sslmode=disable"
        yield {"KUMIAI_BACKEND_URL": where}


@contextmanager
def in_the_other_sites_object_storage(lab: SecondLab) -> Iterator[Mapping[str, str]]:
    """By S3, which the lab's Swift speaks: a site that is lost does not take its state along."""
    primary = lab.definition.site("primary")
    administrator = Login.of_entry(lab.clouds["primary"])
    administrator.ask("object-store", "PUT", f"/{BUCKET}").raise_for_status()
    user = administrator.session.get_user_id()
    answer = administrator.ask(
        "identity",
        "POST",
        f"/users/{user}/credentials/OS-EC2",
        {"tenant_id": administrator.project},
    )
    answer.raise_for_status()
    key = answer.json()["credential"]
    yield {
        "KUMIAI_BACKEND_URL": (
            f"s3://{BUCKET}?endpoint={primary.url(SWIFT)}&use_path_style=true"
            f"&disable_https=true&region={primary.name}"
        ),
        "AWS_ACCESS_KEY_ID": str(key["access"]),
        "AWS_SECRET_ACCESS_KEY": str(key["secret"]),
    }


Where = AbstractContextManager[Mapping[str, str]]


@pytest.fixture(
    scope="module",
    params=some((in_postgresql, in_the_other_sites_object_storage), 1, "where the state is"),
)
def elsewhere(lab: SecondLab, request: pytest.FixtureRequest) -> Iterator[Consortium]:
    """A consortium of which nothing is built, whose state is kept somewhere else."""
    lab.empty()
    where: Where = request.param(lab)
    with where as settings:
        yield Consortium.on(lab, settings)


def test_a_member_is_built_and_known_with_its_state_elsewhere(elsewhere: Consortium) -> None:
    built = elsewhere.up("usuki", "--site", "remote")
    assert built.returncode == 0, built.stdout + built.stderr
    again = elsewhere.kumiai("up", "usuki", "--site", "remote")
    assert "nothing to do: every stack was brought to what the files say" in again.stdout
    assert elsewhere.kumiai("verify", "usuki", "--site", "remote").returncode == 0
    assert not list(elsewhere.home.state.rglob("*.json"))


def test_a_run_that_was_killed_is_finished_by_the_next(elsewhere: Consortium) -> None:
    """Nobody can read the lock that it leaves there."""
    cloud = elsewhere.lab.cloud("primary")
    up = elsewhere.begin("up", "usuki", "--site", "primary", "--execute", "--reason", "a test")
    until(
        lambda: any(group.name.startswith("usuki-") for group in cloud.network.security_groups()),
        "the member's first objects",
        120,
    )
    everybody = family(up.pid)
    assert building(up.pid, "usuki.primary"), "it was killed at work"
    kill(everybody)
    up.wait(60)

    again = elsewhere.up("usuki", "--site", "primary")

    assert again.returncode == 0, again.stdout + again.stderr
    assert "usuki.primary: the lock of a dead process is taken away" in again.stdout
    assert elsewhere.kumiai("verify", "usuki", "--site", "primary").returncode == 0


def test_a_second_operators_machine_goes_on_with_what_the_first_one_has_built(
    elsewhere: Consortium, tmp_path: Path
) -> None:
    """State elsewhere, the ledger on PostgreSQL; what is secret is copied, and never made anew."""
    second = replace(elsewhere, settings={**elsewhere.settings, "KUMIAI_HOME": str(tmp_path)})
    there, here = elsewhere.home, second.home
    shutil.copytree(there.images, here.images)
    shutil.copyfile(there.clouds_file, here.clouds_file)
    here.clouds_file.chmod(0o600)
    up = ("up", "usuki", "--execute", "--reason", "a second machine")
    position = ("licence", "position", "--json")
    with postgres() as server:
        ledger = server.url
        first = elsewhere.kumiai(*position, ledger=ledger)
        assert json.loads(first.stdout), first.stderr

        refused = second.kumiai(*up, ledger=ledger)
        assert refused.returncode == 11, refused.stdout + refused.stderr
        assert f"{here.passphrase_file} is missing, and stacks exist" in refused.stderr
        assert not here.passphrase_file.exists()
        shutil.copyfile(there.passphrase_file, here.passphrase_file)
        refused = second.kumiai(*up, ledger=ledger)
        assert refused.returncode == 11, refused.stdout + refused.stderr
        assert f"{here.credentials / 'usuki.key'} is missing" in refused.stderr

        shutil.copytree(there.credentials, here.credentials, dirs_exist_ok=True)
        done = second.kumiai(*up, ledger=ledger)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "0 objects changed" in done.stdout
        assert not re.search(r"[1-9]\d* objects changed", done.stdout)
        again = second.kumiai(*position, ledger=ledger)
        assert json.loads(again.stdout) == json.loads(first.stdout)
    assert second.kumiai("verify", "usuki").returncode == 0


def building(pid: int, stack: str) -> bool:
    """Whether a Pulumi of this run is at work on the stack, its plugin too."""
    commands = [command_of(one) for one in psutil.Process(pid).children(recursive=True)]
    at_work = any("up" in words and stack in words for words in commands)
    return at_work and any("pulumi-resource" in words[0] for words in commands if words)


def command_of(process: psutil.Process) -> list[str]:
    """Nothing where it has just ended."""
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_data_is_guarded_there_as_well(elsewhere: Consortium) -> None:
    text = elsewhere.member_file("usuki").read_text("utf-8")
    elsewhere.member_file("usuki").unlink()
    try:
        checked = elsewhere.kumiai("check")
    finally:
        elsewhere.member_file("usuki").write_text(text, "utf-8")
    assert checked.returncode == 11
    assert "the file is gone, but the municipality's servers and data stand" in checked.stdout
