"""A plan on the screen: what is told of it, and what the command ends with."""

from __future__ import annotations

import pytest

from cli.plan import shown_or_done
from cli.session import Session
from core.errors import Exit
from core.language import Language
from core.message import say
from core.plan import Objection, Plan

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
