"""One service switched off in one file: exactly its system goes, its data stays."""

from __future__ import annotations

import pytest

from tests.lib.consortium import Consortium

pytestmark = pytest.mark.lab

SERVICE = "  livelihood_protection:  # 生活保護\n"


def everything(consortium: Consortium) -> dict[str, set[str]]:
    """Servers and volumes of all members at the home site, by member."""
    admin = consortium.lab.cloud("primary")
    rows = [
        *admin.compute.servers(all_projects=True),
        *admin.block_storage.volumes(all_projects=True),
    ]
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.name.split("-")[0], set()).add(f"{row.name} {row.id}")
    return found


def names(objects: set[str]) -> set[str]:
    return {entry.split()[0] for entry in objects}


def test_a_stopped_service_loses_its_servers_keeps_its_data_and_touches_nobody_else(
    consortium: Consortium,
) -> None:
    before = everything(consortium)
    consortium.edit("hita", SERVICE, SERVICE + "    state: stopped\n")

    planned = consortium.kumiai("up")
    assert "日田市 at primary: " in planned.stdout
    assert "  removed: server × 1 (hita-livelihood-app-1)" in planned.stdout
    done = consortium.up()

    assert done.returncode == 0, done.stdout + done.stderr
    after = everything(consortium)
    assert names(before["hita"] - after["hita"]) == {
        "hita-livelihood-app-1",
        "hita-livelihood-app-1-boot",
    }
    assert after["hita"] < before["hita"]
    others = [member for member in before if member != "hita"]
    assert {member: after[member] for member in others} == {m: before[m] for m in others}
    assert "hita-livelihood-app-1-data" in names(after["hita"])
    assert consortium.kumiai("verify", "hita").returncode == 0


def test_a_line_that_is_only_deleted_is_refused_with_the_list_and_the_proper_way(
    consortium: Consortium,
) -> None:
    before = everything(consortium)
    text = consortium.member_file("hita").read_text(encoding="utf-8")
    consortium.edit("hita", SERVICE + "    state: stopped\n", "")
    try:
        refused = consortium.up("hita")
    finally:
        consortium.member_file("hita").write_text(text, encoding="utf-8")
    assert refused.returncode == 11
    assert (
        "日田市 at primary: the plan would delete what holds data: "
        "hita-livelihood-app-1-data." in refused.stderr
    )
    assert "`state: retired`" in refused.stderr
    assert everything(consortium) == before


def test_a_retired_service_lets_its_data_go(consortium: Consortium) -> None:
    consortium.edit(
        "hita",
        "    state: stopped\n",
        "    state: retired\n    retired_on: 2026-11-01\n    reason: moved to the prefecture\n",
    )
    done = consortium.up("hita")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "hita-livelihood-app-1-data is retired and goes with its data" in done.stdout
    assert "hita-livelihood-app-1-data" not in names(everything(consortium)["hita"])
    assert consortium.kumiai("verify", "hita").returncode == 0
