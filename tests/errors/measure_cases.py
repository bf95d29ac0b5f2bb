"""The cases of the gallery about what a rule measures, and how measures are put together."""

from __future__ import annotations

from tests.errors.cases import Case, edit

RHEL = "licensing/rules/rhel-hybrid.yaml"
USERS = "licensing/rules/oracle-named-user-plus.yaml"
STAFF = "licensing/rules/oracle-java-employee.yaml"
CHEAPER = "licensing/rules/sql-server-cheaper-of-two.yaml"
VIRTUAL = "licensing/rules/windows-server-by-virtual-core.yaml"
CPU = "licensing/rules/vmware-cpu-32.yaml"
STEPS = "licensing/rules/ibm-rvu-mapc.yaml"

MEASURE_CASES = (
    Case(
        "cores of a socket in a rule that counts cores",
        edit(CPU, "counts: sockets\n", "counts: cores\n"),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: one_socket_covers_cores: has no effect in a rule that counts cores with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: one_socket_covers_cores: cores を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "a default factor by which nothing counts",
        edit(USERS, "factors: {default: 0.5, ", "factors: {default: 0, "),
        (
            "licensing/rules/oracle-named-user-plus.yaml:10:33: combined.others.0.factors.default: is 0, by which hosts of all other classes count nothing; write what they weigh",
        ),
        (
            "licensing/rules/oracle-named-user-plus.yaml:10:33: combined.others.0.factors.default: 0 では、ほかの区分のホストがすべて数えられません。その重みを書いてください。",
        ),
    ),
    Case(
        "a step that takes away from the others",
        edit(STEPS, "weight: 0.8", "weight: -0.8"),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:6:50: IBM RVU MAPC（段階ごとの重み）: steps.1.weight: must be at least 0, got -0.8",
        ),
        (
            "licensing/rules/ibm-rvu-mapc.yaml:6:50: IBM RVU MAPC（段階ごとの重み）: steps.1.weight: 0 以上でなければなりません（現在の値: -0.8）。",
        ),
    ),
    Case(
        "evidence of what no machine tells",
        edit(STAFF, "counts: staff\n", "counts: staff\nevidence_every_minutes: 30\n"),
        (
            "licensing/rules/oracle-java-employee.yaml:6:1: evidence_every_minutes: has no effect in a rule that counts staff with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/oracle-java-employee.yaml:6:1: evidence_every_minutes: staff を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "threads in a rule that counts hosts",
        edit(CPU, "counts: sockets\n", "counts: sockets\nvcpus_are_threads: true\n"),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: vcpus_are_threads: has no effect in a rule that counts sockets with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: vcpus_are_threads: sockets を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "a reach of what people declare",
        edit(STAFF, "counts: staff\n", "counts: staff\nreach: park\nwindow_days: 90\n"),
        (
            "licensing/rules/oracle-java-employee.yaml:6:1: reach: has no effect in a rule that counts staff with peak current; leave it out, or say otherwise what is counted",
            "licensing/rules/oracle-java-employee.yaml:7:1: window_days: has no effect in a rule that counts staff with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/oracle-java-employee.yaml:6:1: reach: staff を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
            "licensing/rules/oracle-java-employee.yaml:7:1: window_days: staff を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "factors without a default in another measure",
        edit(USERS, "factors: {default: 0.5, ", "factors: {"),
        (
            "licensing/rules/oracle-named-user-plus.yaml:10:23: combined.others.0.factors: has no default, by which hosts of all other classes count; add it",
        ),
        (
            "licensing/rules/oracle-named-user-plus.yaml:10:23: combined.others.0.factors: `default` がありません。ほかの区分のホストはそれで数えます。追加してください。",
        ),
    ),
    Case(
        "only where it runs, of what machines tell",
        edit(VIRTUAL, "counts: vcpus\n", "counts: vcpus\nwhere_it_runs: true\n"),
        (
            "licensing/rules/windows-server-by-virtual-core.yaml:7:1: where_it_runs: has no effect in a rule that counts vcpus with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/windows-server-by-virtual-core.yaml:7:1: where_it_runs: vcpus を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "a region apart for users",
        edit(USERS, "counts: users\n", "counts: users\npeak: high_water_mark\nper_region: true\n"),
        (
            "licensing/rules/oracle-named-user-plus.yaml:8:1: per_region: has no effect in a rule that counts users with peak high_water_mark; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/oracle-named-user-plus.yaml:8:1: per_region: users を数え、peak が high_water_mark の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "a sum host by host",
        edit(RHEL, "take: sum\n", "take: sum\n  each: host\n"),
        (
            "licensing/rules/rhel-hybrid.yaml:12:3: combined.each: a sum is the same host by host and as a whole; leave it out",
            "licensing/rules/rhel-hybrid.yaml:14:47: combined.others.0.round_up_at: is rounded at never: what is compared host by host is rounded at host or server; write one of the two",
        ),
        (
            "licensing/rules/rhel-hybrid.yaml:12:3: combined.each: 合計はホストごとでも全体でも同じです。消してください。",
            "licensing/rules/rhel-hybrid.yaml:14:47: combined.others.0.round_up_at: never で切り上げています。ホストごとに比べるものは host か server で切り上げます。どちらかを書いてください。",
        ),
    ),
    Case(
        "users host by host",
        edit(USERS, "take: larger\n", "take: larger\n  each: host\n"),
        (
            "licensing/rules/oracle-named-user-plus.yaml:6:1: counts: users belong to no host, so they cannot be compared host by host; write `each: whole`",
            "licensing/rules/oracle-named-user-plus.yaml:11:72: combined.others.0.round_up_at: is rounded at factor_group: what is compared host by host is rounded at host or server; write one of the two",
        ),
        (
            "licensing/rules/oracle-named-user-plus.yaml:6:1: counts: users はホストごとの数ではないので、ホストごとには比べられません。`each: whole` と書いてください。",
            "licensing/rules/oracle-named-user-plus.yaml:11:72: combined.others.0.round_up_at: factor_group で切り上げています。ホストごとに比べるものは host か server で切り上げます。どちらかを書いてください。",
        ),
    ),
    Case(
        "a measure without a number of its own at each host",
        edit(
            CHEAPER,
            "vcpus_per_server: 4}, round_up_at: host",
            "vcpus_per_server: 4, licences_at_least: 4}",
        ),
        (
            "licensing/rules/sql-server-cheaper-of-two.yaml:13:8: combined.others.0.counts: is rounded at park: what is compared host by host is rounded at host or server; write one of the two",
            "licensing/rules/sql-server-cheaper-of-two.yaml:13:53: combined.others.0.floors.licences_at_least: has no effect in a rule that counts vcpus with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/sql-server-cheaper-of-two.yaml:13:8: combined.others.0.counts: park で切り上げています。ホストごとに比べるものは host か server で切り上げます。どちらかを書いてください。",
            "licensing/rules/sql-server-cheaper-of-two.yaml:13:53: combined.others.0.floors.licences_at_least: vcpus を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "a combination of nothing",
        edit(
            USERS,
            "  others:\n    - {counts: cores, factors: {default: 0.5, risc: 1, sparc-t: 0.25}, round_up_at: factor_group, licences_each: 25, reach: aggregate}\n",
            "  others: []\n",
        ),
        (
            "licensing/rules/oracle-named-user-plus.yaml:9:3: Oracle Named User Plus（利用者数、Processorあたり25以上）: combined.others: needs at least 1 entries",
        ),
        (
            "licensing/rules/oracle-named-user-plus.yaml:9:3: Oracle Named User Plus（利用者数、Processorあたり25以上）: combined.others: 1 件以上必要です。",
        ),
    ),
    Case(
        "the largest of several",
        edit(USERS, "take: larger", "take: largest"),
        (
            "licensing/rules/oracle-named-user-plus.yaml:8:3: Oracle Named User Plus（利用者数、Processorあたり25以上）: combined.take: must be one of larger, smaller, sum, got 'largest'; did you mean larger?",
        ),
        (
            "licensing/rules/oracle-named-user-plus.yaml:8:3: Oracle Named User Plus（利用者数、Processorあたり25以上）: combined.take: 次のいずれかでなければなりません: larger、smaller、sum（現在の値: 'largest'）。larger ではありませんか。",
        ),
    ),
    Case(
        "a floor that does not say of what",
        edit(VIRTUAL, "licences_at_least: 16", "at_least: 16"),
        (
            "licensing/rules/windows-server-by-virtual-core.yaml:7:31: Windows Server 仮想コア単位（1台8以上、全体16以上）: floors.at_least: is not a known field; did you mean licences_at_least?",
        ),
        (
            "licensing/rules/windows-server-by-virtual-core.yaml:7:31: Windows Server 仮想コア単位（1台8以上、全体16以上）: floors.at_least: この項目はありません。licences_at_least ではありませんか。",
        ),
    ),
    Case(
        "an example that declares what the rule does not count",
        edit(STAFF, "declared: {hita: {staff: 8000}}", "declared: {hita: {devices: 8000}}"),
        (
            "licensing/rules/oracle-java-employee.yaml:17:79: examples.0.declared.hita.devices: the rule does not count devices; leave it out",
        ),
        (
            "licensing/rules/oracle-java-employee.yaml:17:79: examples.0.declared.hita.devices: この規則は devices を数えません。消してください。",
        ),
    ),
    Case(
        "an example that is counted otherwise",
        edit(VIRTUAL, "required: 24", "required: 12"),
        (
            "licensing/rules/windows-server-by-virtual-core.yaml:18:178: examples.1.required: the rule counts 24 here, not 12; correct the rule or the example",
        ),
        (
            "licensing/rules/windows-server-by-virtual-core.yaml:18:178: examples.1.required: この例を規則は 12 ではなく 24 と数えます。規則か例を直してください。",
        ),
    ),
    Case(
        "free replicas and a window",
        edit(
            "licensing/rules/sql-server-core-host.yaml",
            "window_days: 90\n",
            "window_days: 90\nfree_passive_servers: 1\n",
        ),
        (
            "licensing/rules/sql-server-core-host.yaml:9:1: free_passive_servers: free replicas and a window of hosts cannot stand in one rule; leave one out",
        ),
        (
            "licensing/rules/sql-server-core-host.yaml:9:1: free_passive_servers: 無償の待機系とホストの猶予期間は、一つの規則に両方書けません。どちらかを消してください。",
        ),
    ),
    Case(
        "free for good and for some days",
        edit(
            "licensing/rules/sql-server-core-server.yaml",
            "free_passive_servers: 2\n",
            "free_passive_servers: 2\nfree_days_per_year: 10\n",
        ),
        (
            "licensing/rules/sql-server-core-server.yaml:9:1: free_days_per_year: replicas go free for good by free_passive_servers; leave one of the two out",
        ),
        (
            "licensing/rules/sql-server-core-server.yaml:9:1: free_days_per_year: 待機系は free_passive_servers で常に無償です。どちらかを消してください。",
        ),
    ),
    Case(
        "room for fewer sockets than a host has",
        edit(
            "infra/sites/primary.yaml",
            "sockets: 2, cores_per_socket: 16",
            "sockets: 2, sockets_possible: 1, cores_per_socket: 16",
        ),
        (
            "infra/sites/primary.yaml:25:45: 第一データセンター: hosts.pri-01.sockets_possible: 1 is less than the 2 sockets that it has; correct one of them",
        ),
        (
            "infra/sites/primary.yaml:25:45: 第一データセンター: hosts.pri-01.sockets_possible: 1 は、実際にあるソケット数 2 より少なくなっています。どちらかを直してください。",
        ),
    ),
)
