"""A home and files of the bench's own, so that nothing of the operator's is changed. Adapter."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from blueprint.member import blueprint_of
from blueprint.parts import Blueprint
from core.home import REPOSITORY, Home
from tenants.definitions import Definitions
from tenants.store import read_definitions, refuse

MEMBER = "bench"
"""Slug and project of the member that is built and removed; nobody else's."""


@contextmanager
def bench_home(home: Home) -> Iterator[Home]:
    """A copy of the operator's home and files, with one more member: Hita's services, new name.

    It has its own state, so that nothing of the operator's is changed.
    """
    with tempfile.TemporaryDirectory(prefix="kumiai-bench-") as folder:
        root, definitions = Path(folder) / "var", Path(folder) / "files"
        for part in ("state", "stacks", "applied", "credentials"):
            shutil.copytree(home.root / part, root / part)
        for file in ("clouds.yaml", "passphrase"):
            shutil.copy2(home.root / file, root / file)
        (root / "images").symlink_to(home.images)
        for part in ("tenants", "infra/sites", "licensing/rules", "licensing/entitlements"):
            shutil.copytree(home.definitions / part, definitions / part)
        members = definitions / "tenants" / "members"
        text = (members / "hita.yaml").read_text(encoding="utf-8")
        for old, new in (
            ("slug: hita", f"slug: {MEMBER}"),
            ("442046", "442054"),
            ("日田市", "佐伯市"),
            ("10.64.0.0/22", "10.127.252.0/22"),
        ):
            text = text.replace(old, new)
        (members / f"{MEMBER}.yaml").write_text(text, encoding="utf-8")
        yield Home(root, definitions, REPOSITORY / "var")


def blueprints(definitions: Definitions) -> list[Blueprint]:
    return [blueprint_of(definitions, MEMBER, site) for site in definitions.sites]


def definitions_of(home: Home) -> Definitions:
    definitions, problems = read_definitions(home.definitions)
    refuse(problems)
    assert definitions is not None  # problems were not empty otherwise
    return definitions
