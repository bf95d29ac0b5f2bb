"""What goes wrong around kumiai: one sentence, the right exit code, and nothing is half done."""

from __future__ import annotations

import getpass
import signal

import pytest
import yaml

from infra.engine.locks import locks_in
from infra.engine.state import lock_folder
from tests.lib.alive import told
from tests.lib.consortium import Consortium
from tests.lib.effort import chance
from tests.lib.waiting import until

pytestmark = pytest.mark.lab

REFRESH = ("up", "usuki", "--refresh", "--site", "primary", "--execute", "--reason", "a test")


def test_what_is_interrupted_stops_in_good_order_and_the_next_run_goes_on(
    consortium: Consortium,
) -> None:
    """By Ctrl-C, by whoever ends it, or by a terminal that closes."""
    how = chance("how it is interrupted").choice([signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
    consortium.add_service("usuki", "vaccination")
    state = consortium.home.state / ".pulumi/stacks/kumiai/usuki.primary.json"
    before = state.stat().st_mtime_ns
    up = consortium.begin("up", "usuki", "--execute", "--reason", "to be interrupted")
    until(lambda: state.stat().st_mtime_ns != before, "the first object", 60)
    up.send_signal(how)
    said, _ = up.communicate(timeout=120)

    assert up.returncode == 130, said
    assert "interrupted; run it again, and it goes on from there" in said
    assert "Traceback" not in said
    done = consortium.up("usuki")
    assert done.returncode == 0, done.stdout + done.stderr
    assert consortium.kumiai("verify", "usuki").returncode == 0


def test_a_second_up_at_the_same_time_is_told_who_is_at_work_since_when(
    consortium: Consortium,
) -> None:
    first = consortium.begin(*REFRESH)
    # Pulumi is at work: kumiai itself holds nothing then but the stack's lock, not the journal's.
    locks = lock_folder(consortium.home, "usuki.primary")
    until(lambda: bool(locks_in(locks)), "the first one at work")
    first.send_signal(signal.SIGSTOP)
    second = consortium.kumiai(*REFRESH)
    first.send_signal(signal.SIGCONT)
    said, _ = first.communicate(timeout=300)

    assert second.returncode == 13
    assert f"is being changed by {getpass.getuser()} (process {first.pid} on " in second.stderr
    assert first.returncode == 0, said


def test_a_login_that_is_refused_is_told_and_nothing_is_changed(consortium: Consortium) -> None:
    file = consortium.home.clouds_file
    right = file.read_text("utf-8")
    wrong = yaml.safe_load(right)
    wrong["clouds"]["primary"]["auth"]["password"] = "wrong"
    file.write_text(yaml.safe_dump(wrong), "utf-8")
    try:
        verified = consortium.kumiai("verify", "--site", "primary")
        brought_up = consortium.kumiai(*REFRESH)
    finally:
        file.write_text(right, "utf-8")

    assert verified.returncode == 13
    refused = (
        "site primary refuses the login in clouds.yaml; compare its user and password. Those that "
        "kumiai made itself get new ones with `kumiai credential rotate primary`"
    )
    assert told(verified.stderr) == [refused]
    assert brought_up.returncode == 13
    assert refused in brought_up.stderr
    assert consortium.kumiai(*REFRESH).returncode == 0


def test_a_quota_that_somebody_lowered_is_told_and_put_right_by_the_next_refresh(
    consortium: Consortium,
) -> None:
    admin = consortium.lab.cloud("primary")
    project = admin.identity.find_project("usuki")
    in_use = len(list(admin.network.ports(project_id=project.id)))
    admin.network.update_quota(project.id, ports=in_use)
    differs = consortium.kumiai("verify", "usuki", "--site", "primary")
    mended = consortium.kumiai(*REFRESH)

    assert differs.returncode == 12
    assert f"usuki.primary: quota ports: the limit is {in_use}, " in differs.stdout
    assert mended.returncode == 0
    assert consortium.kumiai("verify", "usuki", "--site", "primary").returncode == 0
