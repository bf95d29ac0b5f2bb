"""The three troubles that the mission's source names, end to end on the lab.

(a) a licence bound to hardware is needed at the source and the destination of a migration; (b) a
licence priced by vCPU forbids the scale-up of the busy season; (c) the platform's own CPUs decide
the number. Each is answered before the act, and the act is refused.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.lib.consortium import Consortium
from tests.lib.moving import Moving

pytestmark = pytest.mark.lab

ARCHIVE = "licensing/entitlements/archive-2026.yaml"
APPLICATION = "licensing/entitlements/application-server-2026.yaml"
DATABASE = "licensing/entitlements/database-2026.yaml"
CATALOGUE = "tenants/catalogue.yaml"
PRIMARY = "infra/sites/primary.yaml"
HITA = "tenants/members/hita.yaml"
USUKI = "tenants/members/usuki.yaml"
EXECUTE = ("--execute", "--reason", "a test")
DOCUMENT_FILES = "files: {gib: 2, gib_per_10000_people: 1, type: standard}\n        software: ["
NO_MORE = ("more_at_yen: 450000\n", "")


def position(consortium: Consortium, product: str) -> dict[str, Any]:
    told = consortium.kumiai("licence", "position", "--product", product, "--json")
    found: list[dict[str, Any]] = json.loads(told.stdout)
    return found[0]


@pytest.fixture
def archive(consortium: Consortium) -> Iterator[str]:
    """A server with a product that runs on one host alone, owned for that host's 32 cores."""
    cloud = consortium.lab.cloud("primary")
    servers = cloud.compute.servers(all_projects=True)
    names = sorted(s.name for s in servers if s.name.endswith("-document-app-1"))
    for name in names:
        moved = consortium.kumiai("server", "migrate", name, "pri-01", *EXECUTE)
        assert moved.returncode == 0, moved.stdout + moved.stderr
    product = "  archive: {ja: 文書, en: Archive, vendor: illustrative}\n"
    with (
        consortium.changed(
            CATALOGUE,
            (DOCUMENT_FILES, f"{DOCUMENT_FILES}archive, "),
            ("\nsoftware:\n", f"\nsoftware:\n{product}"),
        ),
        consortium.added(
            ARCHIVE,
            DATABASE,
            ("id: database-2026", "id: archive-2026"),
            ("product: database", "product: archive"),
            ("oracle-processor", "aws-host-affinity-90"),
            ("quantity: 128", "quantity: 32"),
        ),
    ):
        consortium.kumiai("licence", "collect")
        yield names[0]
    consortium.kumiai("licence", "collect")


def test_a_licence_bound_to_hardware_is_needed_at_both_ends_of_a_migration(
    consortium: Consortium, archive: str
) -> None:
    assert position(consortium, "archive")["required"] == 32
    asked = consortium.kumiai("licence", "whatif", "migrate", archive, "pri-02")
    planned = consortium.kumiai("server", "migrate", archive, "pri-02")
    refused = consortium.kumiai("server", "migrate", archive, "pri-02", *EXECUTE)
    server = Moving.named(consortium.lab.cloud("primary"), archive)
    stayed = server.now.compute_host
    overridden = consortium.kumiai(
        *("server", "migrate", archive, "pri-02", *EXECUTE),
        *("--override-licence", "the host is being repaired, the head of ICT agreed"),
    )

    assert asked.returncode == 11
    assert "archive: 32 → 64 licences of 32 owned; violates" in asked.stdout
    assert planned.returncode == 11
    assert refused.returncode == 11
    assert "it would violate licences: archive: 32 → 64 licences of 32 owned" in refused.stderr
    assert stayed == "pri-01"
    assert overridden.returncode == 0, overridden.stdout + overridden.stderr
    assert server.now.compute_host == "pri-02"
    assert position(consortium, "archive")["required"] == 64
    back = consortium.kumiai("server", "migrate", archive, "pri-01", *EXECUTE)
    assert back.returncode == 0
    assert position(consortium, "archive")["required"] == 64, "pri-02 counts for 90 days"


def test_a_licence_priced_by_vcpu_refuses_the_busy_season_or_tells_its_price(
    consortium: Consortium,
) -> None:
    owned = int(position(consortium, "application-server")["required"])
    exactly = ("quantity: 60", f"quantity: {owned}")
    season = ("extra_vcpu: 2", "extra_vcpu: 8")
    with consortium.changed(APPLICATION, exactly, NO_MORE), consortium.changed(HITA, season):
        refused = consortium.kumiai("server", "resize", "hita-core-app-1", "large", *EXECUTE)
        year = consortium.kumiai("licence", "outlook", "--member", "hita")
    with consortium.changed(APPLICATION, exactly):
        priced = consortium.kumiai("server", "resize", "hita-core-app-1", "large")

    assert refused.returncode == 11, refused.stdout + refused.stderr
    assert "it would violate licences: application-server: " in refused.stderr
    assert year.returncode == 11
    assert "Hita City, Core administration system: 8 vCPU more" in year.stdout
    assert "violates: " in year.stdout
    assert priced.returncode == 0, priced.stderr
    assert "costs ¥450,000" in priced.stdout


def test_a_host_more_asks_for_licences_before_it_is_built(consortium: Consortium) -> None:
    required = int(position(consortium, "database")["required"])
    new = "  pri-05: {host_class: general, sockets: 4, cores_per_socket: 16, ram_gib: 512}\n"
    with (
        consortium.changed(DATABASE, ("quantity: 128", f"quantity: {required}")),
        consortium.changed(PRIMARY, ("\nhosts:\n", f"\nhosts:\n{new}")),
    ):
        asked = consortium.kumiai(
            *("licence", "whatif", "add-host", "primary", "--sockets", "4", "--cores", "16")
        )
        refused = consortium.up("usuki", "--site", "primary")
        by_hand = consortium.preview("site.primary")

    told = f"database: {required} → {required + 32} licences of {required} owned; violates"
    assert asked.returncode == 11
    assert told in refused.stderr
    assert refused.returncode == 11
    assert by_hand.returncode != 0
    assert told in by_hand.stdout + by_hand.stderr


def test_an_up_counts_against_nothing_what_nobody_owns_and_says_a_breach_that_it_makes_no_worse(
    consortium: Consortium,
) -> None:
    """A service more of usuki's brings an application server, and a database beside the others."""
    required = int(position(consortium, "database")["required"])
    with consortium.changed(USUKI, ("services:\n", "services:\n  elderly_welfare:\n")):
        with consortium.without(DATABASE):
            told = consortium.kumiai("up", "usuki", "--site", "primary")
        with consortium.without(APPLICATION):
            refused = consortium.kumiai("up", "usuki", "--site", "primary")

    assert told.returncode == 0, told.stdout + told.stderr
    assert (
        f"licences: database: {required} → {required} licences of 0 owned; in breach: "
    ) in told.stdout
    assert "nothing gets worse. No entitlement holds; it is counted by " in told.stdout
    assert refused.returncode == 11, refused.stdout + refused.stderr
    assert "it would violate licences: application-server: " in refused.stderr
    assert "licences of 0 owned; violates: " in refused.stderr
