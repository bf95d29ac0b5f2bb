"""How what went wrong with a stack is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloud.refusals import silent
from core.errors import Exit, OtherSystemFailed, UserError
from core.message import say
from infra.stacks.runner import naming

LOG = Path("var/logs/usuki.primary.log")


def test_a_failure_is_said_with_the_log_that_tells_more() -> None:
    with pytest.raises(UserError) as failed, naming(LOG):
        raise UserError(say("the quota is too small"))
    assert str(failed.value) == "the quota is too small (log: var/logs/usuki.primary.log)"
    assert failed.value.exit_code is Exit.OTHER_SYSTEM_FAILED


def test_the_silence_of_a_site_that_the_stack_names_is_said_without_naming_it_again() -> None:
    with pytest.raises(OtherSystemFailed) as failed, naming(LOG):
        raise OtherSystemFailed(
            silent("primary", "127.0.11.1:5000", say("the connection is refused"))
        )
    assert str(failed.value) == (
        "the site does not answer at 127.0.11.1:5000: the connection is refused; "
        "start it, or mend the way to it, then run this again"
    )
