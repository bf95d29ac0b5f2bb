"""Loads all that a `kumiai` may load, for `tests/lib/forked.py` to fork it. Imported once, there.

Without Pulumi's programs: they run in Pulumi's own language host, and gRPC may not be forked.
"""

from __future__ import annotations

import gc
import importlib
import pkgutil

PACKAGES = (
    *("core", "tenants", "blueprint", "cloud", "licensing", "recovery", "runbooks", "board"),
    *("infra.engine", "infra.remains", "infra.resume", "infra.servers", "infra.stacks"),
    *("monitoring", "lab", "lab.services", "cli"),
)
WHEN_NEEDED = (
    "openstack.connection",
    "cryptography.hazmat.primitives.asymmetric.ed25519",
    "cryptography.hazmat.primitives.ciphers.aead",
    "cryptography.hazmat.primitives.kdf.pbkdf2",
)
"""What our code imports only where a command asks a site, or seals and signs."""

for package in PACKAGES:
    above = importlib.import_module(package)
    for found in pkgutil.walk_packages(above.__path__, f"{package}."):
        if not found.name.startswith("lab.labdrivers"):
            importlib.import_module(found.name)
for module in WHEN_NEEDED:
    importlib.import_module(module)
gc.freeze()
