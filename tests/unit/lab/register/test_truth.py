"""A register that is not what its notifications say is told, whatever was done to it."""

from __future__ import annotations

from dataclasses import replace

from lab.register.truth import NOTHING_BEFORE, Content, Notification, digest_of, untrue


def chain(*said: tuple[int, str, Content]) -> list[Notification]:
    found: list[Notification] = []
    before = NOTHING_BEFORE
    for number, (resident, kind, content) in enumerate(said, start=1):
        before = digest_of(before, number, resident, kind, content)
        found.append(Notification(number, resident, kind, content, before))
    return found


SAID = chain(
    (1, "転入", {"name": "佐藤　蓮"}),
    (2, "転入", {"name": "甲斐　凜"}),
    (1, "転出", {"left_on": "2026-11-01"}),
)
HELD: dict[int, Content] = {
    1: {"name": "佐藤　蓮", "left_on": "2026-11-01"},
    2: {"name": "甲斐　凜"},
}


def test_a_register_that_is_what_its_notifications_say_is_whole() -> None:
    assert list(untrue(SAID, HELD)) == []
    assert list(untrue([], {})) == []


def test_a_copy_without_the_last_notification_is_not_whole() -> None:
    assert list(untrue(SAID[:2], HELD)) == ["住民1が届出と違います"]


def test_a_notification_that_is_missing_in_between_is_told() -> None:
    assert list(untrue([SAID[0], SAID[2]], HELD)) == ["届出2がありません（次は3）"]


def test_a_notification_that_was_rewritten_is_told() -> None:
    changed = [SAID[0], replace(SAID[1], content={"name": "甲斐　蓮"}), SAID[2]]
    held = {**HELD, 2: {"name": "甲斐　蓮"}}
    assert list(untrue(changed, held)) == ["届出2が書き換えられています"]


def test_a_resident_without_a_notification_and_one_that_was_removed_are_told() -> None:
    assert list(untrue(SAID, {1: HELD[1], 3: {"name": "黒木　茂"}})) == [
        "住民2が届出にあって台帳にありません",
        "住民3が台帳にあって届出にありません",
    ]
