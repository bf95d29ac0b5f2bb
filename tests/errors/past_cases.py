"""The cases of the gallery about days from which on a file says what it says."""

from __future__ import annotations

from tests.errors.cases import PRIMARY, Case, edit
from tests.errors.licence_cases import DATABASE

HOST = "ram_gib: 256}\n  pri-02:"

PAST_CASES = (
    Case(
        "a host that changes on a day to come",
        edit(PRIMARY, HOST, "ram_gib: 256, changed_on: 2026-11-27}\n  pri-02:"),
        (
            "infra/sites/primary.yaml:25:81: 第一データセンター: hosts.pri-01.changed_on: 2026-11-27 is still to come, and a file says what holds now; make the change on that day",
        ),
        (
            "infra/sites/primary.yaml:25:81: 第一データセンター: hosts.pri-01.changed_on: 2026-11-27 はまだ来ていません。ファイルには今の内容を書くので、変更はその日に行ってください。",
        ),
    ),
    Case(
        "a fence that changes on a day to come",
        edit(
            PRIMARY,
            "storage:\n",
            "licence_fences:\n  database: {products: [database], hosts: [pri-01, pri-02], changed_on: 2027-04-01}\nstorage:\n",
        ),
        (
            "infra/sites/primary.yaml:30:61: 第一データセンター: licence_fences.database.changed_on: 2027-04-01 is still to come, and a file says what holds now; make the change on that day",
        ),
        (
            "infra/sites/primary.yaml:30:61: 第一データセンター: licence_fences.database.changed_on: 2027-04-01 はまだ来ていません。ファイルには今の内容を書くので、変更はその日に行ってください。",
        ),
    ),
    Case(
        "an entitlement that changes on a day to come",
        edit(DATABASE, "quantity: 128\n", "quantity: 144\nchanged_on: 2026-11-27\n"),
        (
            "licensing/entitlements/database-2026.yaml:7:1: changed_on: 2026-11-27 is still to come, and a file says what holds now; make the change on that day",
        ),
        (
            "licensing/entitlements/database-2026.yaml:7:1: changed_on: 2026-11-27 はまだ来ていません。ファイルには今の内容を書くので、変更はその日に行ってください。",
        ),
    ),
    Case(
        "a host that changed today",
        edit(PRIMARY, HOST, HOST.replace("256", "256, changed_on: 2026-11-26")),
        (),
        (),
    ),
)
"""Read before they were written down: each line is what the person should see."""
