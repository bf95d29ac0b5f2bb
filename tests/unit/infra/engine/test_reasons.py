"""Pulumi's own words, as seen on the lab, and the one sentence that a person gets."""

from __future__ import annotations

import pytest

from infra.engine.reasons import reason_of

REFUSED = (
    "sdk-v2/provider2.go:571: sdk.helper_schema: Error creating openstack_compute_flavor_v2 "
    'small: Post "http://127.0.12.1:8774/v2.1/flavors": OpenStack connection error, retries '
    "exhausted. Aborting. Last error was: dial tcp 127.0.12.1:8774: connect: connection refused"
)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        (
            REFUSED,
            "site remote does not answer at 127.0.12.1:8774: the connection is refused; "
            "start it, or mend the way to it, then run this again",
        ),
        (
            "write /state/.pulumi/stacks/kumiai/hita.json: no space left on device",
            "the disk of this machine is full; make room and run it again",
        ),
        (
            "the stack is currently locked by 1 lock(s)",
            "somebody else's Pulumi is changing this stack; wait for it to end",
        ),
        (
            "Error creating openstack_compute_instance_v2: Quota exceeded for cores: Requested 4",
            "the project's quota is too small: Quota exceeded for cores: Requested 4; "
            "compare it with `kumiai member show`",
        ),
        (
            "Authentication failed",
            "site remote refuses the login in clouds.yaml; compare its user and password. Those "
            "that kumiai made itself get new ones with `kumiai credential rotate remote`",
        ),
        (
            "incorrect passphrase",
            "the passphrase file does not fit this state; restore the one it was made with",
        ),
        (
            "sdk-v2/provider2.go:571: sdk.helper_schema: Error creating openstack_identity_user_v3 "
            "usuki: Expected HTTP response code [201] when accessing "
            '[POST http://127.0.11.1:5000/v3/users], but got 400 instead: {"error":\n'
            '  {"code": 400, "message": "The password does not\n   match: .{16}",\n'
            '   "title": "Bad Request"}}\n: provider=openstack@5.4.0',
            "Error creating openstack_identity_user_v3 usuki: OpenStack answers 400: The password "
            "does not match: .{16}",
        ),
        (
            "1 error occurred:\n\t* deleting container backup: Expected HTTP response code "
            "[202 204] when accessing [DELETE http://h/v1/AUTH_1/backup], but got 409 instead: "
            "<html><h1>Conflict</h1><p>There was a conflict</p></html>\n\n",
            "deleting container backup: OpenStack answers 409: Conflict There was a conflict",
        ),
        ("1 error occurred:\n\t* the sky fell", "the sky fell"),
    ],
)
def test_a_failure_is_one_sentence_with_what_to_do(said: str, sentence: str) -> None:
    assert str(reason_of([said, "update failed"], False, 1800, "remote")) == sentence


def test_a_run_that_took_too_long_says_the_limit() -> None:
    assert str(reason_of([], True, 1800, "remote")) == "it took longer than 1800 s and was stopped"
