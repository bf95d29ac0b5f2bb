"""The cases of the gallery about licences."""

from __future__ import annotations

from pathlib import Path

from tests.errors.cases import PRIMARY, Case, edit

DATABASE = "licensing/entitlements/database-2026.yaml"
ORACLE = "licensing/rules/oracle-processor.yaml"
RVU = "licensing/rules/ibm-rvu-mapc.yaml"


def counted_by_regions(root: Path) -> None:
    """The database is counted by a rule that counts regions apart, and a site does not say its own."""
    edit(DATABASE, "rule: oracle-processor", "rule: ibm-vpc")(root)
    edit("infra/sites/remote.yaml", "licence_region: asia-pacific\n", "")(root)


LICENCE_CASES = (
    Case(
        "a rule without source",
        edit(
            ORACLE,
            "source: oracle.com/jp/corporate/pricing/mcpu-189131-ja.html; HCL BigFix Inventory, Oracle-based metric; redresscompliance.com, core factor of POWER\n",
            "",
        ),
        (
            "licensing/rules/oracle-processor.yaml:2:1: Oracle Processor（許されたホストの全コア×係数）: source: is missing; add it",
        ),
        (
            "licensing/rules/oracle-processor.yaml:2:1: Oracle Processor（許されたホストの全コア×係数）: source: がありません。追加してください。",
        ),
    ),
    Case(
        "a rule that is called otherwise than its file",
        edit(ORACLE, "id: oracle-processor\n", "id: oracle-cpu\n"),
        (
            "licensing/rules/oracle-processor.yaml:2:1: id: is oracle-cpu, but the file is called oracle-processor.yaml; both must be the same",
        ),
        (
            "licensing/rules/oracle-processor.yaml:2:1: id: oracle-cpu とありますが、ファイル名は oracle-processor.yaml です。同じ名前にしてください。",
        ),
    ),
    Case(
        "a rule that ends before it begins",
        edit(ORACLE, "valid_from: 2009-01-01\n", "valid_from: 2009-01-01\nvalid_to: 2008-12-31\n"),
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-processor holds from 2009-01-01 to 2008-12-31, not on 2026-04-01; name the rule of that day",
            "licensing/rules/oracle-processor.yaml:14:1: valid_to: 2008-12-31 lies before valid_from, 2009-01-01; correct one of them",
        ),
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-processor の有効期間は 2009-01-01 から 2008-12-31 までで、2026-04-01 は含みません。その日の規則を書いてください。",
            "licensing/rules/oracle-processor.yaml:14:1: valid_to: 2008-12-31 は valid_from（2009-01-01）より前です。どちらかを直してください。",
        ),
    ),
    Case(
        "a factor that is no number",
        edit(ORACLE, "default: 0.5", "default: half"),
        (
            "licensing/rules/oracle-processor.yaml:7:11: Oracle Processor（許されたホストの全コア×係数）: factors.default: must be a number, got 'half'",
        ),
        (
            "licensing/rules/oracle-processor.yaml:7:11: Oracle Processor（許されたホストの全コア×係数）: factors.default: 数値でなければなりません（現在の値: 'half'）。",
        ),
    ),
    Case(
        "steps that go down",
        edit(RVU, "up_to: 10000", "up_to: 1000"),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:6:9: steps.0: each step ends above the one before, and only the last has no up_to",
        ),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:6:9: steps.0: 各段階の up_to は前の段階より大きくし、up_to のないものは最後だけにしてください。",
        ),
    ),
    Case(
        "an example on a host that it does not have",
        edit(RVU, "vm1: {host: h1}", "vm1: {host: h2}"),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:14:5: examples.0: vm1 is on h2, which is not among the hosts of the example",
        ),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:14:5: examples.0: vm1 のホスト h2 が、例の hosts にありません。",
        ),
    ),
    Case(
        "a last step that has an end",
        edit(RVU, ", {weight: 0.2}]", ", {up_to: 200000, weight: 0.2}]"),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:6:123: steps.4: the last step has no up_to, or what lies above it counts nothing; take it out",
        ),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:6:123: steps.4: 最後の段階に up_to があると、それを超えた分が数えられません。up_to を消してください。",
        ),
    ),
    Case(
        "factors without a default",
        edit(ORACLE, "factors: {default: 0.5, ", "factors: {"),
        (
            "licensing/rules/oracle-processor.yaml:7:1: factors: has no default, by which hosts of all other classes count; add it",
        ),
        (
            "licensing/rules/oracle-processor.yaml:7:1: factors: `default` がありません。ほかの区分のホストはそれで数えます。追加してください。",
        ),
    ),
    Case(
        "a host of a class that no rule weighs",
        edit(
            PRIMARY, "pri-04: {host_class: general, ", "pri-04: {factor: rsc, host_class: general, "
        ),
        (
            "infra/sites/primary.yaml:28:12: 第一データセンター: hosts.pri-04.factor: no rule has a factor for rsc, so that it would count by the default; known are default, four-socket-server, risc, sparc-t, two-socket-server",
        ),
        (
            "infra/sites/primary.yaml:28:12: 第一データセンター: hosts.pri-04.factor: 区分 rsc の係数を持つ規則がなく、既定の係数で数えることになります。あるのは default、four-socket-server、risc、sparc-t、two-socket-server です。",
        ),
    ),
    Case(
        "a host of a class that another vendor's rule weighs",
        edit(
            PRIMARY,
            "pri-04: {host_class: general, ",
            "pri-04: {factor: two-socket-server, host_class: general, ",
        ),
        (
            "infra/sites/primary.yaml:28:12: 第一データセンター: hosts.pri-04.factor: oracle-processor, by which a product is counted, has no factor for two-socket-server, so that it would count by the default; it has some for default, risc, sparc-t: add the one that is meant, as in [two-socket-server, default]",
        ),
        (
            "infra/sites/primary.yaml:28:12: 第一データセンター: hosts.pri-04.factor: 製品を数える規則 oracle-processor に区分 two-socket-server の係数がなく、既定の係数で数えることになります。この規則にあるのは default、risc、sparc-t です。該当するものを [two-socket-server, default] のように並べて書いてください。",
        ),
    ),
    Case(
        "a host of two classes of one vendor's table",
        edit(
            PRIMARY,
            "pri-04: {host_class: general, ",
            "pri-04: {factor: [risc, four-socket-server, sparc-t], host_class: general, ",
        ),
        (
            "infra/sites/primary.yaml:28:12: 第一データセンター: hosts.pri-04.factor: oracle-processor, by which a product is counted, has a factor for each of risc, sparc-t; a host is one of them: take the others out",
        ),
        (
            "infra/sites/primary.yaml:28:12: 第一データセンター: hosts.pri-04.factor: 製品を数える規則 oracle-processor には risc、sparc-t のそれぞれに係数があります。ホストはそのうちの一つです。ほかを外してください。",
        ),
    ),
    Case(
        "a note in English only",
        edit(
            "licensing/rules/x-servlet.yaml",
            "examples:\n",
            "note: One licence for every four vCPUs of a server.\nexamples:\n",
        ),
        (
            "licensing/rules/x-servlet.yaml:12:1: note: is in one language only, and is shown to readers of both: write `ja:` and `en:`, here without ja",
        ),
        (
            "licensing/rules/x-servlet.yaml:12:1: note: 一つの言語でしか書かれていません。両方の言語の読者に示すので、`ja:` と `en:` を書いてください（ja がありません）。",
        ),
    ),
    Case(
        "an example with a host of a class that its rule does not weigh",
        edit(
            ORACLE,
            "{sockets: 2, cores_per_socket: 4}",
            "{sockets: 2, cores_per_socket: 4, factor: rsc}",
        ),
        (
            "licensing/rules/oracle-processor.yaml:23:89: examples.0.hosts.h1.factor: the rule has no factor for rsc; it has some for default, risc, sparc-t",
        ),
        (
            "licensing/rules/oracle-processor.yaml:23:89: examples.0.hosts.h1.factor: 規則に rsc の係数がありません。あるのは default、risc、sparc-t の係数です。",
        ),
    ),
    Case(
        "a reach that a rule by vCPU would ignore",
        edit(
            "licensing/rules/nec-webotx.yaml",
            "counts: vcpus\n",
            "counts: vcpus\nreach: aggregate\n",
        ),
        (
            "licensing/rules/nec-webotx.yaml:6:1: reach: has no effect in a rule that counts vcpus with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/nec-webotx.yaml:6:1: reach: vcpus を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "an example that the rule counts otherwise",
        edit("licensing/rules/oracle-se2.yaml", "required: refused", "required: 4"),
        (
            "licensing/rules/oracle-se2.yaml:15:127: examples.1.required: the rule counts refused here, not 4; correct the rule or the example",
        ),
        (
            "licensing/rules/oracle-se2.yaml:15:127: examples.1.required: この例を規則は 4 ではなく refused と数えます。規則か例を直してください。",
        ),
    ),
    Case(
        "an entitlement that lasts longer than its rule",
        edit(ORACLE, "valid_from: 2009-01-01\n", "valid_from: 2009-01-01\nvalid_to: 2026-09-30\n"),
        (
            "licensing/entitlements/database-2026.yaml:10:1: ends_on: lasts longer than the rule oracle-processor, which ends on 2026-09-30: from then on nothing says how it is counted; end it there, and go on with a second file by the next rule",
        ),
        (
            "licensing/entitlements/database-2026.yaml:10:1: ends_on: 規則 oracle-processor（2026-09-30 まで）より長く続き、その後の数え方がありません。その日で終わらせ、次の規則による二つ目のファイルで続けてください。",
        ),
    ),
    Case(
        "an entitlement for an unknown product",
        edit(DATABASE, "product: database", "product: databse"),
        (
            "licensing/entitlements/database-2026.yaml:4:1: product: databse is not known; known are application-server, database, enterprise-linux",
        ),
        (
            "licensing/entitlements/database-2026.yaml:4:1: product: databse は登録されていません。あるのは application-server、database、enterprise-linux です。",
        ),
    ),
    Case(
        "an entitlement by an unknown rule",
        edit(DATABASE, "rule: oracle-processor", "rule: oracle-cpu"),
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-cpu is not known; known are aws-host-affinity-90, hitachi-install, hitachi-processor, ibm-pvu, ibm-pvu-contagious, ibm-rvu-mapc, ibm-vpc, nec-webotx, openshift-core-pair, oracle-java-employee, oracle-named-user-plus, oracle-processor, oracle-processor-failover, oracle-processor-installed, oracle-processor-per-cluster, oracle-processor-per-server, oracle-processor-whole-park, oracle-se2, rhel-hybrid, rhel-server-pair, rhel-socket-pair, rhel-virtual-datacenter, sap-hana-64-gib, sql-server-2005-host, sql-server-cheaper-of-two, sql-server-core-host, sql-server-core-server, vmware-core, vmware-cpu-32, vsan-tib, windows-2012-datacenter, windows-server-by-virtual-core, windows-server-datacenter, windows-server-standard, windows-standard-no-floor, x-servlet",
        ),
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-cpu は登録されていません。あるのは aws-host-affinity-90、hitachi-install、hitachi-processor、ibm-pvu、ibm-pvu-contagious、ibm-rvu-mapc、ibm-vpc、nec-webotx、openshift-core-pair、oracle-java-employee、oracle-named-user-plus、oracle-processor、oracle-processor-failover、oracle-processor-installed、oracle-processor-per-cluster、oracle-processor-per-server、oracle-processor-whole-park、oracle-se2、rhel-hybrid、rhel-server-pair、rhel-socket-pair、rhel-virtual-datacenter、sap-hana-64-gib、sql-server-2005-host、sql-server-cheaper-of-two、sql-server-core-host、sql-server-core-server、vmware-core、vmware-cpu-32、vsan-tib、windows-2012-datacenter、windows-server-by-virtual-core、windows-server-datacenter、windows-server-standard、windows-standard-no-floor、x-servlet です。",
        ),
    ),
    Case(
        "an entitlement of nobody",
        edit(DATABASE, "owner: consortium", "owner: oita"),
        (
            "licensing/entitlements/database-2026.yaml:7:1: owner: oita is not known; known are aya, consortium, hita, hyuga, kadogawa, kitsuki, kushima, nobeoka, usa, usuki, yufu",
        ),
        (
            "licensing/entitlements/database-2026.yaml:7:1: owner: oita は登録されていません。あるのは aya、consortium、hita、hyuga、kadogawa、kitsuki、kushima、nobeoka、usa、usuki、yufu です。",
        ),
    ),
    Case(
        "an entitlement that is called otherwise than its file",
        edit(DATABASE, "id: database-2026", "id: database"),
        (
            "licensing/entitlements/database-2026.yaml:3:1: id: is database, but the file is called database-2026.yaml; both must be the same",
        ),
        (
            "licensing/entitlements/database-2026.yaml:3:1: id: database とありますが、ファイル名は database-2026.yaml です。同じ名前にしてください。",
        ),
    ),
    Case(
        "an entitlement that ends before it starts",
        edit(DATABASE, "ends_on: 2027-03-31", "ends_on: 2026-03-31"),
        (
            "licensing/entitlements/database-2026.yaml:10:1: ends_on: 2026-03-31 lies before starts_on, 2026-04-01; correct one of them",
        ),
        (
            "licensing/entitlements/database-2026.yaml:10:1: ends_on: 2026-03-31 は starts_on（2026-04-01）より前です。どちらかを直してください。",
        ),
    ),
    Case(
        "an entitlement from before its rule",
        edit(DATABASE, "starts_on: 2026-04-01", "starts_on: 2008-04-01"),
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-processor holds from 2009-01-01 to …, not on 2008-04-01; name the rule of that day",
        ),
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-processor の有効期間は 2009-01-01 から … までで、2008-04-01 は含みません。その日の規則を書いてください。",
        ),
    ),
    Case(
        "a quantity below zero",
        edit(DATABASE, "quantity: 128", "quantity: -1"),
        ("licensing/entitlements/database-2026.yaml:6:1: quantity: must be at least 0, got -1",),
        (
            "licensing/entitlements/database-2026.yaml:6:1: quantity: 0 以上でなければなりません（現在の値: -1）。",
        ),
    ),
    Case(
        "a rule that still says where the sites lie",
        edit(
            "licensing/rules/ibm-vpc.yaml",
            "per_region: true",
            "regions: {primary: asia-pacific, remote: europe}",
        ),
        (
            "licensing/rules/ibm-vpc.yaml:9:1: IBM VPC（vCPU、ホストのコアまで、期間の最高値）: regions: has moved into the sites' files; write `per_region: true` here instead, and add there: infra/sites/primary.yaml `licence_region: asia-pacific`, infra/sites/remote.yaml `licence_region: europe`",
        ),
        (
            "licensing/rules/ibm-vpc.yaml:9:1: IBM VPC（vCPU、ホストのコアまで、期間の最高値）: regions: 各データセンターのファイルに移りました。ここには代わりに `per_region: true` と書き、各ファイルに次のとおり書いてください: infra/sites/primary.yaml `licence_region: asia-pacific`、infra/sites/remote.yaml `licence_region: europe`",
        ),
    ),
    Case(
        "a site without the region that a rule asks for",
        counted_by_regions,
        (
            "infra/sites/remote.yaml:3:1: 遠隔地データセンター: licence_region: is missing, and ibm-vpc counts regions apart; add it",
        ),
        (
            "infra/sites/remote.yaml:3:1: 遠隔地データセンター: licence_region: がありません。ibm-vpc は地域ごとに数えるため、追加してください。",
        ),
    ),
)
