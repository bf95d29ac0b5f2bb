"""The gallery's cases about access lines and 特定通信."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import HITA, USUKI, Case

LINE = """\
access_lines:
  mynumber:
    arrives_at:
      primary: {physical_network: lines, vlan: 1101}
      remote: {physical_network: lines, vlan: 1101}
    network: 172.21.0.0/29
    router: 172.21.0.2
    next_hop: 172.21.0.1
    terminals: [172.22.0.0/25]
    routes: [172.30.1.0/24]
"""
"""Of Usuki, as it is right with the exception."""

EXCEPTION = """\
specific_communication:
  - {tier: core.app, address: 172.30.1.20, port: 443, protocol: tcp, purpose: 中間サーバとの連携, approver: ict-section, until: 2027-03-31}
"""


def line(
    *changes: tuple[str, str], file: str = USUKI, without: str = ""
) -> Callable[[Path], object]:
    """Usuki with its line, and in it each of the first replaced by the second."""

    def make(root: Path) -> None:
        text = (LINE + EXCEPTION).replace(without, "") if without else LINE + EXCEPTION
        for old, new in changes:
            if old not in text:
                raise ValueError(f"{old!r} is not in the line")
            text = text.replace(old, new, 1)
        with (root / file).open("a", encoding="utf-8") as member:
            member.write(text)

    return make


ELSEWHERE = (
    ("172.21.0.0/29", "172.21.9.0/29"),
    ("172.21.0.2", "172.21.9.2"),
    ("172.21.0.1", "172.21.9.1"),
)


def two_lines(root: Path) -> None:
    """Hita, which joined before Usuki, has the terminals that Usuki says to be its own."""
    line(*ELSEWHERE, file=HITA)(root)
    line(("vlan: 1101", "vlan: 1102"), ("vlan: 1101", "vlan: 1102"))(root)


def one_vlan_twice(root: Path) -> None:
    line(*ELSEWHERE, ("172.22.0.0/25", "172.22.9.0/25"), file=HITA)(root)
    line(("vlan: 1101", "vlan: 1102"))(root)


LINE_CASES = (
    Case(
        "a line's terminals that are another municipality's",
        two_lines,
        (
            "tenants/members/usuki.yaml:30:17: 臼杵市: access_lines.mynumber.terminals.0: 172.22.0.0/25 overlaps 172.22.0.0/25 of 日田市 (tenants/members/hita.yaml); give one of them another network",
        ),
        (
            "tenants/members/usuki.yaml:30:17: 臼杵市: access_lines.mynumber.terminals.0: 172.22.0.0/25 は 日田市 (tenants/members/hita.yaml) の 172.22.0.0/25 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "a line's terminals at addresses that the municipality's servers have",
        line(("[172.22.0.0/25]", "[10.64.5.0/25]")),
        (
            "tenants/members/usuki.yaml:30:17: 臼杵市: access_lines.mynumber.terminals.0: 10.64.5.0/25 overlaps 10.64.4.0/22 of 臼杵市 (tenants/members/usuki.yaml); give one of them another network",
        ),
        (
            "tenants/members/usuki.yaml:30:17: 臼杵市: access_lines.mynumber.terminals.0: 10.64.5.0/25 は 臼杵市 (tenants/members/usuki.yaml) の 10.64.4.0/22 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "a line on a VLAN that is another line's",
        one_vlan_twice,
        (
            "tenants/members/usuki.yaml:26:41: 臼杵市: access_lines.mynumber.arrives_at.remote.vlan: 1101 on lines is the line of 日田市 (tenants/members/hita.yaml) into mynumber already; ask the carrier which of the two it is",
        ),
        (
            "tenants/members/usuki.yaml:26:41: 臼杵市: access_lines.mynumber.arrives_at.remote.vlan: lines の VLAN 1101 は、すでに 日田市 (tenants/members/hita.yaml) の mynumber の回線です。どちらが正しいか、回線事業者に確かめてください。",
        ),
    ),
    Case(
        "a line into a zone that there is not",
        line(("  mynumber:", "  mynumbr:")),
        (
            "tenants/members/usuki.yaml:23:3: 臼杵市: access_lines.mynumbr: must be one of mynumber, lgwan, internet, got 'mynumbr'; did you mean mynumber?",
        ),
        (
            "tenants/members/usuki.yaml:23:3: 臼杵市: access_lines.mynumbr: 次のいずれかでなければなりません: mynumber、lgwan、internet（現在の値: 'mynumbr'）。mynumber ではありませんか。",
        ),
    ),
    Case(
        "a line into a zone in which the network model has no systems",
        line(("  mynumber:", "  internet:"), without=EXCEPTION),
        (
            "tenants/members/usuki.yaml:23:3: 臼杵市: access_lines.internet: the network model alpha has no business systems in the zone internet, so the line would lead to nothing; take it out, or change the model",
        ),
        (
            "tenants/members/usuki.yaml:23:3: 臼杵市: access_lines.internet: ネットワークモデル alpha では internet に業務システムを置かないため、この回線の先に何もありません。回線の記述を消すか、モデルを変えてください。",
        ),
    ),
    Case(
        "a line that leads mynumber further than its 特定通信",
        line(("[172.30.1.0/24]", "[172.30.1.0/24, 172.30.2.0/24]")),
        (
            "tenants/members/usuki.yaml:31:29: 臼杵市: access_lines.mynumber.routes.1: leads mynumber to 172.30.2.0/24, and no specific_communication names an address there; name it with port, purpose, approver and last day, or take the route out",
        ),
        (
            "tenants/members/usuki.yaml:31:29: 臼杵市: access_lines.mynumber.routes.1: マイナンバー利用事務系から 172.30.2.0/24 に至りますが、その中のアドレスを定める特定通信がありません。`specific_communication` に宛先・ポート・目的・承認者・期限を書くか、この経路を消してください。",
        ),
    ),
    Case(
        "a 特定通信 that is past",
        line(("2027-03-31", "2026-11-25")),
        (
            "tenants/members/usuki.yaml:33:113: 臼杵市: specific_communication.0.until: that of core.app to 172.30.1.20 port 443 held until 2026-11-25 and holds no more; take it out and run `kumiai up usuki`, or write the new last day once ict-section has approved it again",
        ),
        (
            "tenants/members/usuki.yaml:33:113: 臼杵市: specific_communication.0.until: core.app から 172.30.1.20 ポート 443 への特定通信の期限 2026-11-25 は過ぎました。記述を消して `kumiai up usuki` を実行するか、ict-section の再承認を得て新しい期限を書いてください。",
        ),
    ),
    Case(
        "a 特定通信 approved by nobody that there is",
        line(("ict-section", "ict-secton")),
        (
            "tenants/members/usuki.yaml:33:90: 臼杵市: specific_communication.0.approver: ict-secton is not known; did you mean ict-section?",
        ),
        (
            "tenants/members/usuki.yaml:33:90: 臼杵市: specific_communication.0.approver: ict-secton は登録されていません。ict-section ではありませんか。",
        ),
    ),
    Case(
        "a 特定通信 to an address that no line leads to",
        line(
            ("address: 172.30.1.20", "address: 172.31.1.20"), ("    routes: [172.30.1.0/24]\n", "")
        ),
        (
            "tenants/members/usuki.yaml:32:22: 臼杵市: specific_communication.0.address: no line of mynumber leads to 172.31.1.20; write its network under access_lines.mynumber.routes, or correct the address",
        ),
        (
            "tenants/members/usuki.yaml:32:22: 臼杵市: specific_communication.0.address: 172.31.1.20 に至るマイナンバー利用事務系の回線がありません。そのネットワークを `access_lines.mynumber.routes` に書くか、アドレスを直してください。",
        ),
    ),
    Case(
        "a 特定通信 of a tier that there is not",
        line(("core.app", "core.ap")),
        (
            "tenants/members/usuki.yaml:33:6: 臼杵市: specific_communication.0.tier: core.ap is not known; did you mean core.app?",
        ),
        (
            "tenants/members/usuki.yaml:33:6: 臼杵市: specific_communication.0.tier: core.ap は登録されていません。core.app ではありませんか。",
        ),
    ),
    Case(
        "a 特定通信 of a system that is not in mynumber",
        line(("core.app", "internal.app")),
        (
            "tenants/members/usuki.yaml:33:6: 臼杵市: specific_communication.0.tier: internal.app stands in the zone lgwan, and a 特定通信 is mynumber's; take it out",
        ),
        (
            "tenants/members/usuki.yaml:33:6: 臼杵市: specific_communication.0.tier: internal.app は lgwan にあります。特定通信はマイナンバー利用事務系のものだけです。記述を消してください。",
        ),
    ),
    Case(
        "a line that arrives on no physical network of the site",
        line(("network: lines", "network: line")),
        (
            "tenants/members/usuki.yaml:25:17: 臼杵市: access_lines.mynumber.arrives_at.primary.physical_network: line is not known; did you mean lines?",
        ),
        (
            "tenants/members/usuki.yaml:25:17: 臼杵市: access_lines.mynumber.arrives_at.primary.physical_network: line は登録されていません。lines ではありませんか。",
        ),
    ),
    Case(
        "a line that says nothing of the standby site",
        line(("      remote: {physical_network: lines, vlan: 1101}\n", "")),
        (
            "tenants/members/usuki.yaml:24:5: 臼杵市: access_lines.mynumber.arrives_at: says nothing of remote, where the servers run now or after a failover; add the physical_network and vlan on which the line is switched there",
        ),
        (
            "tenants/members/usuki.yaml:24:5: 臼杵市: access_lines.mynumber.arrives_at: remote の記述がありません。今、または障害時の切替後に、サーバはそこで動きます。回線をそこへ切り替えたときの `physical_network` と `vlan` を書いてください。",
        ),
    ),
    Case(
        "a line that arrives at a site that there is not",
        line(("      remote:", "      remot:")),
        (
            "tenants/members/usuki.yaml:26:7: 臼杵市: access_lines.mynumber.arrives_at.remot: remot is not known; did you mean remote?",
        ),
        (
            "tenants/members/usuki.yaml:26:7: 臼杵市: access_lines.mynumber.arrives_at.remot: remot は登録されていません。remote ではありませんか。",
        ),
    ),
    Case(
        "a line whose router is outside of its network",
        line(("router: 172.21.0.2", "router: 172.21.0.9")),
        (
            "tenants/members/usuki.yaml:28:5: 臼杵市: access_lines.mynumber.router: 172.21.0.9 is no router's address in 172.21.0.0/29; take one from 172.21.0.1 to 172.21.0.6",
        ),
        (
            "tenants/members/usuki.yaml:28:5: 臼杵市: access_lines.mynumber.router: 172.21.0.9 は 172.21.0.0/29 のルータに使えるアドレスではありません。172.21.0.1 から 172.21.0.6 までのアドレスにしてください。",
        ),
    ),
    Case(
        "a line whose two routers are one",
        line(("next_hop: 172.21.0.1", "next_hop: 172.21.0.2")),
        (
            "tenants/members/usuki.yaml:29:5: 臼杵市: access_lines.mynumber.next_hop: 172.21.0.2 is the address of router too; correct one of them",
        ),
        (
            "tenants/members/usuki.yaml:29:5: 臼杵市: access_lines.mynumber.next_hop: 172.21.0.2 は `router` と同じアドレスです。どちらかを直してください。",
        ),
    ),
    Case(
        "a line whose network has no room for two routers",
        line(("172.21.0.0/29", "172.21.0.2/31")),
        (
            "tenants/members/usuki.yaml:27:5: 臼杵市: access_lines.mynumber.network: 172.21.0.2/31 has no room for two routers; take a /30 or larger",
        ),
        (
            "tenants/members/usuki.yaml:27:5: 臼杵市: access_lines.mynumber.network: 172.21.0.2/31 にはルータ2台分のアドレスがありません。/30 以上の広さにしてください。",
        ),
    ),
    Case(
        "a line that leads to another municipality",
        line(("  mynumber:", "  lgwan:"), ("172.30.1.0/24", "10.64.0.0/22"), without=EXCEPTION),
        (
            "tenants/members/usuki.yaml:31:14: 臼杵市: access_lines.lgwan.routes.0: 10.64.0.0/22 overlaps 10.64.0.0/22 of 日田市 (tenants/members/hita.yaml); give one of them another network",
        ),
        (
            "tenants/members/usuki.yaml:31:14: 臼杵市: access_lines.lgwan.routes.0: 10.64.0.0/22 は 日田市 (tenants/members/hita.yaml) の 10.64.0.0/22 と重複しています。どちらかに別のネットワークを割り当ててください。",
        ),
    ),
    Case(
        "a line that leads mynumber to the internet",
        line(("172.30.1.0/24", "8.8.8.0/24"), ("172.30.1.20", "8.8.8.8")),
        (
            "tenants/members/usuki.yaml:22:1: 臼杵市: access_lines: mynumber reaches the internet: usuki-core-app → usuki-mynumber → usuki-mynumber-line → 8.8.8.0/24 → 0.0.0.0/0 (tcp 443); take out what leads there",
        ),
        (
            "tenants/members/usuki.yaml:22:1: 臼杵市: access_lines: マイナンバー利用事務系からインターネットに至ります（usuki-core-app → usuki-mynumber → usuki-mynumber-line → 8.8.8.0/24 → 0.0.0.0/0 (tcp 443)）。そこへ至る記述を消してください。",
        ),
    ),
    Case(
        "a line whose terminals have addresses of the internet",
        line(("[172.22.0.0/25]", "[8.8.4.0/25]")),
        (
            "tenants/members/usuki.yaml:22:1: 臼杵市: access_lines: the internet reaches mynumber: 0.0.0.0/0 → 8.8.4.0/25 → usuki-mynumber-line → usuki-mynumber → usuki-core-app (tcp 443); take out what leads there",
        ),
        (
            "tenants/members/usuki.yaml:22:1: 臼杵市: access_lines: インターネットからマイナンバー利用事務系に至ります（0.0.0.0/0 → 8.8.4.0/25 → usuki-mynumber-line → usuki-mynumber → usuki-core-app (tcp 443)）。そこへ至る記述を消してください。",
        ),
    ),
    Case(
        "a line's router that is a number",
        line(("router: 172.21.0.2", "router: 1")),
        (
            "tenants/members/usuki.yaml:28:5: 臼杵市: access_lines.mynumber.router: must be an address such as 10.64.0.1, got 1",
        ),
        (
            "tenants/members/usuki.yaml:28:5: 臼杵市: access_lines.mynumber.router: 10.64.0.1 のようなアドレスでなければなりません（現在の値: 1）。",
        ),
    ),
)
