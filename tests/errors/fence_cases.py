"""The cases of the gallery about hosts and the fences of licences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import PRIMARY, Case, edit


def fences(text: str) -> Callable[[Path], object]:
    """The primary site with these fences."""
    return edit(PRIMARY, "\nhosts:\n", f"\nlicence_fences:\n{text}hosts:\n")


FENCE_CASES = (
    Case(
        "a fence around a product that nobody has",
        fences("  database: {products: [databse], hosts: [pri-03]}\n"),
        (
            "infra/sites/primary.yaml:25:25: 第一データセンター: licence_fences.database.products.0: databse is not known; did you mean database?",
        ),
        (
            "infra/sites/primary.yaml:25:25: 第一データセンター: licence_fences.database.products.0: databse は登録されていません。database ではありませんか。",
        ),
    ),
    Case(
        "a fence of a host that is not there",
        fences("  database: {products: [database], hosts: [pri-03, pri-09]}\n"),
        (
            "infra/sites/primary.yaml:25:52: 第一データセンター: licence_fences.database.hosts.1: pri-09 is not known; known here: pri-01, pri-02, pri-03, pri-04",
        ),
        (
            "infra/sites/primary.yaml:25:52: 第一データセンター: licence_fences.database.hosts.1: pri-09 は登録されていません。登録済み: pri-01、pri-02、pri-03、pri-04",
        ),
    ),
    Case(
        "two fences that cross",
        fences(
            "  database: {products: [database], hosts: [pri-03, pri-04]}\n"
            "  linux: {products: [enterprise-linux], hosts: [pri-01, pri-02, pri-03]}\n"
        ),
        (
            "infra/sites/primary.yaml:25:36: 第一データセンター: licence_fences.database.hosts: servers of core.db, welfare.db, internal.db are in the fences database and linux, and the hosts of the first must all be in the second",
        ),
        (
            "infra/sites/primary.yaml:25:36: 第一データセンター: licence_fences.database.hosts: core.db、welfare.db、internal.db のサーバは囲い database と linux の両方に入るため、前者のホストはすべて後者にも含める必要があります。",
        ),
    ),
    Case(
        "a host without sockets",
        edit(
            PRIMARY, "pri-01: {host_class: general, sockets: 2, ", "pri-01: {host_class: general, "
        ),
        (
            "infra/sites/primary.yaml:25:3: 第一データセンター: hosts.pri-01.sockets: is missing; add it",
        ),
        (
            "infra/sites/primary.yaml:25:3: 第一データセンター: hosts.pri-01.sockets: がありません。追加してください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
