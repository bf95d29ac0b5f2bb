"""What is planned against drift: one act for each object, and nothing deleted that is not named."""

from __future__ import annotations

from pathlib import Path

import pytest

from blueprint.member import blueprint_of
from core.errors import Exit, OtherSystemFailed, UserError
from core.message import say
from core.plan import Plan
from infra import kinds
from infra.verify.aspect import Aspect
from infra.verify.difference import Difference, extra, missing, other
from infra.verify.member import differences
from infra.verify.whole import Verified
from runbooks.actions.remedies import mended
from tests.lib.acts import Acts, objections, sentences
from tests.lib.definitions import shipped
from tests.lib.seen import as_asked

USUKI = blueprint_of(shipped(), "usuki", "primary")
APP = "usuki-core-app-1"
STOPPED = other(
    USUKI.stack, kinds.SERVER.word, APP, Aspect.STATUS, "ACTIVE", "SHUTOFF", "id-of-app"
)
OPEN = other(USUKI.stack, kinds.SERVER.word, APP, Aspect.PORT_SECURITY, True, False, "id-of-app")
BARE = other(USUKI.stack, kinds.SERVER.word, APP, Aspect.GROUP, "usuki-core-app", (), "id-of-app")
TAP = extra(USUKI.stack, kinds.PORT.word, "tap", "5f0c")
SIDE_DOOR = extra(USUKI.stack, kinds.NETWORK.word, "side-door", "77aa")
GONE = missing(USUKI.stack, kinds.RULE.word, "usuki-core-db in-tcp-1521-usuki-core-app")


def planned(tmp_path: Path, *found: Difference, delete: tuple[str, ...] = ()) -> Plan:
    return mended(Acts.at(tmp_path).given, [Verified("primary", 1, 20, found)], delete)


def test_what_is_wrong_with_one_object_is_one_act(tmp_path: Path) -> None:
    plan = planned(tmp_path, STOPPED, OPEN, BARE)
    assert [str(action.does) for action in plan.actions] == [
        "usuki.primary: usuki-core-app-1: the server runs",
        "usuki.primary: usuki-core-app-1: the port is up and guarded by its group, "
        "with its own address alone",
    ]
    assert [(action.act, action.subject) for action in plan.actions] == [
        ("remedy", "usuki.primary start usuki-core-app-1"),
        ("remedy", "usuki.primary port usuki-core-app-1"),
    ]


def test_what_is_too_much_stays_where_nobody_names_it(tmp_path: Path) -> None:
    plan = planned(tmp_path, TAP, SIDE_DOOR, GONE)
    assert plan.actions == ()
    assert sentences(plan.notes) == [
        "1 difference is mended by `kumiai up usuki --site primary --refresh`",
        "left standing, since nothing goes that is not named with --delete: 2",
    ]


def test_what_is_named_goes_and_a_port_before_its_network(tmp_path: Path) -> None:
    plan = planned(tmp_path, SIDE_DOOR, TAP, delete=("network/77aa", "port/5f0c"))
    assert [str(action.does) for action in plan.actions] == [
        "usuki.primary: port tap (5f0c) is deleted",
        "usuki.primary: network side-door (77aa) is deleted",
    ]
    assert plan.notes == ()


@pytest.mark.parametrize("key", ["port/0000", "5f0c", "server/id-of-app", "rule/"])
def test_nothing_goes_that_is_not_told_as_too_much(tmp_path: Path, key: str) -> None:
    with pytest.raises(UserError) as refused:
        planned(tmp_path, TAP, STOPPED, GONE, delete=(key,))
    assert str(refused.value.message) == (
        f"{key} is nothing that `kumiai verify` tells as too much; "
        "copy it from there, as in --delete port/5f0c…"
    )


def test_either_of_two_that_have_one_name_may_be_named(tmp_path: Path) -> None:
    sentence = say("is there {count} times: {ids}", count=2, ids="a1, b2")
    name = "usuki-core-db-1-data"
    two = Difference(USUKI.stack, kinds.VOLUME.word, name, Aspect.TWICE, sentence, "a1, b2")
    plan = planned(tmp_path, two, delete=("volume/b2",))
    assert [str(action.does) for action in plan.actions] == [
        "usuki.primary: volume usuki-core-db-1-data (b2) is deleted"
    ]


def test_a_site_that_does_not_answer_is_an_objection(tmp_path: Path) -> None:
    silent = Verified("remote", 1, 0, (), OtherSystemFailed(say("no answer")))
    plan = mended(Acts.at(tmp_path).given, [silent], ())
    assert objections(plan) == ["no answer"]
    assert plan.objections[0].exit_code is Exit.OTHER_SYSTEM_FAILED


def test_where_all_is_as_it_should_be_that_is_said(tmp_path: Path) -> None:
    right = tuple(differences(USUKI, as_asked(USUKI)))
    assert sentences(planned(tmp_path, *right).notes) == [
        "nothing to mend: everything is as the YAML says"
    ]
