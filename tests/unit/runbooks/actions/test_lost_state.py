"""Where a state is lost, its member is built neither a second time nor elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.plan import Plan
from runbooks.actions.stacks import up
from tenants.store import read_definitions
from tests.lib.acts import Acts, objections
from tests.lib.definitions import copied_to
from tests.lib.site_in_memory import SiteInMemory
from tests.lib.states import write_state

PROJECT = "openstack:identity/project:Project"
AGAINST = (
    "臼杵市 at primary: a project called usuki stands there, and no state here knows it: what is "
    "in it would stay unseen, and could be built a second time. Put the state of usuki.primary "
    "back from the backup of var/state, or let KUMIAI_BACKEND_URL say where the states are kept"
)


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    """Usuki's project stands at the primary site, and nothing here knows it."""
    found = Acts.at(tmp_path)
    found.sites["primary"] = SiteInMemory({"p1": "usuki"})
    return found


def planned(acts: Acts, site: str | None = None) -> Plan:
    return up(acts.given, ["usuki"], site, refresh=False, override="")


def test_it_is_not_built_a_second_time(acts: Acts) -> None:
    assert objections(planned(acts)) == [AGAINST]


def test_it_is_not_built_at_the_other_site_once_the_files_send_it_there(
    acts: Acts, tmp_path: Path
) -> None:
    folder = copied_to(tmp_path / "files")
    file = folder / "tenants" / "members" / "usuki.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("home_site: primary", "home_site: remote"), "utf-8")
    definitions, _ = read_definitions(folder)
    assert definitions is not None
    acts.definitions = definitions
    assert objections(planned(acts, "remote")) == [AGAINST]


def test_a_site_that_is_silent_tells_nothing(acts: Acts) -> None:
    acts.silent.add("primary")
    assert objections(planned(acts, "remote")) == []


def test_what_the_state_knows_is_built_on(acts: Acts) -> None:
    urn = f"urn:pulumi:usuki.primary::kumiai::{PROJECT}::usuki"
    write_state(acts.home, "usuki.primary", [{"urn": urn, "type": PROJECT, "id": "p1"}])
    assert objections(planned(acts)) == []
