"""What takes minutes is waited for, though a site that is hard at work leaves a question open."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cloud.refusals import silent
from core.errors import OtherSystemFailed
from core.message import say
from recovery.services import is_error, until

SILENCE = OtherSystemFailed(silent("remote", "192.0.2.1:8776", say("no answer in time")))
REFUSAL = OtherSystemFailed(say("Cinder says no"))


def looks(*answers: str | OtherSystemFailed) -> Callable[[], str]:
    left = iter(answers)

    def look() -> str:
        answer = next(left)
        if isinstance(answer, OtherSystemFailed):
            raise answer
        return answer

    return look


def waited(*answers: str | OtherSystemFailed) -> None:
    until(looks(*answers), "available", is_error, say("restore"), 60)


def test_one_question_may_go_unanswered_and_another_one_later() -> None:
    waited("creating", SILENCE, "creating", SILENCE, "available")


def test_a_site_that_stays_silent_is_told_and_a_refusal_at_once() -> None:
    with pytest.raises(OtherSystemFailed) as told:
        waited("creating", SILENCE, SILENCE, "available")
    assert told.value is SILENCE
    with pytest.raises(OtherSystemFailed) as told:
        waited(REFUSAL, "available")
    assert told.value is REFUSAL
