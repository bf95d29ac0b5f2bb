"""Every municipality of Japan as a member: files such as a consortium of 1,741 would keep. Adapter.

Names and codes are those of a table (`pid,pref,cid,city,citykana,…,lgcode`, as code4fukui's
localgovjp has them, CC0); what they use is that of the ten shipped files, in turn.
"""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from pathlib import Path

from tenants.romaji import romaji

ADDRESSES = IPv4Network("10.64.0.0/10")
MEMBER_PREFIX_LENGTH = 22
"""Both as tenants/consortium.yaml has them."""

HOSTS_FOR_ALL = 400
"""Hosts per site, so that the sum of what 1,741 members need fits."""


@dataclass(frozen=True, slots=True)
class Row:
    code: str
    prefecture: str
    name: str
    kana: str


def municipalities(table: Path) -> list[Row]:
    """All but the wards of large cities, whose names hold a space."""
    with table.open(encoding="utf-8-sig", newline="") as file:
        return [
            Row(row["lgcode"].zfill(6), row["pref"], row["city"], row["citykana"])
            for row in csv.DictReader(file)
            if " " not in row["city"]
        ]


def write_nation(shipped: Path, table: Path, folder: Path) -> int:
    """Write `tenants/` and `infra/sites/` below `folder`; how many members there are."""
    papers = ("licensing/rules", "licensing/entitlements", "monitoring/matrix")
    for part in ("tenants", "infra/sites", *papers):
        target = folder / part
        shutil.copytree(shipped / part, target, ignore=shutil.ignore_patterns("*.py", "members"))
    members = folder / "tenants" / "members"
    members.mkdir()
    patterns = [file.read_text("utf-8") for file in sorted(shipped.glob("tenants/members/*.yaml"))]
    rows = municipalities(table)
    for number, (row, network) in enumerate(zip(rows, _networks(), strict=False)):
        slug = f"m{row.code}"
        text = _member(patterns[number % len(patterns)], slug, row, network)
        (members / f"{slug}.yaml").write_text(text, encoding="utf-8")
    for site in (folder / "infra" / "sites").glob("*.yaml"):
        site.write_text(_with_more_hosts(site.read_text("utf-8")), encoding="utf-8")
    recovery = folder / "tenants" / "recovery.yaml"
    recovery.write_text(_with_faster_storage(recovery.read_text("utf-8")), encoding="utf-8")
    return len(rows)


def _with_faster_storage(text: str) -> str:
    """What one site copies of all 1,741, it copies with the storage of a site of that size."""
    return re.sub(r"^(  (?:backup|pull)_seconds_per_gib): .*", r"\1: 0.1", text, flags=re.MULTILINE)


def _networks() -> Iterator[IPv4Network]:
    return ADDRESSES.subnets(new_prefix=MEMBER_PREFIX_LENGTH)


def _member(pattern: str, slug: str, row: Row, network: IPv4Network) -> str:
    for field, value in (
        (r"^slug: .*", f"slug: {slug}"),
        (r"^code: .*", f'code: "{row.code}"'),
        (
            r"^name: .*",
            f"name: {{ja: {row.name}, kana: {row.kana}, en: {romaji(row.kana).capitalize()}}}",
        ),
        (r"^prefecture: .*", f"prefecture: {row.prefecture}"),
        (r"^network: .*", f"network: {network}"),
    ):
        pattern = re.sub(field, value, pattern, count=1, flags=re.MULTILINE)
    # No two of them may be reached at the same address.
    pattern = re.sub(r"@[a-z]+\.example", f"@{slug}.example", pattern)
    return re.sub(r"phone: [0-9]+-00-([01])[0-9]{3}", rf"phone: 0\g<1>-00-{row.code}", pattern)


def _with_more_hosts(text: str) -> str:
    text = re.sub(r"^storage_gib: .*", "storage_gib: 20000000", text, flags=re.MULTILINE)
    hosts = "".join(
        f"  host-{number:03}: "
        "{host_class: general, sockets: 2, cores_per_socket: 64, ram_gib: 4096}\n"
        for number in range(HOSTS_FOR_ALL)
    )
    return re.sub(r"^hosts:\n(?:  .*\n)+", f"hosts:\n{hosts}", text, flags=re.MULTILINE)
