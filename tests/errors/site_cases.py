"""The gallery's cases about sites: what is said of them, and what they say of each other."""

from __future__ import annotations

from pathlib import Path

from infra.stacks.unasked import Stack
from tests.errors.cases import CONSORTIUM, PRIMARY, Case, edit

REMOTE = "infra/sites/remote.yaml"


def without_sites(root: Path) -> None:
    for file in (root / "infra/sites").iterdir():
        file.unlink()


SITE_CASES = (
    Case(
        "the consortium still lists the sites",
        edit(CONSORTIUM, "council:", "sites: [primary, remote]\ncouncil:"),
        (
            "tenants/consortium.yaml:3:1: 大分・宮崎自治体クラウド（例示）: sites: has moved into the sites' files; delete it here, and add there: infra/sites/primary.yaml `order: 1`, infra/sites/remote.yaml `order: 2`",
        ),
        (
            "tenants/consortium.yaml:3:1: 大分・宮崎自治体クラウド（例示）: sites: 各データセンターのファイルに移りました。ここから削除し、次のとおり書いてください: infra/sites/primary.yaml `order: 1`、infra/sites/remote.yaml `order: 2`",
        ),
    ),
    Case(
        "the consortium still says who stands by for whom",
        edit(CONSORTIUM, "council:", "standby: {primary: remote, archive: remote}\ncouncil:"),
        (
            "tenants/consortium.yaml:3:1: 大分・宮崎自治体クラウド（例示）: standby: has moved into the sites' files; delete it here, and add there: infra/sites/remote.yaml `stands_by_for: [primary, archive]`",
        ),
        (
            "tenants/consortium.yaml:3:1: 大分・宮崎自治体クラウド（例示）: standby: 各データセンターのファイルに移りました。ここから削除し、次のとおり書いてください: infra/sites/remote.yaml `stands_by_for: [primary, archive]`",
        ),
    ),
    Case(
        "what the consortium said of the sites was wrong by then",
        edit(CONSORTIUM, "council:", "sites: {1: 2}\nstandby: [primary]\ncouncil:"),
        (
            "tenants/consortium.yaml:3:1: 大分・宮崎自治体クラウド（例示）: sites: has moved into the sites' files; delete it here, and add there: infra/sites/….yaml `order: …`",
            "tenants/consortium.yaml:4:1: 大分・宮崎自治体クラウド（例示）: standby: has moved into the sites' files; delete it here, and add there: infra/sites/….yaml `stands_by_for: …`",
        ),
        (
            "tenants/consortium.yaml:3:1: 大分・宮崎自治体クラウド（例示）: sites: 各データセンターのファイルに移りました。ここから削除し、次のとおり書いてください: infra/sites/….yaml `order: …`",
            "tenants/consortium.yaml:4:1: 大分・宮崎自治体クラウド（例示）: standby: 各データセンターのファイルに移りました。ここから削除し、次のとおり書いてください: infra/sites/….yaml `stands_by_for: …`",
        ),
    ),
    Case(
        "two sites at one place",
        edit(REMOTE, "order: 2", "order: 1"),
        (
            "infra/sites/remote.yaml:5:1: 遠隔地データセンター: order: 1 is the place of primary too; give one of them another",
        ),
        (
            "infra/sites/remote.yaml:5:1: 遠隔地データセンター: order: 順番 1 は primary と重なっています。どちらかを別の番号にしてください。",
        ),
    ),
    Case(
        "a site that stands by for itself",
        edit(PRIMARY, "stands_by_for: [remote]", "stands_by_for: [remote, primary]"),
        (
            "infra/sites/primary.yaml:6:25: 第一データセンター: stands_by_for.1: is the site itself; name the others that it takes over",
        ),
        (
            "infra/sites/primary.yaml:6:25: 第一データセンター: stands_by_for.1: 自分自身です。被災時に引き継ぐ別のデータセンターを書いてください。",
        ),
    ),
    Case(
        "a site that stands by for one that there is not",
        edit(PRIMARY, "stands_by_for: [remote]", "stands_by_for: [remote, moon]"),
        (
            "infra/sites/primary.yaml:6:25: 第一データセンター: stands_by_for.1: moon is not known; known here: primary, remote",
        ),
        (
            "infra/sites/primary.yaml:6:25: 第一データセンター: stands_by_for.1: moon は登録されていません。登録済み: primary、remote",
        ),
    ),
    Case(
        "two sites that stand by for a third",
        lambda root: (root / "infra/sites/archive.yaml").write_text(
            (root / REMOTE)
            .read_text(encoding="utf-8")
            .replace("name: remote", "name: archive")
            .replace("order: 2", "order: 3")
            .replace("rem-", "arc-")
            .replace("203.0.113.0/24", "198.18.0.0/24")
            .replace("192.0.2.64/26", "192.0.2.128/26"),
            encoding="utf-8",
        ),
        (
            "infra/sites/archive.yaml:6:17: 遠隔地データセンター: stands_by_for.0: remote stands by for primary already; a site has one other that does",
        ),
        (
            "infra/sites/archive.yaml:6:17: 遠隔地データセンター: stands_by_for.0: primary には remote がすでに待機しています。待機するデータセンターは1か所だけにしてください。",
        ),
    ),
    Case(
        "no site files at all",
        without_sites,
        ("infra/sites:1:1: holds no YAML file; restore it from git",),
        ("infra/sites:1:1: YAMLファイルがありません。gitから戻してください。",),
    ),
    Case(
        "a site whose file is gone",
        lambda root: None,
        (
            "infra/sites/archive.yaml:1:1: archive: the file is gone, but what was built there stands; restore it from git. If the site itself is lost for good, forget each of its stacks in `kumiai shell` with `pulumi stack rm --force`",
        ),
        (
            "infra/sites/archive.yaml:1:1: archive: ファイルがありませんが、このデータセンターに構築したものは残っています。gitから戻してください。データセンターそのものが失われて戻らない場合は、`kumiai shell` の `pulumi stack rm --force` でそのスタックを一つずつ記録から消してください。",
        ),
        stacks=(
            Stack("site.primary", 17),
            Stack("site.remote", 17),
            Stack("site.archive", 17),
            Stack("usuki.primary", 40, "usuki.primary"),
        ),
    ),
    Case(
        "a site whose file cannot be read is not taken for one that there is not",
        edit(PRIMARY, "storage_gib: 20000", "storage_gib: -1"),
        (
            "infra/sites/primary.yaml:23:1: 第一データセンター: storage_gib: must be more than 0, got -1",
        ),
        (
            "infra/sites/primary.yaml:23:1: 第一データセンター: storage_gib: 0 より大きくなければなりません（現在の値: -1）。",
        ),
        stacks=(Stack("site.primary", 17),),
    ),
    Case(
        "the operators' network inside a member's",
        edit(PRIMARY, "operations_network: 192.0.2.0/26", "operations_network: 10.64.4.0/26"),
        (
            "tenants/members/usuki.yaml:12:1: 臼杵市: network: 10.64.4.0/22 overlaps 10.64.4.0/26 of 第一データセンター (infra/sites/primary.yaml: operations_network); give one of them another network",
        ),
        (
            "tenants/members/usuki.yaml:12:1: 臼杵市: network: 10.64.4.0/22 は 第一データセンター (infra/sites/primary.yaml: operations_network) の 10.64.4.0/26 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "an external network around a member's",
        edit(REMOTE, "cidr: 203.0.113.0/24", "cidr: 10.64.0.0/21"),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.64.0.0/22 overlaps 10.64.0.0/21 of 遠隔地データセンター (infra/sites/remote.yaml: external_network); give one of them another network",
            "tenants/members/usuki.yaml:12:1: 臼杵市: network: 10.64.4.0/22 overlaps 10.64.0.0/21 of 遠隔地データセンター (infra/sites/remote.yaml: external_network); give one of them another network",
        ),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: 10.64.0.0/22 は 遠隔地データセンター (infra/sites/remote.yaml: external_network) の 10.64.0.0/21 と重複しています。どちらかに別のネットワークを割り当ててください。",
            "tenants/members/usuki.yaml:12:1: 臼杵市: network: 10.64.4.0/22 は 遠隔地データセンター (infra/sites/remote.yaml: external_network) の 10.64.0.0/21 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "the operators' networks of two sites",
        edit(REMOTE, "operations_network: 192.0.2.64/26", "operations_network: 192.0.2.0/25"),
        (
            "infra/sites/remote.yaml:11:1: 遠隔地データセンター: operations_network: 192.0.2.0/25 overlaps 192.0.2.0/26 of 第一データセンター (infra/sites/primary.yaml: operations_network); give one of them another network",
        ),
        (
            "infra/sites/remote.yaml:11:1: 遠隔地データセンター: operations_network: 192.0.2.0/25 は 第一データセンター (infra/sites/primary.yaml: operations_network) の 192.0.2.0/26 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "the external network of one site and the operators' of another",
        edit(REMOTE, "operations_network: 192.0.2.64/26", "operations_network: 198.51.100.0/26"),
        (
            "infra/sites/remote.yaml:11:1: 遠隔地データセンター: operations_network: 198.51.100.0/26 overlaps 198.51.100.0/24 of 第一データセンター (infra/sites/primary.yaml: external_network); give one of them another network",
        ),
        (
            "infra/sites/remote.yaml:11:1: 遠隔地データセンター: operations_network: 198.51.100.0/26 は 第一データセンター (infra/sites/primary.yaml: external_network) の 198.51.100.0/24 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "the two networks of one site",
        edit(REMOTE, "operations_network: 192.0.2.64/26", "operations_network: 203.0.113.64/26"),
        (
            "infra/sites/remote.yaml:11:1: 遠隔地データセンター: operations_network: 203.0.113.64/26 overlaps 203.0.113.0/24 of 遠隔地データセンター (infra/sites/remote.yaml: external_network); give one of them another network",
        ),
        (
            "infra/sites/remote.yaml:11:1: 遠隔地データセンター: operations_network: 203.0.113.64/26 は 遠隔地データセンター (infra/sites/remote.yaml: external_network) の 203.0.113.0/24 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
