"""Acts on servers, against a Nova in memory and a ledger of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from requests import Response

from core.errors import Exit, OtherSystemFailed, UserError
from core.journal import entries
from core.lock import Holder, locked
from core.message import say
from core.plan import Plan
from licensing.ledger.ledger import Ledger
from runbooks.actions.servers import evacuate_host, migrate, resize
from tenants.store import read_definitions
from tests.lib.acts import Acts, objections, sentences
from tests.lib.definitions import copied_to
from tests.lib.nova import Nova

DATABASE = "usuki-core-db-1"
APPLICATION = "usuki-core-app-1"


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    found = Acts.at(tmp_path)
    found.nova.runs(DATABASE, "pri-03")
    return found


def moved(acts: Acts, host: str, *, live: bool = True, override: str = "") -> Plan:
    return migrate(acts.given, DATABASE, host, live=live, site=None, override=override)


def test_what_is_only_planned_moves_nothing_and_writes_nothing(acts: Acts) -> None:
    plan = moved(acts, "pri-04", override="agreed by phone")
    assert [str(action.does) for action in plan.actions] == [f"{DATABASE}: pri-03 → pri-04"]
    assert acts.nova.asked == []
    assert not acts.home.journal.exists()


def test_a_move_is_done_journalled_and_in_the_ledger_afterwards(acts: Acts) -> None:
    assert acts.carried_out(moved(acts, "pri-04")) == []
    assert acts.nova.host_of(DATABASE) == "pri-04"
    assert acts.journal == [
        f"migrate primary {DATABASE} → pri-04: begun",
        f"migrate primary {DATABASE} → pri-04: done",
    ]
    assert f"the ledger has {DATABASE} on pri-04 with 2 vCPU" in sentences(tuple(acts.told))


def test_a_cold_move_is_confirmed(acts: Acts) -> None:
    assert acts.carried_out(moved(acts, "pri-04", live=False)) == []
    assert acts.nova.asked == [f"{DATABASE} migrate", f"{DATABASE} confirmResize"]


def test_a_cold_move_that_takes_long_to_confirm_is_confirmed_once(
    acts: Acts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("infra.servers.moving.LOOK_EVERY_SECONDS", 0.0)
    acts.nova.confirms_after_looks = 3
    assert acts.carried_out(moved(acts, "pri-04", live=False)) == []
    assert acts.nova.asked == [f"{DATABASE} migrate", f"{DATABASE} confirmResize"]


def test_a_move_that_nova_refuses_is_journalled_as_failed_with_novas_reason(acts: Acts) -> None:
    acts.nova.refused.add(DATABASE)
    [failure] = acts.carried_out(moved(acts, "pri-04"))
    assert failure.exit_code is Exit.OTHER_SYSTEM_FAILED
    assert str(failure.why) == "Nova of site primary says no: it is locked"
    assert acts.journal[1:] == [
        f"migrate primary {DATABASE} → pri-04: failed: Nova of site primary says no: it is locked"
    ]


def test_an_act_on_a_server_and_an_up_of_its_stack_exclude_each_other(acts: Acts) -> None:
    plan = moved(acts, "pri-04")
    up = Holder("run-0", 4711, "ctl-1", "suzuki", "2026-11-26 08:00:00+00:00")
    with locked(acts.home, "usuki.primary", up):
        [failure] = acts.carried_out(plan)
    assert str(failure.why).startswith("usuki.primary is being changed by suzuki (process 4711 ")
    assert acts.nova.asked == []


def test_a_move_is_taken_back_as_its_undo_says(acts: Acts) -> None:
    plan = moved(acts, "pri-04")
    acts.carried_out(plan)
    [action] = plan.actions
    assert str(action.undo) == f"`kumiai server migrate {DATABASE} pri-03` brings it back"
    assert acts.carried_out(moved(acts, "pri-03")) == []
    assert acts.nova.host_of(DATABASE) == "pri-03"


def test_a_host_outside_the_fence_is_refused_also_where_the_ledger_knows_nothing(
    acts: Acts, tmp_path: Path
) -> None:
    folder = copied_to(tmp_path / "files")
    file = folder / "infra/sites/primary.yaml"
    fence = "\nlicence_fences:\n  db: {products: [database], hosts: [pri-03, pri-04]}\nhosts:\n"
    file.write_text(file.read_text("utf-8").replace("\nhosts:\n", fence), "utf-8")
    definitions, problems = read_definitions(folder)
    assert definitions is not None, problems
    acts.definitions = definitions
    [against] = objections(moved(acts, "pri-01"))
    assert "the fence db keeps it on pri-03, pri-04" in against
    assert objections(moved(acts, "pri-04")) == []


def test_a_wrong_name_gets_a_sentence(acts: Acts) -> None:
    with pytest.raises(UserError, match=f"near to it are: {DATABASE}"):
        migrate(acts.given, "usuki-core-db-9", "pri-04", live=True, site=None, override="")
    with pytest.raises(UserError, match="no host pri-09 is in infra/sites"):
        moved(acts, "pri-09")
    with pytest.raises(UserError, match="no flavor giant is in infra/sites/"):
        resize(acts.given, DATABASE, "giant", site=None, override="")


def test_nothing_goes_to_a_host_that_is_down(acts: Acts) -> None:
    acts.nova.hosts["pri-04"] = False
    with pytest.raises(UserError, match="pri-04 takes no servers") as refused:
        moved(acts, "pri-04")
    assert refused.value.exit_code is Exit.WORLD_DIFFERS


def test_a_server_gets_another_size_and_its_licences_are_told(acts: Acts) -> None:
    plan = resize(acts.given, DATABASE, "large", site="primary", override="")
    assert acts.carried_out(plan) == []
    assert acts.nova.flavor_of(DATABASE) == "large"
    assert f"the ledger has {DATABASE} on pri-03 with 4 vCPU" in sentences(tuple(acts.told))


def scarce(acts: Acts) -> None:
    """Each host with a database is licensed; nobody owns more than is needed, none is for sale."""
    terms = {"quantity": 1, "more_at_yen": None, "rule": "aws-host-affinity-90"}
    acts.licences = replace(
        acts.licences,
        entitlements={
            name: replace(
                read,
                value=read.value.model_copy(update=terms),
            )
            for name, read in acts.licences.entitlements.items()
        },
    )


def test_a_change_that_violates_licences_is_refused_unless_somebody_decides_otherwise(
    acts: Acts,
) -> None:
    scarce(acts)
    acts.nova.runs("hita-core-db-1", "pri-03", project="hita")
    refused = moved(acts, "pri-04")
    [against] = objections(refused)
    assert against.startswith("it would violate licences: ")
    with pytest.raises(UserError) as stopped:
        acts.carried_out(refused)
    assert stopped.value.exit_code is Exit.RULE_BROKEN
    assert acts.nova.asked == []

    decided = moved(acts, "pri-04", override="the head of ICT agreed")
    assert objections(decided) == []
    assert not acts.home.journal.exists()
    assert acts.carried_out(decided) == []
    first = entries(acts.home.journal)[0]
    assert (first["act"], first["subject"], first["reason"], first["outcome"]) == (
        "override-licence",
        DATABASE,
        "the head of ICT agreed",
        against,
    )


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
    acts: Acts, monkeypatch: pytest.MonkeyPatch, ends_as: str, host: str
) -> None:
    monkeypatch.setattr("infra.servers.moving.LOOK_EVERY_SECONDS", 0)
    acts.nova = nova = Unhurried(acts.nova.now, acts.nova.hosts, ends_as=ends_as)
    nova.runs(DATABASE, "pri-03")
    failures = acts.carried_out(moved(acts, "pri-04"))
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


def test_a_lock_belongs_to_the_member_whose_server_it_is(acts: Acts) -> None:
    acts.nova.runs("somebodys-own", "pri-03", project="stranger")
    plan = evacuate_host(acts.given, "pri-03", override="")
    assert sorted(action.locks[0] for action in plan.actions) == [
        "somebodys-own.primary",
        "usuki.primary",
    ]
