from __future__ import annotations

from infra.resume.locks import PulumiLock, locks_named

REFUSAL = """\
error: the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or \
delete the lock file with `pulumi cancel`.
  s3://kumiai-state/.pulumi/locks/organization/kumiai/usuki.remote/1f2e.json: created by \
operator@dc-01.example (pid 4711) at 2026-11-25T11:42:07+09:00
"""


def test_a_refusal_names_whoever_holds_the_stack() -> None:
    assert locks_named(REFUSAL.splitlines()) == [
        PulumiLock("operator", "dc-01.example", 4711, "2026-11-25T11:42:07+09:00")
    ]


def test_another_failure_names_nobody() -> None:
    assert locks_named(["error: the project's quota is too small", ""]) == []
