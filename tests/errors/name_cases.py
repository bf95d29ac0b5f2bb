"""The cases of the gallery about names that meet, and about places among the addresses."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import CATALOGUE, HITA, PRIMARY, Case, edit

TIER = "{address_place: 1, boot_gib: 2, boot_type: standard, sizes: [{from_population: 0, servers: 1, flavor: small}]}"


def both(*makes: Callable[[Path], object]) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        for one in makes:
            one(root)

    return make


def called(slug: str) -> Callable[[Path], object]:
    """Hita under another slug."""

    def make(root: Path) -> None:
        edit(HITA, "slug: hita", f"slug: {slug}")(root)
        (root / HITA).rename((root / HITA).with_name(f"{slug}.yaml"))

    return make


def system(name: str, tier: str) -> Callable[[Path], object]:
    """One more system at the end, with one tier."""
    text = f"  {name}: {{ja: 追加, en: More, address_block: 6, tiers: {{{tier}: {TIER}}}}}\n"
    return edit(CATALOGUE, "\nsoftware:\n", f"{text}\nsoftware:\n")


NAME_CASES = (
    Case(
        "a system without a place",
        edit(CATALOGUE, "    address_block: 3\n", ""),
        (
            "tenants/catalogue.yaml:132:3: systems.livelihood: has no place in a zone's network; write `address_block: 3`, and no server moves",
        ),
        (
            "tenants/catalogue.yaml:132:3: systems.livelihood: 領域のネットワーク内の位置がありません。`address_block: 3` と記入してください。サーバのアドレスは変わりません。",
        ),
    ),
    Case(
        "an application tier as it was written before",
        edit(
            CATALOGUE,
            "        address_place: 1\n        anti_affinity: true\n        carries_busy_season: true\n",
            "",
        ),
        (
            "tenants/catalogue.yaml:72:7: systems.core.tiers.app: has no place in its system's block of addresses; write `address_place: 1`, and `anti_affinity: true` and `carries_busy_season: true` as until now, and no server moves",
        ),
        (
            "tenants/catalogue.yaml:72:7: systems.core.tiers.app: システムのアドレス区画内の位置がありません。`address_place: 1` と、これまでどおりの `anti_affinity: true`、`carries_busy_season: true` を記入してください。サーバのアドレスは変わりません。",
        ),
    ),
    Case(
        "a tier without a place",
        edit(CATALOGUE, "        address_place: 2\n", ""),
        (
            "tenants/catalogue.yaml:87:7: systems.core.tiers.db: has no place in its system's block of addresses; write `address_place: 2`, and no server moves",
        ),
        (
            "tenants/catalogue.yaml:87:7: systems.core.tiers.db: システムのアドレス区画内の位置がありません。`address_place: 2` と記入してください。サーバのアドレスは変わりません。",
        ),
    ),
    Case(
        "two systems at one place",
        edit(CATALOGUE, "    address_block: 2\n", "    address_block: 1\n"),
        (
            "tenants/catalogue.yaml:104:5: systems.welfare.address_block: 1 is also that of core, whose servers would have the same addresses; give the one that was added last another",
        ),
        (
            "tenants/catalogue.yaml:104:5: systems.welfare.address_block: 1 は core も使っており、サーバのアドレスが重複します。後から追加した方に別の値を割り当ててください。",
        ),
    ),
    Case(
        "a place beyond a zone's network",
        edit(CATALOGUE, "    address_block: 5\n", "    address_block: 15\n"),
        (
            "tenants/catalogue.yaml:183:5: systems.document.address_block: must be at most 14, got 15",
        ),
        (
            "tenants/catalogue.yaml:183:5: systems.document.address_block: 14 以下でなければなりません（現在の値: 15）。",
        ),
    ),
    Case(
        "servers of two municipalities with one name",
        both(called("usuki-tax"), system("tax-core", "app")),
        (
            "tenants/members/usuki-tax.yaml:4:1: 日田市: slug: its servers of core.app would have the names of those of tax-core.app of 臼杵市 (tenants/members/usuki.yaml); choose another slug",
        ),
        (
            "tenants/members/usuki-tax.yaml:4:1: 日田市: slug: core.app のサーバの名前が 臼杵市 (tenants/members/usuki.yaml) の tax-core.app のものと同じになります。別のslugにしてください。",
        ),
    ),
    Case(
        "a municipality called as a user of OpenStack",
        called("nova"),
        (
            "tenants/members/nova.yaml:4:1: 日田市: slug: nova is a name of kumiai's or OpenStack's own; choose another",
        ),
        (
            "tenants/members/nova.yaml:4:1: 日田市: slug: nova はkumiaiまたはOpenStackが自ら使う名前です。別の名前にしてください。",
        ),
    ),
    Case(
        "two tiers whose servers have one name",
        both(edit(CATALOGUE, "      db:\n", "      app-web:\n"), system("core-app", "web")),
        (
            "tenants/catalogue.yaml:200:58: systems.core-app.tiers.web: its servers would have the names of those of core.app-web; call the tier or its system otherwise",
        ),
        (
            "tenants/catalogue.yaml:200:58: systems.core-app.tiers.web: サーバの名前が core.app-web のものと同じになります。階層またはシステムの名前を変えてください。",
        ),
    ),
    Case(
        "a data volume called as the one to start from",
        edit(CATALOGUE, "data: {gib: 2,", "boot: {gib: 2,"),
        (
            "tenants/catalogue.yaml:95:11: systems.core.tiers.db.volumes.boot: would have the name of the volume boot of core.db; call it otherwise",
        ),
        (
            "tenants/catalogue.yaml:95:11: systems.core.tiers.db.volumes.boot: core.db のボリューム boot と同じ名前になります。名前を変えてください。",
        ),
    ),
    Case(
        "a container that there is already",
        edit(CATALOGUE, "containers: [documents]", "containers: [backup]"),
        (
            "tenants/catalogue.yaml:199:18: systems.document.containers.0: there is a container backup already; call this one otherwise",
        ),
        (
            "tenants/catalogue.yaml:199:18: systems.document.containers.0: コンテナ backup は既にあります。このコンテナの名前を変えてください。",
        ),
    ),
    Case(
        "a class of hosts called as a fence",
        both(
            edit(PRIMARY, "  general: {}\n", "  general: {}\n  licence-database: {}\n"),
            edit(
                PRIMARY,
                "\nhosts:\n",
                "\nlicence_fences:\n  database: {products: [database], hosts: [pri-03]}\nhosts:\n",
            ),
        ),
        (
            "infra/sites/primary.yaml:26:3: 第一データセンター: licence_fences.database: its aggregate would have the name of the class of hosts licence-database; call the class otherwise",
        ),
        (
            "infra/sites/primary.yaml:26:3: 第一データセンター: licence_fences.database: ホスト集合の名前がホスト種別 licence-database と同じになります。ホスト種別の名前を変えてください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
