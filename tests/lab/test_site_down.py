"""One site gone: the other is worked on as ever."""

from __future__ import annotations

import pytest

from tests.lib.alive import told
from tests.lib.consortium import Consortium

pytestmark = pytest.mark.lab

ASKED_OF_A_DEAD_SITE = (
    ("up",),
    ("up", "usuki", "--refresh"),
    ("licence", "collect"),
    ("server", "migrate", "usuki-core-db-1", "pri-02", "--site", "primary"),
    ("server", "evacuate-host", "pri-01"),
)
"""Whoever asks it anything is told the same, the plan of an `up` with nothing to do included."""


def test_with_the_primary_killed_everything_still_works_for_the_remote_site(
    consortium: Consortium,
) -> None:
    assert consortium.lab.kumiai("lab", "kill", "primary").returncode == 0
    try:
        checked = consortium.kumiai("check")
        brought_up = consortium.kumiai(
            *("up", "usuki", "--site", "remote", "--refresh", "--execute", "--reason", "a test")
        )
        remote = consortium.kumiai("verify", "--site", "remote")
        both = consortium.kumiai("verify")
        primary = consortium.up("usuki", "--site", "primary", "--refresh")
        asked = {words: consortium.kumiai(*words) for words in ASKED_OF_A_DEAD_SITE}
        in_japanese = consortium.kumiai("--lang", "ja", "verify", "--site", "primary")
    finally:
        started = consortium.lab.kumiai("lab", "start", "primary")
    assert checked.returncode == 0
    assert brought_up.returncode == 0, brought_up.stdout + brought_up.stderr
    assert remote.returncode == 0, remote.stdout
    keystone = consortium.entry("primary")["auth"]["auth_url"].split("/")[2]
    silence = (
        f"site primary does not answer at {keystone}: the connection is refused; "
        "start it, or mend the way to it, then run this again"
    )
    assert both.returncode == 13
    assert "remote: as the YAML says" in both.stdout
    assert told(both.stderr) == [silence]
    assert primary.returncode == 13
    assert silence in primary.stderr
    for words, answer in asked.items():
        assert answer.returncode == 13, words
        assert silence in answer.stdout + answer.stderr, (words, answer.stdout, answer.stderr)
    assert told(in_japanese.stderr) == [
        f"データセンター primary が {keystone} で応答しません（接続が拒否されました）。"
        "起動するか、そこまでの経路を直してから、もう一度実行してください。"
    ]
    assert started.returncode == 0, started.stderr


def test_the_site_that_came_back_is_as_the_yaml_says(consortium: Consortium) -> None:
    verified = consortium.kumiai("verify", "--site", "primary")
    assert verified.returncode == 0, verified.stdout + verified.stderr
