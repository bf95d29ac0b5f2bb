"""A member's leaving: every site is looked at before anything goes, and nothing goes unasked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cloud.credentials import credential_file
from core.errors import Exit, OtherSystemFailed, UserError
from core.files import write_private
from core.language import Language
from core.plan import Plan
from core.translation import translation
from infra import kinds
from infra.asking.row import GIB
from infra.remains.things import Thing
from runbooks.actions.departure import down
from tenants.store import read_definitions
from tests.lib.acts import Acts, objections, sentences
from tests.lib.definitions import copied_to
from tests.lib.site_in_memory import SiteInMemory
from tests.lib.states import write_state

JAPANESE = translation(Language.JA)
USUKI = "tenants/members/usuki.yaml"
DATA = "usuki-core-db-1-data"


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    """Usuki has left, and nothing stands at either site."""
    found = Acts.at(tmp_path)
    found.sites = {"primary": SiteInMemory({}), "remote": SiteInMemory({})}
    written(found, tmp_path / "files", "state: active,", "state: left, left_on: 2026-11-01,")
    return found


def written(acts: Acts, folder: Path, old: str, new: str, file: str = USUKI) -> None:
    path = (folder if folder.exists() else copied_to(folder)) / file
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    definitions, problems = read_definitions(folder)
    assert definitions is not None, problems
    acts.definitions = definitions


def built(acts: Acts, site: str, *things: Thing) -> None:
    """A stack that has built these, and a project called p."""
    tokens = {kind.word: kind.token for kind in kinds.KINDS.values()}
    rows = [Thing(kinds.PROJECT.word, "p", "usuki", "p"), *things]
    resources: list[dict[str, Any]] = [
        {
            "urn": f"urn:pulumi:usuki.{site}::kumiai::{tokens[one.kind]}::{one.name}",
            "type": tokens[one.kind],
            "id": one.id,
            "inputs": {"name": one.name},
        }
        for one in rows
    ]
    write_state(acts.home, f"usuki.{site}", resources)
    memory = acts.sites[site]
    memory.projects["p"] = "usuki"
    memory.things += [one for one in things if one.kind != kinds.CONTAINER.word]


VOLUME = Thing(kinds.VOLUME.word, "v1", DATA, "p", size_bytes=7 * GIB)
BACKUP = Thing(kinds.BACKUP, "b1", "nightly", "p", of="v1", size_bytes=7 * GIB)
PORT = Thing(kinds.PORT.word, "n1", "tap", "p")
CONTAINER = Thing(kinds.CONTAINER.word, "backup", "backup", "p")


def planned(acts: Acts, *also: str, site: str | None = None) -> Plan:
    return down(acts.given, "usuki", site, also)


def test_nobody_who_has_not_left_is_taken_away(acts: Acts) -> None:
    with pytest.raises(UserError, match="日田市 has not left: its file says active") as refused:
        down(acts.given, "hita", None, ())
    assert refused.value.exit_code is Exit.RULE_BROKEN
    with pytest.raises(UserError, match="has not left"):
        down(acts.given, "hita", "remote", ())


def test_of_whom_nothing_stands_nothing_goes(acts: Acts) -> None:
    plan = planned(acts)
    assert sentences(plan.notes) == ["nothing stands of usuki"]
    assert plan.actions == ()


def test_the_plan_says_which_data_goes_how_much_and_how_new_it_is(acts: Acts) -> None:
    built(acts, "primary", VOLUME, CONTAINER)
    acts.sites["primary"].things.append(BACKUP)
    acts.sites["primary"].containers["backup"] = ["2026/11/24.tar", "2026/11/25.tar"]
    plan = planned(acts)
    assert objections(plan) == []
    assert sentences(plan.notes) == [
        f"臼杵市 at primary: the data of 1 volume goes, 7 GiB: {DATA}",
        "臼杵市 at primary: backup × 1 go, 7 GiB, the newest of 2026-11-25 12:00 JST",
        "臼杵市 at primary: 2 objects in the container backup go, 2 MiB, "
        "the newest of 2026-11-25 12:00 JST",
    ]
    assert [note.text(JAPANESE) for note in plan.notes] == [
        f"臼杵市（primary）: ボリューム1個のデータ7 GiBが消去されます（{DATA}）。",
        "臼杵市（primary）: バックアップ × 1（7 GiB、最新は2026-11-25 12:00 JST）が消去されます。",
        "臼杵市（primary）: コンテナ backup のオブジェクト2個（2 MiB、最新は2026-11-25 12:00 JST）"
        "が消去されます。",
    ]
    [action] = plan.actions
    assert (action.act, action.subject, action.locks) == (
        *("down", "usuki.primary"),
        ("usuki.primary",),
    )
    assert str(action.does) == (
        "臼杵市 at primary: all 3 objects of kumiai's making go, and 1 others before"
    )


def test_what_somebody_else_made_is_named_with_the_command_that_lets_it_go(acts: Acts) -> None:
    built(acts, "primary", VOLUME)
    acts.sites["primary"].things.append(PORT)
    acts.sites["primary"].containers["export"] = ["all.csv"]
    plan = planned(acts)
    assert sentences(plan.notes)[1:] == [
        "臼杵市 at primary: port tap (n1) is not of kumiai's making",
        "臼杵市 at primary: container export is not of kumiai's making, 1 object, 1 MiB",
    ]
    [against] = plan.objections
    assert str(against.why) == (
        "2 things are not of kumiai's making, and nobody has said what becomes of them. Whoever "
        "made them takes them away, or they go as well with "
        "`kumiai down usuki --also n1 --also export`"
    )
    assert against.why.text(JAPANESE) == (
        "kumiaiが作ったものではないものが2個あり、どうするか決まっていません。作った人が撤去するか、"
        "`kumiai down usuki --also n1 --also export` で一緒に撤去してください。"
    )
    assert against.exit_code is Exit.RULE_BROKEN
    with pytest.raises(UserError):
        acts.carried_out(plan)
    assert not acts.home.journal.exists()

    half = planned(acts, "n1")
    assert "port tap (n1) goes, as it was named" in str(half.notes[1])
    assert objections(half)[0].endswith("`kumiai down usuki --also n1 --also export`")
    assert objections(planned(acts, "n1", "export")) == []


def test_what_was_named_and_is_gone_already_is_no_mistake_of_a_second_run(acts: Acts) -> None:
    built(acts, "primary", VOLUME)
    plan = planned(acts, "n1")
    assert objections(plan) == []
    assert str(plan.notes[-1]) == "not there, or gone already: n1"


def test_a_site_that_does_not_answer_keeps_all_of_it_unless_the_other_is_named(acts: Acts) -> None:
    built(acts, "primary", VOLUME)
    acts.silent.add("remote")
    with pytest.raises(OtherSystemFailed, match="site remote does not answer at"):
        planned(acts)
    assert [action.subject for action in planned(acts, site="primary").actions] == ["usuki.primary"]


def test_without_pulumis_state_nothing_goes_unasked(acts: Acts) -> None:
    acts.sites["primary"].projects["p"] = "usuki"
    acts.sites["primary"].things.append(VOLUME)
    against = objections(planned(acts))
    assert against[-1].endswith("`kumiai down usuki --also p --also v1`")


def test_containers_that_nobody_may_look_at_are_not_taken_for_none(acts: Acts) -> None:
    built(acts, "primary", CONTAINER)
    acts.sites["primary"].projects.clear()
    [against] = objections(planned(acts))
    assert against.endswith("and say so with `kumiai down usuki --also AUTH_p`")
    assert objections(planned(acts, "AUTH_p")) == []


def test_where_keystone_has_lost_the_project_nobody_is_asked_for_a_role_in_it(acts: Acts) -> None:
    built(acts, "primary", VOLUME, CONTAINER)
    acts.sites["primary"].projects.clear()
    [against] = objections(planned(acts))
    assert against == (
        "臼杵市 at primary: its project is gone from Keystone, so its containers cannot be looked "
        "at, nor taken away. Restore the project with its id from Keystone's backup; or have "
        "Swift's operator delete the account, and say so with `kumiai down usuki --also AUTH_p`"
    )
    assert objections(planned(acts, "AUTH_p")) == []


def test_a_login_that_a_killed_run_left_behind_is_forgotten_by_the_next(acts: Acts) -> None:
    file = credential_file(acts.home, "usuki.primary")
    write_private(file, "a password")
    plan = planned(acts)
    assert acts.carried_out(plan) == []
    assert not file.exists()
    assert sentences(planned(acts).notes) == ["nothing stands of usuki"]


def test_a_standby_that_no_file_asks_for_any_more_may_go_while_the_member_stays(
    acts: Acts, tmp_path: Path
) -> None:
    """Nobody stands by for the primary site any more, and Hita's stack is still at the other."""
    written(
        acts, tmp_path / "files", "stands_by_for: [primary]", "", file="infra/sites/remote.yaml"
    )
    write_state(acts.home, "hita.remote")
    plan = down(acts.given, "hita", "remote", ())
    assert [action.subject for action in plan.actions] == ["hita.remote"]
    with pytest.raises(UserError, match="has not left"):
        down(acts.given, "hita", "primary", ())


def test_a_project_that_somebody_made_below_is_told_before_anything_goes(acts: Acts) -> None:
    built(acts, "primary", VOLUME)
    acts.sites["primary"].projects["c"] = "usuki-test"
    acts.sites["primary"].parents["c"] = "p"
    assert objections(planned(acts)) == [
        "臼杵市 at primary: somebody has made projects below its own: usuki-test (c). Keystone "
        "deletes no project that has others below; whoever made them takes them away first"
    ]
