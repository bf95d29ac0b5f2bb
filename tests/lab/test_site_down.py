"""One site gone: the other is worked on as ever. Last of the tests that need both sites."""

from __future__ import annotations

import pytest

from tests.lib.consortium import Consortium

pytestmark = pytest.mark.lab


def test_with_the_primary_killed_everything_still_works_for_the_remote_site(
    consortium: Consortium,
) -> None:
    assert consortium.lab.kumiai("lab", "kill", "primary").returncode == 0
    try:
        checked = consortium.kumiai("check")
        brought_up = consortium.kumiai(
            *("up", "kitsuki", "--site", "remote", "--refresh", "--execute", "--reason", "a test")
        )
        remote = consortium.kumiai("verify", "--site", "remote")
        both = consortium.kumiai("verify")
        primary = consortium.up("usuki", "--site", "primary", "--refresh")
    finally:
        started = consortium.lab.kumiai("lab", "start", "primary")
    assert checked.returncode == 0
    assert brought_up.returncode == 0, brought_up.stdout + brought_up.stderr
    assert remote.returncode == 0, remote.stdout
    assert both.returncode == 13
    assert "remote: as the YAML says" in both.stdout
    assert "the site primary cannot be asked" in both.stderr
    assert primary.returncode == 13
    keystone = consortium.entry("primary")["auth"]["auth_url"].split("/")[2]
    assert f"nothing answers at {keystone}; is the site up?" in primary.stderr
    assert started.returncode == 0, started.stderr


def test_the_site_that_came_back_is_as_the_yaml_says(consortium: Consortium) -> None:
    verified = consortium.kumiai("verify", "--site", "primary")
    assert verified.returncode == 0, verified.stdout + verified.stderr
