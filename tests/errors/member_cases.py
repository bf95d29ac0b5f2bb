"""The gallery's cases about slugs that mean something else, days to come, and running nowhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from tenants.proposing import Body, member_file, next_free_network
from tenants.store import read_definitions
from tests.errors.cases import HITA, PLACEMENT, USUKI, Case, edit


def renamed(slug: str) -> Callable[[Path], object]:
    """Hita with another slug, in a file that is called after it."""

    def make(root: Path) -> None:
        edit(HITA, "slug: hita", f"slug: {slug}")(root)
        (root / HITA).rename(root / f"tenants/members/{slug}.yaml")

    return make


def as_proposed(root: Path) -> None:
    """A new municipality's file as `member new` writes it, and nobody has looked it through."""
    definitions, _ = read_definitions(root)
    assert definitions is not None
    body = Body("442020", "大分県", "別府市", "べっぷし")
    network = next_free_network(
        definitions.consortium.value, [one.value.network for one in definitions.members.values()]
    )
    assert network is not None
    text = member_file(
        body, "beppu", network, "primary", definitions.catalogue.value, date(2026, 11, 26)
    )
    (root / "tenants/members/beppu.yaml").write_text(text, "utf-8")


MEMBER_CASES = (
    Case(
        "a proposed file that nobody has looked through",
        as_proposed,
        (
            "tenants/members/beppu.yaml:8:44: 別府市: lines 8, 9, 11, 15, 16 are still marked 要確認, as they were proposed; write what is right and take the marks away",
        ),
        (
            "tenants/members/beppu.yaml:8:44: 別府市: 8、9、11、15、16 行目に「要確認」が残っています。正しい値を書き、印を消してください。",
        ),
    ),
    Case(
        "a slug that begins the names of the sites' stacks",
        renamed("site"),
        (
            "tenants/members/site.yaml:4:1: 日田市: slug: site is a name of kumiai's or OpenStack's own; choose another",
        ),
        (
            "tenants/members/site.yaml:4:1: 日田市: slug: site はkumiaiまたはOpenStackが自ら使う名前です。別の名前にしてください。",
        ),
    ),
    Case(
        "a slug that is a project of OpenStack's",
        renamed("admin"),
        (
            "tenants/members/admin.yaml:4:1: 日田市: slug: admin is a name of kumiai's or OpenStack's own; choose another",
        ),
        (
            "tenants/members/admin.yaml:4:1: 日田市: slug: admin はkumiaiまたはOpenStackが自ら使う名前です。別の名前にしてください。",
        ),
    ),
    Case(
        "a slug that is a site's name",
        renamed("primary"),
        (
            "tenants/members/primary.yaml:4:1: 日田市: slug: primary is a name of kumiai's or OpenStack's own; choose another",
        ),
        (
            "tenants/members/primary.yaml:4:1: 日田市: slug: primary はkumiaiまたはOpenStackが自ら使う名前です。別の名前にしてください。",
        ),
    ),
    Case(
        "a service that is retired tomorrow",
        edit(
            USUKI,
            "  resident_record:  # 住民記録",
            "  resident_record: {state: retired, retired_on: 2026-11-27, reason: 県へ移行}",
        ),
        (
            "tenants/members/usuki.yaml:18:37: 臼杵市: services.resident_record.retired_on: 2026-11-27 is still to come, and a retired service loses its data; until that day leave the service in use, or write `state: stopped`",
        ),
        (
            "tenants/members/usuki.yaml:18:37: 臼杵市: services.resident_record.retired_on: 2026-11-27 はまだ来ていません。廃止（retired）した業務のデータは消去されます。その日までは利用中のままにするか、`state: stopped` を書いてください。",
        ),
    ),
    Case(
        "a municipality that has left from tomorrow on",
        edit(USUKI, "{state: active, ", "{state: left, left_on: 2026-11-27, "),
        (
            "tenants/members/usuki.yaml:13:26: 臼杵市: lifecycle.left_on: 2026-11-27 is still to come, and a municipality that has left loses its data; until that day write `state: leaving` with `leaves_on: 2026-11-27`",
        ),
        (
            "tenants/members/usuki.yaml:13:26: 臼杵市: lifecycle.left_on: 2026-11-27 はまだ来ていません。脱退済み（left）の団体のデータは消去されます。その日までは `state: leaving` と `leaves_on: 2026-11-27` を書いてください。",
        ),
    ),
    Case(
        "a municipality that is active nowhere",
        edit(PLACEMENT, "members: {}", "members: {usuki: {primary: standby}}"),
        (
            "tenants/placement.yaml:3:11: members.usuki: 臼杵市 would run nowhere; make it active at one of primary, remote",
        ),
        (
            "tenants/placement.yaml:3:11: members.usuki: 臼杵市 がどこでも稼働しないことになります。primary、remote のいずれかで active にしてください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see. Today is the
26th of November 2026."""
