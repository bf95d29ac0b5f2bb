"""A host is emptied, against a Nova in memory: neither refused nor kept waiting for a ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from requests import Response

from core.errors import OtherSystemFailed
from core.message import say
from licensing.ledger.ledger import Ledger
from runbooks.actions.servers import evacuate_host, migrate
from tests.lib.acts import Acts, objections, sentences
from tests.lib.nova import Nova

DATABASE = "usuki-core-db-1"
APPLICATION = "usuki-core-app-1"


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    found = Acts.at(tmp_path)
    found.nova.runs(DATABASE, "pri-03")
    return found


def test_a_dead_hosts_servers_are_started_elsewhere_and_a_living_ones_are_moved(
    acts: Acts,
) -> None:
    acts.nova.runs(APPLICATION, "pri-03")
    acts.nova.hosts["pri-03"] = False
    assert acts.carried_out(evacuate_host(acts.given, "pri-03", override="")) == []
    assert acts.nova.host_of(DATABASE) != "pri-03"
    assert sorted(acts.nova.asked) == [f"{APPLICATION} evacuate", f"{DATABASE} evacuate"]

    host = acts.nova.host_of(DATABASE)
    acts.carried_out(evacuate_host(acts.given, host, override=""))
    assert f"{DATABASE} os-migrateLive" in acts.nova.asked


def test_one_server_that_cannot_go_keeps_no_other_and_the_same_act_goes_on(acts: Acts) -> None:
    acts.nova.runs(APPLICATION, "pri-03")
    acts.nova.refused.add(APPLICATION)
    failures = acts.carried_out(evacuate_host(acts.given, "pri-03", override=""))
    assert [str(failure.action.title).split()[0] for failure in failures] == [APPLICATION]
    assert acts.nova.host_of(DATABASE) != "pri-03"

    acts.nova.refused.clear()
    again = evacuate_host(acts.given, "pri-03", override="")
    assert [str(action.title).split()[0] for action in again.actions] == [APPLICATION]
    assert acts.carried_out(again) == []
    [note] = sentences(evacuate_host(acts.given, "pri-03", override="").notes)
    assert note == "nothing is on pri-03"


def test_an_emergency_waits_for_no_ledger(acts: Acts) -> None:
    acts.nova.hosts["pri-03"] = False
    acts.environment = {"KUMIAI_LEDGER_URL": f"sqlite:///{acts.home.root}/no/folder/ledger"}
    plan = evacuate_host(acts.given, "pri-03", override="")
    assert objections(plan) == []
    assert any("licences: nobody can be asked: " in note for note in sentences(plan.notes))
    assert acts.carried_out(plan) == []
    assert acts.nova.host_of(DATABASE) != "pri-03"
    told = [str(one) for one in acts.told]
    assert any(one.startswith(f"{DATABASE}: done, but the ledger has not heard") for one in told)


def test_a_ledger_that_does_not_answer_is_waited_for_once_in_an_emergency(acts: Acts) -> None:
    asked: list[str] = []

    def silent() -> Ledger:
        asked.append("the ledger")
        raise OtherSystemFailed(say("another process keeps the ledger"))

    acts.nova.runs("hita-tax-app-1", "pri-03", project="hita")
    acts.nova.hosts["pri-03"] = False
    plan = evacuate_host(replace(acts.given, ledger=silent), "pri-03", override="")
    assert acts.carried_out(plan) == []
    assert len(plan.actions) == 2
    assert asked == ["the ledger"]


@dataclass
class Unhurried(Nova):
    """Has a server at rest before it names its new host, which it does when the migration ends."""

    ends_as: str = "done"
    goes_to: str = ""
    asked_before: bool = False

    def post(self, path: str, json: Mapping[str, Any], microversion: str) -> Response:
        server = self.servers[path.split("/")[2]]
        before = server.host
        answer = super().post(path, json, microversion)
        self.goes_to, server.host = server.host, before
        return answer

    def _migrations(self, server: str) -> Any:
        status, self.asked_before = (self.ends_as if self.asked_before else "accepted"), True
        if status == "done":
            self.servers[server].host = self.goes_to
        return {"migrations": [{"id": 7, "status": status}, {"id": 6, "status": "failed"}]}


@pytest.mark.parametrize(("ends_as", "host"), [("done", "pri-04"), ("failed", "pri-03")])
def test_a_server_at_rest_has_not_failed_while_its_migration_goes_on(
    acts: Acts, ends_as: str, host: str
) -> None:
    acts.nova = nova = Unhurried(acts.nova.now, acts.nova.hosts, ends_as=ends_as)
    nova.runs(DATABASE, "pri-03")
    plan = migrate(acts.given, DATABASE, "pri-04", live=True, site=None, override="")
    failures = acts.carried_out(plan)
    assert nova.host_of(DATABASE) == host
    assert [str(failure.why) for failure in failures] == (
        []
        if ends_as == "done"
        else [
            f"{DATABASE} did not get where it was to go: it is on pri-03 still, the migration "
            "ended as failed. Nova's own log says more; mend it and run the same command again"
        ]
    )


class Rebuilding(Nova):
    """Tells no host of a server at the first look, and its host afterwards, as after a rebuild."""

    def _list(self) -> Any:
        rows = super()._list()
        for row in rows["servers"]:
            if f"{row['name']} listed" not in self.asked:
                row["OS-EXT-SRV-ATTR:host"] = None
            self.asked.append(f"{row['name']} listed")
        return rows


def test_a_server_that_the_ledger_does_not_know_is_told_and_goes(acts: Acts) -> None:
    acts.nova = Rebuilding(acts.nova.now, {**acts.nova.hosts, "pri-03": False})
    acts.nova.runs(DATABASE, "pri-03")
    plan = evacuate_host(acts.given, "pri-03", override="")
    assert objections(plan) == []
    assert sentences(plan.notes) == [
        f"licences: not judged, since the ledger does not know them: {DATABASE}"
    ]
    acts.carried_out(plan)
    assert acts.nova.host_of(DATABASE) != "pri-03"


def test_a_host_whose_servers_fit_nowhere_is_refused_as_a_whole(acts: Acts) -> None:
    for host in ("pri-01", "pri-02", "pri-04"):
        acts.nova.hosts[host] = False
    plan = evacuate_host(acts.given, "pri-03", override="")
    [against] = objections(plan)
    assert against.startswith(
        f"no host of primary that is up, has room and is allowed takes {DATABASE}"
    )
