"""One run: whose turn it is, who may do what, and what is written down of it."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from core.errors import Exit, UserError
from runbooks.progress import State, Turn, held_until, next_of, progress_of, to_undo
from runbooks.record import Record, What
from runbooks.vocabulary import LookName
from runbooks.work import Stop
from tests.lib.procedures import PROCEDURES, Killed, begun, ran, states


def test_what_failed_is_done_again_and_what_was_done_is_not() -> None:
    model = begun(PROCEDURES["host-maintenance"])
    model.refused = {"host.evacuate two"}
    stop = ran(model)
    assert (stop.turn, stop.step, stop.exit_code) == (
        *(Turn.KUMIAI, "evacuate"),
        Exit.OTHER_SYSTEM_FAILED,
    )
    assert list(map(str, stop.why)) == ["host.evacuate two: Nova says no"]
    assert states(model)["evacuate"] is State.FAILED
    model.refused = set()
    assert ran(model).turn is Turn.ENDED
    assert (model.effects["host.evacuate one"], model.effects["host.evacuate two"]) == (1, 1)


def test_a_step_whose_world_is_not_ready_is_not_begun() -> None:
    model = begun(PROCEDURES["host-maintenance"])
    model.false = {LookName.SITE_ANSWERS}
    stop = ran(model)
    assert (stop.step, stop.exit_code) == ("close", Exit.WORLD_DIFFERS)
    assert list(map(str, stop.why)) == ["site.answers is not so"]
    assert model.effects == Counter()
    held = model.lines[-1]
    assert (held.what, held.why.en) == (What.HELD_UP, "site.answers is not so")
    assert progress_of(model.lines).steps["close"].why.en == "site.answers is not so"


def test_a_step_after_which_the_world_is_not_as_it_should_be_has_failed() -> None:
    model = begun(PROCEDURES["host-maintenance"])
    model.false = {LookName.HOST_IS_EMPTY}
    stop = ran(model)
    assert (stop.step, stop.exit_code) == ("evacuate", Exit.WORLD_DIFFERS)
    model.effects.clear()
    model.false = set()
    assert ran(model).turn is Turn.ENDED
    assert model.effects["host.evacuate one"] == 1, "it was planned anew"


def test_an_abort_takes_back_the_last_step_first_and_tells_what_stays() -> None:
    model = begun(PROCEDURES["host-maintenance"])
    model.refused = {"host.open one"}
    ran(model)
    model.refused = set()
    stop = model.runner().abort("the spare part is missing")
    assert stop == Stop(Turn.ENDED)
    undone = [one.step for one in model.lines if one.what is What.UNDONE]
    assert undone == ["open", "evacuate", "close"]
    assert model.effects["host.bring_back one"] == 1
    assert progress_of(model.lines).end is What.ABORTED
    assert model.runner().go_on().turn is Turn.ENDED


def test_an_abort_that_is_killed_anywhere_is_gone_on_with() -> None:
    for at in range(1, 60):
        model = begun(PROCEDURES["host-maintenance"])
        model.refused = {"host.evacuate two"}
        ran(model)
        model.killed_at = model.moments + at
        try:
            model.runner().abort("no time")
        except Killed:
            if not progress_of(model.lines).aborting:
                continue
            assert model.runner().go_on().turn in (Turn.ABORT, Turn.ENDED)
            model.runner().abort("no time")
        else:
            break
        assert progress_of(model.lines).end is What.ABORTED
        assert max(model.effects.values()) == 1
    else:
        pytest.fail("it had more moments than that")


def test_an_undo_that_fails_calls_a_person() -> None:
    model = begun(PROCEDURES["host-maintenance"])
    model.refused = {"host.evacuate two"}
    ran(model)
    model.refused = {"host.bring_back one"}
    stop = model.runner().abort("no time")
    assert (stop.turn, stop.step, stop.exit_code) == (Turn.ABORT, "evacuate", Exit.UNDO_FAILED)
    assert progress_of(model.lines).end is None


def test_only_who_holds_a_run_goes_on_with_it_until_its_time_is_over() -> None:
    procedure = PROCEDURES["drill"]
    model = begun(procedure)
    with pytest.raises(UserError, match="sato holds this run until 2026-11-26 04:00") as refused:
        model.runner("tanaka").go_on()
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert len(model.lines) == 1
    model.seconds += 3600
    assert model.runner("tanaka").go_on().turn is Turn.ENDED
    assert model.lines[1].what is What.TAKEN_OVER


def test_whoever_takes_over_what_somebody_else_approves_is_known_by_key() -> None:
    """Or they could approve it themselves, under the name that they sign with."""
    model = begun(PROCEDURES["onboarding"])
    model.seconds += 7 * 86_400
    with pytest.raises(UserError, match="it must be known by key who runs it") as refused:
        model.runner("tanaka").go_on()
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert len(model.lines) == 1
    model.runner("tanaka", {"signer": "t.tanaka", "key": "5eed"}).go_on()
    assert progress_of(model.lines).holders >= {"sato", "tanaka", "t.tanaka", "5eed"}


def test_a_clock_that_went_back_is_told_and_nothing_is_done() -> None:
    model = begun(PROCEDURES["drill"])
    model.seconds = -120
    with pytest.raises(UserError, match="set the clock right first"):
        model.runner().go_on()
    assert len(model.lines) == 1


def test_a_clock_that_jumped_ahead_lets_others_go_on_and_keeps_the_order() -> None:
    """Nobody can tell it from time that has passed; whoever held the run is told so then."""
    model = begun(PROCEDURES["drill"])
    model.seconds += 86_400 * 365
    assert model.runner("tanaka").go_on().turn is Turn.ENDED
    taken = next(one for one in model.lines if one.what is What.TAKEN_OVER)
    assert (taken.reason, taken.facts["from"]) == ("its time was over", "sato")


def test_of_two_approvals_at_the_same_moment_the_first_counts() -> None:
    model = begun(PROCEDURES["onboarding"])
    model.approve("approve")
    facts = {"approver": "tanaka"}
    model.lines.append(Record(model.now(), "tanaka", What.APPROVED, "approve", facts=facts))
    progress = progress_of(model.lines)
    assert progress.steps["approve"].approved_by == "suzuki"
    assert next_of(PROCEDURES["onboarding"], progress).step == "build"


def test_only_the_next_step_is_skipped_and_its_reason_is_kept() -> None:
    model = begun(PROCEDURES["drill"])
    with pytest.raises(UserError, match="contacts is not what comes next; that is plan"):
        model.runner().skip("contacts", "nobody is there")
    model.runner().skip("plan", "it was read yesterday")
    seen = progress_of(model.lines).steps["plan"]
    assert (seen.state, seen.why.en) == (State.SKIPPED, "it was read yesterday")
    assert next_of(PROCEDURES["drill"], progress_of(model.lines)).step == "try"


def test_an_approval_is_not_skipped_by_whoever_would_need_it() -> None:
    model = begun(PROCEDURES["onboarding"])
    with pytest.raises(UserError, match="approve is somebody else's to approve") as refused:
        model.runner().skip("approve", "nobody is there")
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert len(model.lines) == 1


def test_a_step_that_was_skipped_half_way_is_taken_back_as_others_are() -> None:
    model = begun(PROCEDURES["host-maintenance"])
    model.refused = {"host.evacuate two"}
    ran(model)
    model.runner().skip("evacuate", "the vendor does it")
    assert to_undo(model.procedure, progress_of(model.lines)) == ["evacuate", "close"]


def test_after_its_end_a_run_is_nobodys_and_nothing_is_written() -> None:
    model = begun(PROCEDURES["drill"])
    ran(model)
    lines = list(model.lines)
    model.seconds += 86_400 * 30
    assert model.runner("tanaka").go_on().turn is Turn.ENDED
    for late in (
        lambda: model.runner("tanaka").take_over("too late"),
        lambda: model.runner().abort("too late"),
    ):
        with pytest.raises(UserError, match="run-1 has ended"):
            late()
    assert model.lines == lines


def test_what_is_written_after_the_end_changes_nothing() -> None:
    """As by an approval that was signed before it, and given after."""
    model = begun(PROCEDURES["drill"])
    ran(model)
    ended = progress_of(model.lines)
    model.approve("plan")
    model.lines.append(Record(model.now(), "tanaka", What.TAKEN_OVER))
    assert progress_of(model.lines) == ended


@pytest.mark.parametrize("signer", [{"signer": "suzuki", "key": "1"}, {"signer": "s", "key": "5"}])
def test_whoever_approved_a_run_does_not_take_it_over(signer: dict[str, str]) -> None:
    """Neither by the name that they signed with, nor by another that has the same key."""
    model = begun(PROCEDURES["onboarding"])
    model.approve("approve")
    with pytest.raises(UserError, match="approved this run, so it is for somebody else to hold"):
        model.runner("suzuki-at-home", signer).take_over("the night shift")
    model.runner("tanaka", {"signer": "tanaka", "key": "7"}).take_over("the night shift")
    assert progress_of(model.lines).holder == "tanaka"


def test_a_run_that_is_taken_back_is_held_as_long_as_that_may_take() -> None:
    model = begun(PROCEDURES["host-maintenance"])
    model.refused = {"host.evacuate two"}
    ran(model)
    model.refused = {"host.bring_back one"}
    model.runner().abort("no time")
    progress = progress_of(model.lines)
    assert held_until(model.procedure, progress) == progress.last_at + timedelta(minutes=180)


def test_a_run_is_held_as_long_as_its_next_step_may_take() -> None:
    model = begun(PROCEDURES["drill"])
    progress = progress_of(model.lines)
    assert held_until(PROCEDURES["drill"], progress) == progress.last_at + timedelta(minutes=60)


def test_what_is_done_otherwise_than_foretold_is_told_and_written_down() -> None:
    model = begun(PROCEDURES["host-lost"])
    forecast = {"close": ["host.close one", "host.close two"], "evacuate": ["host.evacuate one"]}
    first = model.lines[0]
    facts = {**first.facts, "forecast": forecast}
    model.lines[0] = Record(first.at, first.who, first.what, facts=facts)
    forecast["close"] = [f"host.close {one}" for one in ("host.close one", "host.close two")]
    ran(model)
    assert [dict(one.facts) for one in model.lines if one.what is What.DEVIATED] == [
        {
            "more": ["host.evacuate host.evacuate one", "host.evacuate host.evacuate two"],
            "less": ["host.evacuate one"],
        },
    ]
