"""The cases of the gallery about where a measure is rounded, and how far it reaches."""

from __future__ import annotations

from tests.errors.cases import Case, edit
from tests.errors.measure_cases import CPU, RHEL, STAFF

ROUNDING_CASES = (
    Case(
        "rounded by classes that have no factor",
        edit(
            CPU, "counts: sockets\n", "counts: sockets\nmultiple_of: 2\nround_up_at: factor_group\n"
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:7:1: round_up_at: is rounded by classes of hosts, and has a factor for none: add factors, or write site",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:7:1: round_up_at: ホストの区分ごとに切り上げるとありますが、係数が一つもありません。factors を書くか、site にしてください。",
        ),
    ),
    Case(
        "hosts that are rounded by server",
        edit(CPU, "counts: sockets\n", "counts: sockets\nmultiple_of: 2\nround_up_at: server\n"),
        (
            "licensing/rules/vmware-cpu-32.yaml:7:1: round_up_at: a rule that counts sockets knows hosts and no servers; write host",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:7:1: round_up_at: sockets を数える規則ではサーバではなくホストを数えます。host と書いてください。",
        ),
    ),
    Case(
        "whole numbers that are rounded up",
        edit(CPU, "counts: sockets\n", "counts: sockets\nround_up_at: host\n"),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: round_up_at: has no effect: sockets are whole numbers here, and each is a licence; leave it out, or write units_per_licence or whatever else makes fractions of them",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: round_up_at: 効き目がありません。ここでは sockets は整数で、1つが1ライセンスです。消すか、`units_per_licence` など端数の出る項目を書いてください。",
        ),
    ),
    Case(
        "two servers for each licence, and each rounded by itself",
        edit(RHEL, "round_up_at: never}", "round_up_at: server}"),
        (
            "licensing/rules/rhel-hybrid.yaml:13:25: combined.others.0.units_per_licence: has no effect where each of the servers is rounded up by itself; leave it out, or write in round_up_at where they are added up before",
        ),
        (
            "licensing/rules/rhel-hybrid.yaml:13:25: combined.others.0.units_per_licence: servers を1つずつ切り上げるので効き目がありません。消すか、どこで合計してから切り上げるかを `round_up_at` に書いてください。",
        ),
    ),
    Case(
        "a multiple of what is never rounded",
        edit(RHEL, "round_up_at: never}", "round_up_at: never, multiple_of: 2}"),
        (
            "licensing/rules/rhel-hybrid.yaml:13:67: combined.others.0.multiple_of: has no effect where nothing is rounded up; leave it out, or write in round_up_at where it is",
        ),
        (
            "licensing/rules/rhel-hybrid.yaml:13:67: combined.others.0.multiple_of: 何も切り上げないので効き目がありません。消すか、どこで切り上げるかを `round_up_at` に書いてください。",
        ),
    ),
    Case(
        "staff that is rounded at each host",
        edit(STAFF, "counts: staff\n", "counts: staff\nunits_per_licence: 10\nround_up_at: host\n"),
        (
            "licensing/rules/oracle-java-employee.yaml:7:1: round_up_at: staff belong to no machine: they are rounded as a whole; write park or never",
        ),
        (
            "licensing/rules/oracle-java-employee.yaml:7:1: round_up_at: staff は機械ごとの数ではないので、全体で切り上げます。park か never と書いてください。",
        ),
    ),
    Case(
        "a reach beyond the region",
        edit(CPU, "reach: park\n", "reach: park\npeak: high_water_mark\nper_region: true\n"),
        (
            "licensing/rules/vmware-cpu-32.yaml:7:1: reach: each region is counted by itself (per_region), so that nothing reaches beyond one; write site, or leave per_region out",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:7:1: reach: 地域ごとに別々に数える（`per_region`）ので、地域の外には及びません。site と書くか、`per_region` を消してください。",
        ),
    ),
)
