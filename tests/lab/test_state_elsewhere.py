"""Pulumi's state in PostgreSQL instead of files. The last of all: it resets the lab."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.lib.consortium import Consortium
from tests.lib.postgres import postgres
from tests.lib.second_lab import SecondLab

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def elsewhere(lab: SecondLab) -> Iterator[Consortium]:
    """A consortium of which nothing is built, whose state is kept in a database."""
    reset = lab.kumiai("lab", "reset")
    assert reset.returncode == 0, reset.stderr + reset.stdout
    with postgres() as server:
        backend = f"postgres:///postgres?host={server.folder}&user=postgres&sslmode=disable"
        yield Consortium.on(lab, {"KUMIAI_BACKEND_URL": backend})


def test_a_member_is_built_and_known_with_its_state_in_a_database(elsewhere: Consortium) -> None:
    built = elsewhere.up("usuki", "--site", "remote")
    assert built.returncode == 0, built.stdout + built.stderr
    again = elsewhere.kumiai("up", "usuki", "--site", "remote")
    assert "nothing to do: every stack is what the files say" in again.stdout
    assert elsewhere.kumiai("verify", "usuki", "--site", "remote").returncode == 0
    assert not list(elsewhere.home.state.rglob("*.json"))


def test_data_is_guarded_there_as_well(elsewhere: Consortium) -> None:
    text = elsewhere.member_file("usuki").read_text("utf-8")
    elsewhere.member_file("usuki").unlink()
    try:
        checked = elsewhere.kumiai("check")
    finally:
        elsewhere.member_file("usuki").write_text(text, "utf-8")
    assert checked.returncode == 11
    assert "the file is gone, but the municipality's servers and data stand" in checked.stdout
