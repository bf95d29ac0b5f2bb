from __future__ import annotations

import json
from pathlib import Path

from infra.engine.locks import PulumiLock, locks_in, locks_named

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


def test_the_locks_of_the_file_backend_are_read(tmp_path: Path) -> None:
    content = {
        "pid": 4711,
        "username": "operator",
        "hostname": "dc-01.example",
        "timestamp": "2026-11-25T11:42:07+09:00",
    }
    (tmp_path / "1f2e.json").write_text(json.dumps(content), encoding="utf-8")
    (tmp_path / "half.json").write_text('{"pid": 47', encoding="utf-8")
    assert locks_in(tmp_path) == [
        PulumiLock("operator", "dc-01.example", 4711, "2026-11-25T11:42:07+09:00")
    ]
    assert locks_in(tmp_path / "nobody ever locked it") == []
