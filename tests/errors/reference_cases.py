"""The cases of the gallery about files that name a site or a municipality otherwise than by its
slug, and about networks in which nothing can be reached."""

from __future__ import annotations

from tests.errors.cases import HITA, PLACEMENT, PRIMARY, Case, edit
from tests.errors.name_cases import called

REMOTE = "infra/sites/remote.yaml"

REFERENCE_CASES = (
    Case(
        "a home site by its Japanese title",
        edit(HITA, "home_site: primary", "home_site: 第一データセンター"),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: 第一データセンター is no site of the consortium; did you mean primary?",
        ),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: 第一データセンター はこの協議会のデータセンターではありません。primary ではありませんか。",
        ),
    ),
    Case(
        "a home site with a capital",
        edit(HITA, "home_site: primary", "home_site: Primary"),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: Primary is no site of the consortium; did you mean primary?",
        ),
        (
            "tenants/members/hita.yaml:10:1: 日田市: home_site: Primary はこの協議会のデータセンターではありません。primary ではありませんか。",
        ),
    ),
    Case(
        "a site that stands by for another by its title",
        edit(PRIMARY, "stands_by_for: [remote]", "stands_by_for: [遠隔地データセンター]"),
        (
            "infra/sites/primary.yaml:6:17: 第一データセンター: stands_by_for.0: 遠隔地データセンター is not known; did you mean remote?",
        ),
        (
            "infra/sites/primary.yaml:6:17: 第一データセンター: stands_by_for.0: 遠隔地データセンター は登録されていません。remote ではありませんか。",
        ),
    ),
    Case(
        "a placement of a municipality by its Japanese name",
        edit(PLACEMENT, "members: {}", "members: {日田市: {primary: standby, remote: active}}"),
        (
            "tenants/placement.yaml:3:11: members.日田市: 日田市 has no file in tenants/members; did you mean hita?",
        ),
        (
            "tenants/placement.yaml:3:11: members.日田市: 日田市 のファイルが tenants/members にありません。hita ではありませんか。",
        ),
    ),
    Case(
        "a placement at a site by its Japanese title, and no phantom of two active sites",
        edit(
            PLACEMENT,
            "members: {}",
            "members: {hita: {第一データセンター: standby, remote: active}}",
        ),
        (
            "tenants/placement.yaml:3:18: members.hita.第一データセンター: 日田市 cannot run at 第一データセンター; its sites are primary, remote",
        ),
        (
            "tenants/placement.yaml:3:18: members.hita.第一データセンター: 日田市は 第一データセンター では稼働できません。利用できるデータセンターは primary、remote です。",
        ),
    ),
    Case(
        "a slug of kumiai's own kind",
        called("kumiai-watcher"),
        (
            "tenants/members/kumiai-watcher.yaml:4:1: 日田市: slug: kumiai-watcher is a name of kumiai's or OpenStack's own; choose another",
        ),
        (
            "tenants/members/kumiai-watcher.yaml:4:1: 日田市: slug: kumiai-watcher はkumiaiまたはOpenStackが自ら使う名前です。別の名前にしてください。",
        ),
    ),
    Case(
        "a network of IPv6",
        edit(HITA, "network: 10.64.0.0/22", "network: 2001:db8::/64"),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: is a network of IPv6, which kumiai does not build; write one such as 10.64.0.0/22, got '2001:db8::/64'",
        ),
        (
            "tenants/members/hita.yaml:12:1: 日田市: network: IPv6のネットワークは構築できません。10.64.0.0/22 のように書いてください（現在の値: '2001:db8::/64'）。",
        ),
    ),
    Case(
        "an operators' network of this machine alone",
        edit(PRIMARY, "operations_network: 192.0.2.0/26", "operations_network: 127.0.0.0/26"),
        (
            "infra/sites/primary.yaml:11:1: 第一データセンター: operations_network: no machine can be reached at an address of 127.0.0.0/26; take another network",
        ),
        (
            "infra/sites/primary.yaml:11:1: 第一データセンター: operations_network: 127.0.0.0/26 は機器に割り当てられないアドレスの範囲です。別のネットワークにしてください。",
        ),
    ),
    Case(
        "an external network of multicast",
        edit(REMOTE, "cidr: 203.0.113.0/24", "cidr: 224.0.0.0/24"),
        (
            "infra/sites/remote.yaml:10:36: 遠隔地データセンター: external_network.cidr: no machine can be reached at an address of 224.0.0.0/24; take another network",
        ),
        (
            "infra/sites/remote.yaml:10:36: 遠隔地データセンター: external_network.cidr: 224.0.0.0/24 は機器に割り当てられないアドレスの範囲です。別のネットワークにしてください。",
        ),
    ),
    Case(
        "a code that is no character",
        edit(HITA, "ja: 日田市", 'ja: "日田\\ufffe市"'),
        (
            "tenants/members/hita.yaml:6:12: hita: holds a character that no text file may hold; delete it",
        ),
        (
            "tenants/members/hita.yaml:6:12: hita: テキストに使えない文字が含まれています。削除してください。",
        ),
    ),
    Case(
        "a service of two kanji with one slip",
        edit(HITA, "  resident_record:", "  収能:"),
        (
            "tenants/members/hita.yaml:18:3: 日田市: services.収能: 収能 is not in the catalogue; did you mean collection?",
        ),
        (
            "tenants/members/hita.yaml:18:3: 日田市: services.収能: 収能 は業務一覧にありません。collection ではありませんか。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
