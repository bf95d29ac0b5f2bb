"""How fast one member can be built at both sites at all: openstacksdk, everything at once.

The same blueprint that Pulumi builds, each call made as soon as what it needs is there. Nothing
is kept, looked up or compared, so no tool that keeps a state can be faster. Prints JSON.
`python -m bench.limit`; needs the lab, with both sites built by `kumiai up`.
"""

from __future__ import annotations

import json
import os
import sys
import time

from bench.rehearsal.calls import Calls
from bench.rehearsal.connection import connection
from bench.rehearsal.home import MEMBER, bench_home, blueprints, definitions_of
from bench.rehearsal.removal import remove
from bench.rehearsal.site_build import SiteBuild
from cloud.credentials import provisioner_credential
from cloud.keypairs import ensure_keypair
from cloud.logins import entry_of, site_entry
from core.home import Home
from tenants.definitions import Definitions


def build(home: Home, definitions: Definitions) -> dict[str, float]:
    """The member at both sites at the same time: seconds, and how many calls it took."""
    calls = Calls()
    builds = []
    for blueprint in blueprints(definitions):
        site = definitions.sites[blueprint.site].value
        admin = connection(site_entry(home, site))
        builds.append(
            SiteBuild(
                calls,
                admin,
                entry_of(provisioner_credential(home, site), MEMBER),
                blueprint,
                admin.network.find_network(site.external_network.name).id,
                admin.image.find_image(site.image).id,
                ensure_keypair(home, MEMBER, keep=True),
            )
        )
    began = time.monotonic()
    for one in builds:
        one.begin()
    made = calls.finish()
    return {"seconds": time.monotonic() - began, "calls": made}


def main() -> None:
    with bench_home(Home.of(os.environ)) as home:
        definitions = definitions_of(home)
        remove(home, definitions)
        try:
            found = build(home, definitions)
        finally:
            remove(home, definitions)
    json.dump({name: round(value, 2) for name, value in found.items()}, sys.stdout)
    print()


if __name__ == "__main__":
    main()
