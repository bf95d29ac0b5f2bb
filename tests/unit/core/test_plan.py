"""Which actions of a plan may begin."""

from __future__ import annotations

from collections.abc import Collection

from core.message import say
from core.plan import Action, after_failed, may_begin


def action(
    subject: str, after: tuple[str, ...] = (), lane: str = "", locks: tuple[str, ...] = ()
) -> Action:
    nothing = say("nothing")
    return Action(
        "up",
        subject,
        nothing,
        nothing,
        lambda turn: None,
        nothing,
        locks or (subject,),
        after,
        lane,
    )


def begun(
    *waiting: Action,
    running: Collection[Action] = (),
    failed: Collection[str] = (),
    at_once: int = 3,
) -> list[str]:
    return [one.subject for one in may_begin(waiting, running, failed, at_once)]


def test_as_many_of_each_lane_as_its_limit_in_the_plans_order() -> None:
    waiting = [action(f"{site}{n}", lane=site) for n in range(3) for site in ("north", "south")]
    assert begun(*waiting, at_once=2) == ["north0", "south0", "north1", "south1"]
    [first, *others] = waiting
    assert begun(*others, running=[first], at_once=2) == ["south0", "north1", "south1"]


def test_none_before_what_it_comes_after_has_ended_well() -> None:
    site, member = action("site"), action("member", after=("site",))
    assert begun(site, member) == ["site"]
    assert begun(member, running=[site]) == []
    assert begun(member, failed=["site"]) == []
    assert begun(member) == ["member"]


def test_what_comes_after_something_that_was_never_begun_does_not_begin_either() -> None:
    member, child = action("member", after=("site",)), action("child", after=("member",))
    assert begun(member, child, failed=["site"]) == []


def test_two_that_need_the_same_lock_do_not_run_side_by_side() -> None:
    one, two = action("one", locks=("hita", "usuki")), action("two", locks=("usuki",))
    assert begun(one, two) == ["one"]
    assert begun(two, running=[one]) == []


def test_what_comes_after_a_failure_at_any_remove_was_never_begun() -> None:
    child, member, other = (
        action("child", after=("member",)),
        action("member", after=("site",)),
        action("other"),
    )
    assert after_failed([child, member, other], {"site"}) == [member, child]
    assert after_failed([child, member, other], {"other"}) == []
