"""Where servers run, since when and with which licences: from a Nova in memory and a ledger."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest

from core.errors import OtherSystemFailed
from core.home import Home
from core.message import say
from runbooks.actions.servers import migrate
from runbooks.actions.whereabouts import Whereabouts, last_known, looked_at
from tenants.site import Site
from tests.lib.acts import Acts

DATABASE = "usuki-core-db-1"
LICENCES = ("database (oracle-processor)", "enterprise-linux (rhel-virtual-datacenter)")


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    found = Acts.at(tmp_path)
    found.nova.runs(DATABASE, "pri-03")
    return found


def test_a_server_is_told_with_its_host_its_arrival_and_its_licences(acts: Acts) -> None:
    since = datetime(2026, 4, 1, 0, 1, tzinfo=UTC)
    assert looked_at(acts.given, "primary").servers == (
        Whereabouts(DATABASE, "usuki", "primary", "pri-03", 2, "ACTIVE", since, LICENCES),
    )


def test_after_a_move_it_is_there_since_the_move(acts: Acts) -> None:
    plan = migrate(acts.given, DATABASE, "pri-04", live=True, site=None, override="")
    acts.carried_out(plan)
    [one] = looked_at(acts.given, "primary").servers
    assert (one.host, one.since) == ("pri-04", datetime(2026, 4, 1, 0, 2, tzinfo=UTC))


def test_what_was_last_known_is_told_without_asking_the_site(acts: Acts) -> None:
    assert last_known(acts.given, "usuki") == ()
    looked_at(acts.given, "primary")
    acts.nova.servers.clear()
    [one] = last_known(acts.given, "usuki")
    assert (one.server, one.host, one.status) == (DATABASE, "pri-03", "")
    assert last_known(acts.given, "hita") == ()


def test_a_ledger_that_does_not_answer_hides_no_server(acts: Acts) -> None:
    acts.environment = {"KUMIAI_LEDGER_URL": f"sqlite:///{acts.home.root}/no/such/ledger"}
    seen = looked_at(acts.given, "primary")
    [one] = seen.servers
    assert (one.host, one.since) == ("pri-03", None)
    [note] = seen.notes
    assert str(note).startswith("since when is not known: the ledger ")


def test_a_site_that_does_not_answer_is_told(acts: Acts) -> None:
    silence = OtherSystemFailed(say("site {site} does not answer", site="primary"))

    def silent(home: Home, site: Site) -> NoReturn:
        raise silence

    seen = looked_at(replace(acts.given, cloud_of=silent), "primary")
    assert seen.servers == ()
    assert seen.failure is silence
