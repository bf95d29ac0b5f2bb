"""Copies whose time is over, while a site does not answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Exit
from recovery.coverage import Kept
from runbooks.actions import retention
from runbooks.actions.given import Given
from runbooks.actions.protected import Protected
from tenants.store import read_definitions
from tests.lib.acts import Acts, sentences
from tests.lib.definitions import copied_to


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    """Hita runs at the remote site, so that either site holds copies."""
    found = Acts.at(tmp_path)
    folder = copied_to(tmp_path / "files")
    file = folder / "tenants" / "members" / "hita.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("home_site: primary", "home_site: remote"), "utf-8")
    definitions, problems = read_definitions(folder)
    assert definitions is not None, problems
    found.definitions = definitions
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """The sites whose vaults were asked; none of them holds anything."""
    sites: list[str | None] = []

    def kept(given: Given, one: Protected) -> list[Kept]:
        sites.append(one.held_at)
        return []

    monkeypatch.setattr(retention, "kept", kept)
    return sites


def test_a_silent_site_is_told_and_keeps_the_copies_of_the_other_from_nothing(
    acts: Acts, asked: list[str | None]
) -> None:
    acts.silent.add("remote")
    plan = retention.expire(acts.given, [])
    [finding] = plan.findings
    assert str(finding.why).startswith("site remote does not answer at 127.0.11.1:5000")
    assert finding.exit_code is Exit.OTHER_SYSTEM_FAILED
    assert set(asked) == {"primary"}
    assert (plan.notes, plan.objections) == ((), ())


def test_where_both_answer_it_is_said_that_nothing_is_over(
    acts: Acts, asked: list[str | None]
) -> None:
    plan = retention.expire(acts.given, [])
    assert set(asked) == {"primary", "remote"}
    assert (sentences(plan.notes), plan.findings) == (["the time of no copy is over"], ())
