"""A plan on the screen: what is told of it, and what the command ends with."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cli.plan import end, shown_or_done
from cli.session import Session
from core.errors import Exit
from core.language import Language
from core.message import say
from core.plan import Action, Objection, Plan, Preview, Run
from core.run import Failure

FINDING = Objection(say("usuki has left"), Exit.WORLD_DIFFERS)


def test_a_finding_is_told_and_gives_the_exit_code_where_all_else_is_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plan = Plan(notes=(say("nothing to do"),), findings=(FINDING,))
    with pytest.raises(SystemExit) as ended:
        shown_or_done(Session.start(Language.EN), plan, "", execute=False)
    assert ended.value.code == 12
    assert capsys.readouterr() == ("nothing to do\n", "usuki has left\n")


def test_what_speaks_against_the_plan_comes_before_a_finding() -> None:
    plan = Plan(objections=(Objection(say("it is protected")),), findings=(FINDING,))
    with pytest.raises(SystemExit) as ended:
        shown_or_done(Session.start(Language.EN), plan, "", execute=False)
    assert ended.value.code == Exit.RULE_BROKEN


def _failed(subject: str, why: str) -> Failure:
    done = Action("up", subject, say("{s}", s=subject), say("it"), lambda turn: None, say("no"), ())
    return Failure(done, say("{why}", why=why), Exit.OTHER_SYSTEM_FAILED)


def test_one_fault_is_one_message_whatever_failed_of_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    silent = "the site does not answer"
    found = [_failed("usuki", silent), _failed("hita", "the disk is full"), _failed("aya", silent)]
    with pytest.raises(SystemExit):
        end(Session.start(Language.EN), found, of=9, never_begun=2)
    assert capsys.readouterr().err.splitlines() == [
        "usuki, aya: the site does not answer",
        "hita: the disk is full",
        "not done: 5 of 9; run it again",
    ]


def test_a_place_in_a_file_is_printed_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """`:100:` is a picture of a hundred points to whatever reads short names of pictures."""
    session = Session.start(Language.EN)
    session.say(say("tenants/catalogue.yaml:100:7: is [bold]not[/] a field"))
    session.complain(say("tenants/catalogue.yaml:100:7: is not a field :smile:"))
    assert capsys.readouterr() == (
        "tenants/catalogue.yaml:100:7: is [bold]not[/] a field\n",
        "tenants/catalogue.yaml:100:7: is not a field :smile:\n",
    )


def test_of_a_plan_that_is_made_for_something_else_only_the_cause_is_told(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A plan that says "everything is new" above its refusal frightens, and is not true."""

    def never(run: Run) -> Preview:
        raise AssertionError("it was previewed")

    action = replace(_failed("usuki", "").action, preview=never)
    moot = Objection(say("its state is lost"), moot=True)
    for execute in (False, True):
        plan = Plan((action,), (say("licences: 112 → 56"),), (moot,))
        with pytest.raises(SystemExit) as ended:
            shown_or_done(Session.start(Language.EN), plan, "why", execute=execute)
        assert ended.value.code == Exit.RULE_BROKEN
        assert capsys.readouterr() == ("", "its state is lost\n")


def test_what_openstack_calls_something_moves_no_terminal_whoever_prints_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A container or a group may be called so by anybody who has a login there."""
    session = Session.start(Language.EN)
    session.out.print("volume \x1b[31mred\x1b[0m\u202eabc: is in no file", markup=False)
    session.err.print("\x1b]0;title\x07", markup=False)
    session.table([say("server")], [("\x1b[2Jgone\u2066",)])
    printed = capsys.readouterr()
    assert printed.out.splitlines()[0] == "volume \\x1b[31mred\\x1b[0m\\u202eabc: is in no file"
    assert "\x1b" not in printed.out + printed.err
    assert "\u2066" not in printed.out
    assert "\\x1b[2Jgone" in printed.out
