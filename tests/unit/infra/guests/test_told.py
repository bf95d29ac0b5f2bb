"""What Ansible's events mean for a server, in one sentence each."""

from __future__ import annotations

import pytest

from core.message import say
from infra.guests.told import FAILED, OK, UNREACHABLE, Event, failure_of, outcomes, read_event

TASK = "“Install PostgreSQL” failed:"


def failed(message: str, kind: str = FAILED) -> Event:
    return Event(kind, "hita-core-db-1", "Install PostgreSQL", False, message)


@pytest.mark.parametrize(
    ("event", "sentence"),
    [
        (
            failed("ssh: connect to host 10.64.4.24 port 22: No route to host", UNREACHABLE),
            "it does not answer by SSH; see whether it runs and whether its network does",
        ),
        (
            failed("Host key verification failed.", UNREACHABLE),
            "it shows no host key, or another one than is known; compare it on the server's "
            "console before you write it down",
        ),
        (
            failed("debian@10.64.4.24: Permission denied (publickey).", UNREACHABLE),
            "it refuses the member's key; see which keys its first user has",
        ),
        (
            failed("cannot copy extracted data: No space left on device"),
            "its disk is full; make room on it, then run it again",
        ),
        (
            failed("E: You don't have enough free space in /var/cache/apt/archives/."),
            "its disk is full; make room on it, then run it again",
        ),
        (
            failed("E: dpkg was interrupted, you must manually run 'dpkg --configure -a'"),
            "its packages are half installed; run `dpkg --configure -a` on it, then run it again",
        ),
        (
            failed("cannot create /etc/issue: Read-only file system"),
            "nothing can be written on its disk, which is full or read-only; see `df` and `mount` "
            "on it, then run it again",
        ),
        (
            failed(
                "non-zero return code\nTraceback (most recent call last):\n"
                '  File "<string>", line 1, in <module>\npsycopg.OperationalError: it is full\n'
            ),
            "“Install PostgreSQL” failed: non-zero return code psycopg.OperationalError: it is "
            "full",
        ),
        (failed("Traceback (most recent call last)"), f"{TASK} Traceback (most recent call last)"),
        (failed("it\n broke"), "“Install PostgreSQL” failed: it broke"),
    ],
)
def test_a_failure_is_said_in_one_sentence(event: Event, sentence: str) -> None:
    assert str(failure_of(event)) == sentence


def test_every_server_has_an_outcome_in_its_order() -> None:
    events = [
        Event(OK, "b", "Set the time zone", True, ""),
        Event(OK, "b", "Ask", False, ""),
        Event(UNREACHABLE, "a", "Gather", False, "timed out"),
    ]
    found = outcomes(["a", "b", "c"], events, None)
    assert [(one.host, one.changed, str(one.failure)) for one in found] == [
        ("a", (), "it does not answer by SSH; see whether it runs and whether its network does"),
        ("b", ("Set the time zone",), "None"),
        ("c", (), "nothing was done on it; run it again"),
    ]


def test_a_run_that_ended_early_is_told_of_each_server_that_had_not_failed() -> None:
    late = say("too late")
    found = outcomes(["a", "b"], [Event(OK, "a", "Ask", False, ""), failed("it broke")], late)
    assert [str(one.failure) for one in found] == ["too late", "too late"]


def test_what_a_loop_said_is_read_from_its_items() -> None:
    data = {
        "event": "runner_on_failed",
        "event_data": {
            "host": "a",
            "task": "Make folders",
            "res": {
                "msg": "One or more items failed",
                "results": [{"failed": False}, {"failed": True, "msg": "No space left on device"}],
            },
        },
    }
    read = read_event(data)
    assert read is not None
    assert str(failure_of(read)) == "its disk is full; make room on it, then run it again"


def test_a_disk_so_full_that_not_even_facts_are_found_is_read_from_their_module() -> None:
    """As Ansible said it of such a server; whether a block is left there is a matter of luck."""
    module = {
        "failed": True,
        "msg": "Module result deserialization failed: No start of json char found",
        "module_stderr": "Traceback (most recent call last):\n  File …\nFileNotFoundError: "
        "[Errno 2] No usable temporary directory found in ['/tmp', '/var/tmp', '/usr/tmp']\n",
    }
    result = {
        "msg": "The following modules failed to execute: ansible.legacy.setup.",
        "failed_modules": {"ansible.legacy.setup": module},
    }
    inner = {"host": "a", "task": "Gathering Facts", "res": result}
    read = read_event({"event": "runner_on_failed", "event_data": inner})
    assert read is not None
    assert str(failure_of(read)) == (
        "nothing can be written on its disk, which is full or read-only; see `df` and `mount` "
        "on it, then run it again"
    )


@pytest.mark.parametrize(
    "data",
    [
        {"event": "playbook_on_stats", "event_data": {}},
        {"stdout": "a warning"},
        {"event": "runner_on_failed", "event_data": {"ignore_errors": True, "res": {}}},
    ],
)
def test_what_is_about_no_servers_end_is_no_event(data: dict[str, object]) -> None:
    assert read_event(data) is None
