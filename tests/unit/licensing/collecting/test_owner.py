"""Whose a project is: decided by its id, whatever somebody calls it."""

from __future__ import annotations

import pytest

from licensing.collecting.owner import Project, owner_of
from licensing.ledger.ledger import Ledger
from tests.lib.looks import DEFINITIONS, look
from tests.lib.nova_in_memory import NovaInMemory

HITA = "Hita (442046)"


@pytest.mark.parametrize(
    ("name", "description", "known", "owner"),
    [
        ("hita", "", None, "hita"),
        ("old-hita", "", "hita", "hita"),
        ("usuki", "", "hita", "hita"),
        ("old-hita", HITA, None, "hita"),
        ("usuki", HITA, None, "hita"),
        ("old-hita", "", None, "old-hita"),
        ("admin", "Bootstrap project", None, "admin"),
        ("hita", "", "a-member-without-file", "hita"),
        ("old-hita", HITA, "a-member-without-file", "hita"),
        ("x", "", "a-member-without-file", "a-member-without-file"),
    ],
)
def test_a_project_is_whose_it_was(
    name: str, description: str, known: str | None, owner: str
) -> None:
    assert owner_of(Project("p1", name, description), known, DEFINITIONS) == owner


def member(ledger: Ledger) -> tuple[str, tuple[str, ...]]:
    [entry] = ledger.present("primary").values()
    return entry.machine.member, entry.machine.role.products


@pytest.mark.parametrize("name", ["old-hita", "usuki"])
def test_servers_of_a_renamed_project_count_for_whom_they_counted(
    ledger: Ledger, nova: NovaInMemory, name: str
) -> None:
    look(ledger, nova)
    before = ledger.believed()
    nova.projects["p1"] = name
    nova.wait(60)
    assert look(ledger, nova) == 0
    assert ledger.believed() == before


def test_a_server_that_comes_into_a_renamed_project_counts_for_its_member(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    nova.servers.clear()
    look(ledger, nova)
    nova.projects["p1"] = "old-hita"
    nova.create("b", "old-hita-core-db-1", "pri-02")
    nova.wait(60)
    look(ledger, nova)
    assert member(ledger) == ("hita", ("database", "enterprise-linux"))


def test_a_project_that_was_renamed_before_anybody_looked_is_whose_code_it_has(
    ledger: Ledger, nova: NovaInMemory
) -> None:
    nova.projects["p1"], nova.descriptions["p1"] = "old-hita", HITA
    look(ledger, nova)
    assert member(ledger) == ("hita", ("database", "enterprise-linux"))
    nova.descriptions.clear()
    assert look(ledger, nova) == 0
