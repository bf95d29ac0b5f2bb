"""A project that somebody has deleted or renamed: nothing is built beside it, and it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Exit
from core.plan import Plan
from infra import kinds
from infra.remains.things import Thing
from infra.stacks.digest import record_applied
from infra.stacks.work import works
from runbooks.actions.stacks import up
from tests.lib.acts import Acts, objections, sentences
from tests.lib.site_in_memory import SiteInMemory
from tests.lib.states import write_state

PROJECT = "openstack:identity/project:Project"


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    return Acts.at(tmp_path)


def planned(acts: Acts, site: str | None = None) -> Plan:
    return up(acts.given, ["usuki"], site, refresh=False, override="")


def stands(acts: Acts, stack: str) -> None:
    """The state of a stack that has built the project p1."""
    urn = f"urn:pulumi:{stack}::kumiai::{PROJECT}::p1"
    write_state(acts.home, stack, [{"urn": urn, "type": PROJECT, "custom": True, "id": "p1"}])


def test_nothing_is_built_beside_what_stands_of_a_project_that_keystone_lost(acts: Acts) -> None:
    stands(acts, "usuki.primary")
    server = Thing(kinds.SERVER.word, "s1", "usuki-core-db-1", "p1")
    site = SiteInMemory({"p9": "hita"}, [server])
    acts.sites["primary"] = site
    [against] = objections(planned(acts))
    assert against == (
        "臼杵市 at primary: its project p1 is gone from Keystone, and of it there still stand: "
        "server × 1. Nothing is built beside it: restore the project with its id from Keystone's "
        "backup; if the municipality has left, `kumiai down` takes all of it away"
    )
    site.things.clear()
    assert objections(planned(acts)) == []


def test_a_project_that_is_gone_or_renamed_is_told_though_no_file_has_changed(acts: Acts) -> None:
    """Nothing waits, so that nothing else asks OpenStack."""
    for work in works(acts.home, acts.definitions, ("usuki",), "primary", False):
        stands(acts, work.stack)
        record_applied(acts.home, work.stack, work.digest)
    acts.sites["primary"] = SiteInMemory({"p1": "usuki"})
    plan = planned(acts, "primary")
    assert (plan.actions, plan.findings) == ((), ())
    assert str(plan.notes[-1]).startswith("nothing to do")
    for projects, why in (
        (
            {"p9": "hita"},
            "its project p1 is gone from Keystone, and nothing of it stands; `kumiai up usuki "
            "--refresh` shows what is built anew",
        ),
        (
            {"p1": "usuki-old"},
            "its project is called usuki-old in Keystone, and nobody can work in it; give it its "
            "name back: `openstack project set --name usuki p1`",
        ),
    ):
        acts.sites["primary"] = SiteInMemory(projects)
        plan = planned(acts, "primary")
        assert sentences(plan.notes) == ["2 stacks are what the files say"]
        [finding] = plan.findings
        assert str(finding.why) == f"臼杵市 at primary: {why}"
        assert finding.exit_code is Exit.WORLD_DIFFERS


def test_nothing_is_built_beside_a_project_that_was_renamed(acts: Acts) -> None:
    stands(acts, "usuki.primary")
    acts.sites["primary"] = SiteInMemory({"p1": "usuki-old"})
    [against] = objections(planned(acts))
    assert against == (
        "臼杵市 at primary: its project is called usuki-old in Keystone, and nobody can work in "
        "it; give it its name back: `openstack project set --name usuki p1`"
    )
    acts.sites["primary"] = SiteInMemory({"p1": "usuki"})
    assert objections(planned(acts)) == []
