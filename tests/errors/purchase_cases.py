"""The cases of the gallery about what was bought, and how more is sold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from tests.errors.cases import Case, edit

DATABASE = "licensing/entitlements/database-2026.yaml"
NODE = "licensing/entitlements/application-server-2026.yaml"


def second_database(changes: Sequence[tuple[str, str]]) -> Callable[[Path], object]:
    """A second entitlement for the database, like the first one but for these changes."""

    def make(root: Path) -> None:
        text = (root / DATABASE).read_text(encoding="utf-8")
        for old, new in (("id: database-2026", "id: database-more"), *changes):
            text = text.replace(old, new)
        file = root / "licensing" / "entitlements" / "database-more.yaml"
        file.write_text(text, encoding="utf-8")

    return make


PURCHASE_CASES = (
    Case(
        "a day that stands for ever",
        edit(DATABASE, "ends_on: 2027-03-31", "ends_on: 9999-12-31"),
        (
            "licensing/entitlements/database-2026.yaml:10:1: ends_on: must be at most 2199-12-31, got 9999-12-31",
        ),
        (
            "licensing/entitlements/database-2026.yaml:10:1: ends_on: 2199-12-31 以下でなければなりません（現在の値: 9999-12-31）。",
        ),
    ),
    Case(
        "the same contract twice",
        second_database(()),
        (
            "licensing/entitlements/database-more.yaml:8:1: contract: 2026-database is also in licensing/entitlements/database-2026.yaml for the same product, owner and days; keep one of them, or correct the dates",
        ),
        (
            "licensing/entitlements/database-more.yaml:8:1: contract: 2026-database は licensing/entitlements/database-2026.yaml にも同じ製品・所有者・期間であります。一方だけを残すか、日付を直してください。",
        ),
    ),
    Case(
        "two rules for one product at a time",
        second_database(
            (
                ("rule: oracle-processor", "rule: oracle-se2"),
                ("contract: 2026-database", "contract: 2026-more"),
            )
        ),
        (
            "licensing/entitlements/database-more.yaml:5:1: rule: database is counted by oracle-se2 here and by oracle-processor in licensing/entitlements/database-2026.yaml on the same days; a product has one rule at a time",
        ),
        (
            "licensing/entitlements/database-more.yaml:5:1: rule: database の数え方が、同じ期間についてここでは oracle-se2、licensing/entitlements/database-2026.yaml では oracle-processor になっています。製品の数え方は一時に一つです。",
        ),
    ),
    Case(
        "a least order where no more can be had",
        edit(DATABASE, "unit_price_yen", "least_order: 72\nunit_price_yen"),
        (
            "licensing/entitlements/database-2026.yaml:11:1: least_order: no more can be had by this entitlement; leave it out, or add more_at_yen",
        ),
        (
            "licensing/entitlements/database-2026.yaml:11:1: least_order: この契約では買い足せません。消すか、more_at_yen を追加してください。",
        ),
    ),
    Case(
        "packs where no more can be had",
        edit(DATABASE, "unit_price_yen", "sold_in_packs_of: 2\nunit_price_yen"),
        (
            "licensing/entitlements/database-2026.yaml:11:1: sold_in_packs_of: no more can be had by this entitlement; leave it out, or add more_at_yen",
        ),
        (
            "licensing/entitlements/database-2026.yaml:11:1: sold_in_packs_of: この契約では買い足せません。消すか、more_at_yen を追加してください。",
        ),
    ),
    Case(
        "half a pack",
        edit(NODE, "quantity: 60", "quantity: 61\nsold_in_packs_of: 2"),
        (
            "licensing/entitlements/application-server-2026.yaml:6:1: quantity: 61 is no whole number of packs of 2; correct one of them",
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:6:1: quantity: 61 は 2 本単位のパックで割り切れません。どちらかを直してください。",
        ),
    ),
    Case(
        "two ways to a price",
        edit(
            NODE, "more_at_yen: 450000", "more_at_yen: 450000\nprices_by_quantity: [{yen: 450000}]"
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:12:1: more_at_yen: prices_by_quantity says what more licences cost; leave one of them out",
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:12:1: more_at_yen: 買い足す価格は prices_by_quantity に書いてあります。どちらかを消してください。",
        ),
    ),
    Case(
        "prices that end",
        edit(
            NODE,
            "more_at_yen: 450000",
            "prices_by_quantity: [{up_to: 9, yen: 450000}, {up_to: 99, yen: 400000}]",
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:12:47: prices_by_quantity.1: the last step has no up_to, or a larger order would have no price; take it out",
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:12:47: prices_by_quantity.1: 最後の段階に up_to があると、それより多い注文の価格がありません。up_to を消してください。",
        ),
    ),
    Case(
        "prices that go down",
        edit(
            NODE,
            "more_at_yen: 450000",
            "prices_by_quantity: [{up_to: 9, yen: 450000}, {up_to: 5, yen: 400000}, {yen: 1}]",
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:12:22: prices_by_quantity.0: each step ends above the one before, and only the last has no up_to",
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:12:22: prices_by_quantity.0: 各段階の up_to は前の段階より大きくし、up_to のないものは最後だけにしてください。",
        ),
    ),
    Case(
        "the consortium's licences pooled",
        edit(DATABASE, "contract:", "pooled: true\ncontract:"),
        (
            "licensing/entitlements/database-2026.yaml:8:1: pooled: the consortium's licences are everybody's; leave it out",
        ),
        (
            "licensing/entitlements/database-2026.yaml:8:1: pooled: 共同体のライセンスは全団体のものです。消してください。",
        ),
    ),
    Case(
        "licences for an unknown site",
        edit(DATABASE, "contract:", "sites: [primary, third]\ncontract:"),
        (
            "licensing/entitlements/database-2026.yaml:8:18: sites.1: third is not known; known are primary, remote",
        ),
        (
            "licensing/entitlements/database-2026.yaml:8:18: sites.1: third は登録されていません。あるのは primary、remote です。",
        ),
    ),
    Case(
        "licences for an unknown region",
        edit(DATABASE, "contract:", "region: europe\ncontract:"),
        (
            "licensing/entitlements/database-2026.yaml:8:1: region: europe is not known; known are asia-pacific",
        ),
        (
            "licensing/entitlements/database-2026.yaml:8:1: region: europe は登録されていません。あるのは asia-pacific です。",
        ),
    ),
    Case(
        "licences for a region and a site",
        edit(DATABASE, "contract:", "region: asia-pacific\nsites: [primary]\ncontract:"),
        (
            "licensing/entitlements/database-2026.yaml:8:1: region: sites are named as well; leave one of them out",
        ),
        (
            "licensing/entitlements/database-2026.yaml:8:1: region: sites も書かれています。どちらかを消してください。",
        ),
    ),
    Case(
        "staff at a site",
        edit(
            DATABASE, "rule: oracle-processor\n", "rule: oracle-java-employee\nsites: [primary]\n"
        ),
        (
            "licensing/entitlements/database-2026.yaml:6:1: sites: oracle-java-employee counts what belongs to no site; leave it out",
        ),
        (
            "licensing/entitlements/database-2026.yaml:6:1: sites: oracle-java-employee が数えるものは、どのデータセンターのものでもありません。消してください。",
        ),
    ),
    Case(
        "a pack of none",
        edit(NODE, "quantity: 60", "quantity: 60\nsold_in_packs_of: 0"),
        (
            "licensing/entitlements/application-server-2026.yaml:7:1: sold_in_packs_of: must be more than 0, got 0",
        ),
        (
            "licensing/entitlements/application-server-2026.yaml:7:1: sold_in_packs_of: 0 より大きくなければなりません（現在の値: 0）。",
        ),
    ),
)
