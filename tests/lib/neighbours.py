"""Two municipalities at one site, each with its own login, and what one has to lose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.lib.consortium import Consortium
from tests.lib.login import Login
from tests.lib.waiting import until_equal

OWNER, STRANGER = "nobeoka", "hita"
REFUSED = (403, 404)


@dataclass(frozen=True)
class Neighbours:
    owner: Login
    stranger: Login
    administrator: Login


@contextmanager
def neighbours_at_each_site(consortium: Consortium) -> Iterator[dict[str, Neighbours]]:
    """Both logins at each site. At the home site the owner has a snapshot and an image as well."""
    home = consortium.home
    found = {
        site: Neighbours(
            Login.of_member(home, OWNER, site),
            Login.of_member(home, STRANGER, site),
            Login.of_administrator(home, site),
        )
        for site in ("primary", "remote")
    }
    owner = found["primary"].owner
    snapshot = _snapshot(owner)
    image = owner.ask(
        "image",
        "POST",
        "/v2/images",
        {"name": "of-nobeoka-only", "container_format": "bare", "disk_format": "raw"},
    ).json()["id"]
    yield found
    owner.ask("image", "DELETE", f"/v2/images/{image}")
    owner.ask("block-storage", "DELETE", f"/snapshots/{snapshot}")


def _snapshot(owner: Login) -> str:
    volume = next(row["id"] for row in owner.rows("volumes") if row["name"].endswith("-data"))
    asked = {"snapshot": {"volume_id": volume, "name": "of-nobeoka-only", "force": True}}
    snapshot = str(owner.ask("block-storage", "POST", "/snapshots", asked).json()["snapshot"]["id"])

    def status() -> str:
        row = owner.ask("block-storage", "GET", f"/snapshots/{snapshot}").json()["snapshot"]
        return str(row["status"])

    until_equal(status, "available", "a snapshot")
    return snapshot
