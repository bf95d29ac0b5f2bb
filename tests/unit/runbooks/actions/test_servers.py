"""Acts on servers, against a Nova in memory and a ledger of their own."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from core.errors import Exit, UserError
from core.journal import entries
from core.lock import Holder, locked
from core.plan import Plan
from runbooks.actions.servers import evacuate_host, migrate, resize
from tenants.store import read_definitions
from tests.lib.acts import Acts, objections, sentences
from tests.lib.definitions import copied_to

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


def test_a_cold_move_that_takes_long_to_confirm_is_confirmed_once(acts: Acts) -> None:
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


def test_a_plan_tells_what_counts_on_both_hosts_before_and_afterwards(acts: Acts) -> None:
    assert acts.carried_out(moved(acts, "pri-04")) == []
    told = [str(note) for note in moved(acts, "pri-03").notes if "database" in str(note)]
    # Both count on for the window of the rule, whichever of them it stands on.
    assert told == [f"licences: database: {host}: 12 → 12" for host in ("pri-03", "pri-04")]


def test_a_lock_belongs_to_the_member_whose_server_it_is(acts: Acts) -> None:
    acts.nova.runs("somebodys-own", "pri-03", project="stranger")
    plan = evacuate_host(acts.given, "pri-03", override="")
    assert sorted(action.locks[0] for action in plan.actions) == [
        "somebodys-own.primary",
        "usuki.primary",
    ]
