"""`kumiai up` killed at random moments: the next run goes on, nothing is built twice."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from infra.engine.locks import locks_in
from infra.engine.process import Pulumi
from infra.engine.state import lock_folder
from infra.engine.workspace import workspace
from infra.toolchain.environment import pulumi_environment
from tests.lib.consortium import Consortium
from tests.lib.effort import ALL, chance, some
from tests.lib.killing import kill, victims
from tests.lib.waiting import until

pytestmark = pytest.mark.lab

MEMBERS = {
    "beppu": ("442020", "別府市", "べっぷし", "10.64.200.0/22"),
    "nakatsu": ("442038", "中津市", "なかつし", "10.64.204.0/22"),
    "saiki": ("442054", "佐伯市", "さいきし", "10.64.208.0/22"),
    "tsukumi": ("442071", "津久見市", "つくみし", "10.64.212.0/22"),
}
KILLS_PER_MEMBER = 5 if ALL else 3

MORE_SERVICES = ("vaccination", "livelihood_protection", "budgeting", "document_management")
"""Each brings a system of its own."""

LONGEST_SECONDS = 10.0
"""Until a kill. Once a run has ended before that, no later one is given longer than it took."""


def more_to_do(consortium: Consortium, member: str) -> Iterator[None]:
    """Each step asks for something that is not so yet, however often a run ends unharmed."""
    for service in MORE_SERVICES:
        consortium.add_service(member, service)
        yield
    last = f"  {MORE_SERVICES[-1]}:\n"
    stopped = f"{last}    state: stopped\n"
    while True:
        consortium.edit(member, last, stopped)
        yield
        consortium.edit(member, stopped, last)
        yield


def kill_during_up(
    consortium: Consortium, member: str, whom: str, seconds: float
) -> subprocess.CompletedProcess[str] | None:
    """One run of `up`, killed after so many seconds; how it ended where it was quicker."""
    up = consortium.begin("up", member, "--execute", "--reason", "to be killed")
    try:
        said, _ = up.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        kill(victims(up.pid, whom))
        up.communicate(timeout=600)
        return None
    return subprocess.CompletedProcess(up.args, up.returncode, said)


@pytest.mark.parametrize("member", some(list(MEMBERS), 1, "whose runs are killed"))
def test_a_run_that_was_killed_again_and_again_is_finished_by_the_next(
    consortium: Consortium, member: str
) -> None:
    code, name, kana, network = MEMBERS[member]
    consortium.add_member(member, code, name, kana, network)
    drawn = chance(f"kills of {member}")
    kills: list[str] = []
    more = more_to_do(consortium, member)
    longest = LONGEST_SECONDS
    while len(kills) < KILLS_PER_MEMBER:
        whom = drawn.choice(["kumiai", "pulumi", "everything"])
        seconds = drawn.uniform(0.15, 1) * longest
        began = time.monotonic()
        ended = kill_during_up(consortium, member, whom, seconds)
        if ended is None:
            kills.append(f"{whom} after {seconds:.1f} s")
            continue
        assert ended.returncode == 0, f"{kills}\n{ended.stdout}"
        longest = min(longest, time.monotonic() - began)
        next(more)

    done = consortium.up(member)

    assert done.returncode == 0, f"{kills}\n{done.stdout}{done.stderr}"
    verified = consortium.kumiai("verify", member, "--json")
    assert verified.returncode == 0, f"{kills}\n{verified.stdout}"
    for site in ("primary", "remote"):
        file = consortium.home.state / f".pulumi/stacks/kumiai/{member}.{site}.json"
        latest = json.loads(file.read_text(encoding="utf-8"))["checkpoint"]["latest"]
        assert not latest.get("pending_operations")


def test_a_component_whose_registration_was_cut_off_is_in_no_cloud_and_hinders_nobody(
    consortium: Consortium,
) -> None:
    pulumi = Pulumi(consortium.home, "usuki.primary", "a-test", consortium.home.logs / "a-test.log")
    whole = pulumi.export()
    resources = whole["deployment"]["resources"]
    whole["deployment"]["pending_operations"] = [
        {"type": "creating", "resource": resource}
        for resource in resources
        if not resource["custom"] or resource["type"].startswith("pulumi:providers:")
    ]
    assert pulumi.import_deployment(whole).done

    done = consortium.kumiai("up", "usuki", "--refresh", "--execute", "--reason", "a test")

    assert done.returncode == 0, done.stdout + done.stderr
    assert not pulumi.export()["deployment"].get("pending_operations")
    assert consortium.kumiai("verify", "usuki").returncode == 0


def test_what_a_hand_typed_pulumi_left_behind_is_taken_over_as_well(
    consortium: Consortium,
) -> None:
    again = ("up", "usuki", "--refresh", "--execute", "--reason", "a test", "--site", "primary")
    environment = consortium.environment
    environment.update(pulumi_environment(consortium.home, environment))
    by_hand = subprocess.Popen(
        ["pulumi", "up", "--yes", "--refresh", "--stack", "usuki.primary"],
        cwd=workspace(consortium.home),
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    locks = lock_folder(consortium.home, "usuki.primary")
    until(lambda: bool(locks_in(locks)), "the lock of the hand-typed pulumi")
    by_hand.send_signal(signal.SIGSTOP)
    [holder] = locks_in(locks)
    meanwhile = consortium.kumiai(*again)
    by_hand.kill()
    by_hand.wait()
    afterwards = consortium.kumiai(*again)

    assert meanwhile.returncode == 13
    assert (
        f"is being changed by {holder.user} (process {holder.pid} on {holder.host})"
        in meanwhile.stderr
    )
    assert afterwards.returncode == 0, afterwards.stdout + afterwards.stderr
    assert consortium.kumiai("verify", "usuki").returncode == 0
