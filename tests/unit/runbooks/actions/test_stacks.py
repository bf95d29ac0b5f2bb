"""Acts on stacks: their order, and what is refused as a whole before anything is begun."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from blueprint.member import blueprint_of
from core.errors import Exit, OtherSystemFailed, UserError
from core.home import Home
from core.language import Language
from core.message import Message, say
from core.plan import Action, Plan, Turn
from core.translation import translation
from infra.stacks.digest import record_applied
from infra.stacks.work import works
from runbooks.actions.stacks import up
from tenants.site import Site
from tenants.store import read_definitions
from tests.lib.acts import Acts, objections, sentences
from tests.lib.definitions import copied_to
from tests.lib.site_in_memory import SiteInMemory
from tests.lib.states import write_state

JAPANESE = translation(Language.JA)

SERVER = "openstack:compute/instance:Instance"
VOLUME = "openstack:blockstorage/volume:Volume"


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    return Acts.at(tmp_path)


def planned(acts: Acts, *members: str, site: str | None = None) -> Plan:
    return up(acts.given, members, site, refresh=False, override="")


def stands(acts: Acts, stack: str, **objects: str) -> None:
    """The state of a stack with these objects: names in the program with their types."""
    resources = [
        {
            "urn": f"urn:pulumi:{stack}::kumiai::{type_}::{name.replace('_', '-')}",
            "type": type_,
            "custom": True,
            "id": name,
            "protect": type_ == VOLUME,
            "inputs": {"name": name.replace("_", "-").removesuffix("-volume")},
        }
        for name, type_ in objects.items()
    ]
    write_state(acts.home, stack, resources)


def changed(acts: Acts, folder: Path, file: str, old: str, new: str) -> None:
    """The files with one text replaced."""
    path = (folder if folder.exists() else copied_to(folder)) / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    definitions, problems = read_definitions(folder)
    assert definitions is not None, problems
    acts.definitions = definitions


def test_a_sites_own_stack_comes_before_those_of_its_members(acts: Acts) -> None:
    plan = planned(acts, "usuki")
    assert [(one.subject, one.after, one.lane, one.locks) for one in plan.actions] == [
        ("site.primary", (), "primary", ("site.primary",)),
        ("site.remote", (), "remote", ("site.remote",)),
        ("usuki.primary", ("site.primary",), "primary", ("usuki.primary",)),
        ("usuki.remote", ("site.remote",), "remote", ("usuki.remote",)),
    ]
    assert objections(plan) == []
    assert not acts.home.journal.exists()


def test_licences_are_judged_by_what_stands_though_nobody_had_looked(acts: Acts) -> None:
    """The database of another member counts already, so that one more asks for nothing."""
    application = "licences: application-server: 0 → 2 licences of 60 owned; allowed"
    assert sentences(planned(acts, "usuki").notes) == [
        application,
        "licences: database: 0 → 56 licences of 128 owned; allowed",
        "licences: enterprise-linux: 0 → 4 licences of 16 owned; allowed",
    ]
    acts.nova.runs("hita-core-db-1", "pri-01", project="hita")
    assert sentences(planned(acts, "usuki").notes) == [application]


def test_in_an_emergency_a_ledger_that_is_gone_is_told_and_stops_nothing(acts: Acts) -> None:
    """Its database may have been where the emergency is; else nobody builds what nobody counted."""
    acts.home.ledger.write_bytes(b"what is left of a database")
    with pytest.raises(UserError, match="is damaged"):
        planned(acts, "usuki")
    plan = up(acts.given, ["usuki"], None, refresh=False, override="", in_emergency=True)
    assert plan.objections == ()
    assert {"usuki.primary", "usuki.remote"} < {action.subject for action in plan.actions}
    [note] = [one for one in sentences(plan.notes) if one.startswith("licences: ")]
    assert note.startswith("licences: nobody can be asked: the ledger ")


def test_once_all_stacks_are_done_the_ledger_has_what_was_built(acts: Acts) -> None:
    plan = planned(acts, "usuki", site="primary")
    acts.nova.runs("usuki-core-db-1", "pri-01")
    done = replace(plan, actions=tuple(replace(one, do=lambda turn: None) for one in plan.actions))
    assert acts.carried_out(done) == []
    assert [e.machine.name for e in acts.given.ledger().believed()] == ["usuki-core-db-1"]


def test_a_site_that_does_not_answer_is_told_once_and_nothing_is_begun_there(acts: Acts) -> None:
    acts.silent.add("primary")
    plan = planned(acts, "usuki")
    assert [one.subject for one in plan.actions] == ["site.remote", "usuki.remote"]
    assert sentences(plan.notes)[:2] == [
        "primary: 2 stacks wait until it answers",
        "licences: primary does not answer, and counts as the ledger had it last",
    ]
    assert [str(one.why) for one in plan.findings] == [
        "site primary does not answer at 127.0.11.1:5000: the connection is refused; "
        "start it, or mend the way to it, then run this again"
    ]
    assert plan.findings[0].exit_code is Exit.OTHER_SYSTEM_FAILED
    done = replace(plan, actions=tuple(replace(one, do=lambda turn: None) for one in plan.actions))
    assert acts.carried_out(done) == []
    assert acts.told == [], "nothing of the silent site is said a second time"


def test_a_site_to_which_there_is_no_login_keeps_no_other_waiting(acts: Acts) -> None:
    def asked(home: Home, site: Site) -> Message | None:
        if site.name == "primary":
            raise UserError(say("no entry of primary"))
        return None

    given = replace(acts.given, silence_of=asked)
    with pytest.raises(UserError, match="no entry of primary"):
        up(given, ("usuki",), "primary", refresh=False, override="")
    plan = up(given, ("usuki",), None, refresh=False, override="")
    assert [one.subject for one in plan.actions] == ["site.remote", "usuki.remote"]
    assert [str(one.why) for one in plan.findings] == ["no entry of primary"]
    for work in works(acts.home, acts.definitions, ("usuki",), None, False):
        if work.site.name == "primary":
            stands(acts, work.stack)
            record_applied(acts.home, work.stack, work.digest)
    plan = up(given, ("usuki",), None, refresh=False, override="")
    assert [one.subject for one in plan.actions] == ["site.remote", "usuki.remote"]
    assert plan.findings == ()


def test_whether_there_is_nothing_to_do_nobody_knows_while_a_site_is_silent(acts: Acts) -> None:
    for work in works(acts.home, acts.definitions, ("usuki",), None, False):
        stands(acts, work.stack)
        record_applied(acts.home, work.stack, work.digest)
    nothing = (
        "nothing to do: every stack was brought to what the files say; what somebody has changed "
        "in OpenStack since, `kumiai verify` tells"
    )
    assert sentences(planned(acts, "usuki").notes) == ["4 stacks are what the files say", nothing]
    acts.silent.add("primary")
    assert sentences(planned(acts, "usuki").notes) == ["2 stacks are what the files say"]


def test_no_member_is_begun_where_its_site_has_failed(acts: Acts) -> None:
    begun: list[str] = []

    def instead(action: Action) -> Action:
        def do(_: Turn) -> None:
            begun.append(action.subject)
            if action.subject == "site.primary":
                raise OtherSystemFailed(say("the disk of this machine is full"))

        return replace(action, do=do)

    plan = planned(acts, "usuki")
    failures = acts.carried_out(replace(plan, actions=tuple(map(instead, plan.actions))))
    assert [failure.action.subject for failure in failures] == ["site.primary"]
    assert begun == ["site.primary", "site.remote", "usuki.remote"]


def test_a_changed_home_site_is_refused_as_a_whole_while_anything_stands_at_the_old_one(
    acts: Acts, tmp_path: Path
) -> None:
    stands(acts, "usuki.primary", usuki_core_db_1_instance=SERVER)
    assert objections(planned(acts, "usuki")) == []
    member = "tenants/members/usuki.yaml"
    changed(acts, tmp_path / "files", member, "home_site: primary", "home_site: remote")
    for site in (None, "primary", "remote"):
        plan = planned(acts, "usuki", site=site)
        [against] = plan.objections
        assert "臼杵市 has servers or data at primary, and the files let it run at remote" in str(
            against.why
        )
        assert against.exit_code is Exit.RULE_BROKEN
        with pytest.raises(UserError, match="moves nobody"):
            acts.carried_out(plan)
    assert not acts.home.journal.exists()


def test_a_placement_that_lets_it_run_elsewhere_is_refused_as_well(
    acts: Acts, tmp_path: Path
) -> None:
    changed(acts, tmp_path / "files", "tenants/members/usuki.yaml", "primary", "remote")
    stands(acts, "usuki.primary", usuki_core_db_1_data_volume=VOLUME)
    [against] = objections(planned(acts, "usuki"))
    assert "has servers or data at primary" in against


def test_what_a_killed_run_was_making_at_the_other_site_counts_as_standing(
    acts: Acts, tmp_path: Path
) -> None:
    changed(acts, tmp_path / "files", "tenants/members/usuki.yaml", "primary", "remote")
    stands(acts, "usuki.primary")
    under_way = {
        "type": "creating",
        "resource": {"urn": "urn:pulumi:a::b::c::usuki-core-db-1-instance", "type": SERVER},
    }
    write_state(acts.home, "usuki.primary", pending=[under_way])
    assert len(objections(planned(acts, "usuki"))) == 1


def test_a_deleted_service_is_refused_as_a_whole_at_both_sites(acts: Acts) -> None:
    blueprint = blueprint_of(acts.definitions, "usuki", "primary")
    kept = {f"{one.name}-volume": VOLUME for one in blueprint.data_volumes}
    lost = {"usuki-livelihood-app-1-data-volume": VOLUME}
    stands(acts, "usuki.primary", **kept, **lost)
    plan = planned(acts, "usuki")
    [against] = plan.objections
    assert str(against.why).startswith(
        "臼杵市 at primary: the plan would delete what holds data: usuki-livelihood-app-1-data."
    )
    assert against.exit_code is Exit.RULE_BROKEN
    assert "usuki.remote" in [action.subject for action in plan.actions]
    with pytest.raises(UserError):
        acts.carried_out(plan)
    assert not acts.home.journal.exists()


LEFT = ("state: active,", "state: left, left_on: 2026-11-01,")
PROJECT = "openstack:identity/project:Project"


def test_a_member_that_has_left_and_still_stands_is_told_beside_all_else(
    acts: Acts, tmp_path: Path
) -> None:
    stands(acts, "usuki.primary", usuki_core_db_1_data_volume=VOLUME, p1=PROJECT)
    stands(acts, "usuki.remote", p2=PROJECT)
    changed(acts, tmp_path / "files", "tenants/members/usuki.yaml", *LEFT)
    plan = planned(acts)
    [finding] = plan.findings
    assert str(finding.why) == (
        "臼杵市: the municipality has left, and of it there still stand: 2 objects at primary, "
        "1 object at remote; look at it with `kumiai down usuki`, which takes it away with "
        "--execute"
    )
    assert finding.why.text(JAPANESE) == (
        "臼杵市：この団体は脱退しましたが、primary のオブジェクト2個、remote のオブジェクト1個が"
        "残っています。`kumiai down usuki` で確認し、--execute で撤去してください。"
    )
    assert finding.exit_code is Exit.WORLD_DIFFERS
    assert plan.objections == ()
    assert "usuki.primary" not in [action.subject for action in plan.actions]
    assert planned(acts, "hita").findings == ()


def test_nothing_is_built_for_a_member_that_has_left(acts: Acts, tmp_path: Path) -> None:
    changed(acts, tmp_path / "files", "tenants/members/usuki.yaml", *LEFT)
    plan = planned(acts, "usuki")
    assert plan.actions == ()
    assert objections(plan) == [
        "臼杵市 has left, and nothing is built for it; `kumiai down usuki` takes away what still "
        "stands"
    ]
    assert plan.objections[0].exit_code is Exit.RULE_BROKEN


def test_a_site_that_does_not_answer_is_not_waited_for_here(acts: Acts) -> None:
    stands(acts, "usuki.primary", p1=PROJECT)
    acts.sites["primary"] = SiteInMemory({})
    acts.silent.add("primary")
    assert objections(planned(acts, "usuki")) == []
