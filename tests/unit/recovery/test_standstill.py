"""What a killed backup left paused is found in the journal, by whoever comes next."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from recovery.standstill import UNPAUSE, still_due, subject_of
from tests.lib.effort import examples


def entry(
    server: str, outcome: str, stack: str = "aya.primary", act: str = UNPAUSE
) -> dict[str, str]:
    return {"act": act, "subject": subject_of(stack, server), "outcome": outcome}


def test_what_is_due_and_not_done_is_still_due() -> None:
    told = [
        entry("aya-core-app-1", "due"),
        entry("aya-core-db-1", "due"),
        entry("aya-core-app-1", "done"),
        entry("usa-core-db-1", "due", "usa.primary"),
        entry("usa-core-db-1", "done", "usa.primary"),
    ]
    assert still_due(told) == {"aya.primary": ["aya-core-db-1"]}


def test_a_second_standstill_makes_it_due_again() -> None:
    assert still_due([entry("s", "due"), entry("s", "done"), entry("s", "due")]) == {
        "aya.primary": ["s"]
    }


def test_other_acts_on_the_same_subject_say_nothing_of_it() -> None:
    assert still_due([entry("s", "due", act="migrate"), entry("s", "begun", act="up")]) == {}


@settings(max_examples=examples(300))
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["due", "done"]))))
def test_exactly_those_are_due_whose_last_word_is_not_done(told: list[tuple[str, str]]) -> None:
    last = dict(told)
    found = still_due(entry(server, outcome) for server, outcome in told)
    assert set(found.get("aya.primary", [])) == {s for s, word in last.items() if word == "due"}
