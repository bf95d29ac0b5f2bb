from __future__ import annotations

import json

from infra.engine.process import errors_in
from infra.engine.reasons import reason_of

SAID = (
    "error: python inline source runtime error: invoke of openstack:identity/getRole:getRole "
    "failed: invocation of openstack:identity/getRole:getRole returned an error: 1 error occurred:"
    '\n\t* Error creating OpenStack identity client: Post "http://127.0.11.1:5000/v3/auth/tokens": '
    "OpenStack connection error, retries exhausted. Aborting. Last error was: "
    "dial tcp 127.0.11.1:5000: connect: connection refused\n\n\nTraceback (most recent call last):"
)
"""As Pulumi v3.259.0 wrote it of a site that was killed."""


def test_a_preview_that_failed_tells_its_errors_in_its_json_alone() -> None:
    preview = {
        "steps": [{"op": "create"}],
        "diagnostics": [
            {"message": "warning: a provider is old", "severity": "warning"},
            {"message": SAID, "severity": "error"},
        ],
        "changeSummary": {"create": 5},
    }
    errors = errors_in(json.dumps(preview, indent=4))
    assert errors == [SAID.removeprefix("error: ")]
    assert str(reason_of(errors, False, 1800, "primary")) == (
        "site primary does not answer at 127.0.11.1:5000: the connection is refused; "
        "start it, or mend the way to it, then run this again"
    )


def test_what_is_no_json_has_no_diagnostics() -> None:
    assert errors_in("error: no stack named 'usuki.primary' found") == []
