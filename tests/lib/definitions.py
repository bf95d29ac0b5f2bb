"""The checkout's own definitions, and small variations of them."""

from __future__ import annotations

import filecmp
import re
import shutil
from collections.abc import Collection, Sequence
from pathlib import Path

from tenants.definitions import Definitions
from tenants.store import read_definitions

ROOT = Path(__file__).resolve().parent.parent.parent


def shipped() -> Definitions:
    """What is in the checkout."""
    definitions, problems = read_definitions(ROOT)
    if definitions is None or problems:
        raise ValueError("\n".join(map(str, problems)))
    return definitions


ALERTS = "monitoring/rules"
OPERATORS = "monitoring/operators"
PROCEDURES = "runbooks/procedures"

FOUR: dict[str, tuple[str, ...]] = {
    "hita": (),
    "kitsuki": ("livelihood_protection", "budgeting"),
    "nobeoka": ("livelihood_protection", "budgeting", "document_management"),
    "usuki": (),
}
"""A large one and a small one with all of their services, both network models, a way to the
Internet. Of the two others no more services than give each of their networks a system."""


def as_four(folder: Path) -> Path:
    """Of a copy the four municipalities that prove as much as the ten, in a quarter of the time.

    Kitsuki's home is the remote site here, so that each site is somebody's home and somebody's
    standby.
    """
    for file in only(folder, FOUR):
        if FOUR[file.stem]:
            write_services(file, FOUR[file.stem])
    moved = folder / "tenants" / "members" / "kitsuki.yaml"
    text = moved.read_text(encoding="utf-8")
    moved.write_text(text.replace("home_site: primary", "home_site: remote"), encoding="utf-8")
    return folder


def as_one(folder: Path, slug: str) -> Path:
    """Of a copy one municipality alone."""
    only(folder, [slug])
    return folder


def only(folder: Path, slugs: Collection[str]) -> list[Path]:
    """Of a copy these municipalities, whose files it gives; the others' go, with their persons'."""
    files = sorted((folder / "tenants" / "members").glob("*.yaml"))
    for file in files:
        if file.stem not in slugs:
            file.unlink()
    for person in (folder / OPERATORS).glob("*.yaml"):
        whose = re.search(r"^member: (\S+)$", person.read_text(encoding="utf-8"), re.MULTILINE)
        if whose is not None and whose[1] not in slugs:
            person.unlink()
    return [file for file in files if file.stem in slugs]


def write_services(file: Path, services: Sequence[str]) -> None:
    """Of a municipality's file all but its services, and these instead."""
    text, _, _ = file.read_text(encoding="utf-8").partition("\nservices:")
    ordered = "".join(f"  {service}:\n" for service in services)
    file.write_text(f"{text}\nservices:\n{ordered}", encoding="utf-8")


REGISTERS = ("aya", "kadogawa")


def as_registers(folder: Path) -> Path:
    """Of a copy two small municipalities that use the resident record alone: two servers each."""
    for file in only(folder, REGISTERS):
        write_services(file, ["resident_record"])
    return folder


def as_small(folder: Path, slugs: Collection[str]) -> Path:
    """Of a copy these municipalities with one server each, of two volumes of 1 GiB."""
    for file in only(folder, slugs):
        write_services(file, ["livelihood_protection"])
    catalogue = folder / "tenants" / "catalogue.yaml"
    text = catalogue.read_text("utf-8")
    catalogue.write_text(text.replace("boot_gib: 2", "boot_gib: 1"), "utf-8")
    matrix = folder / "monitoring" / "matrix" / "responsibilities.yaml"
    text = matrix.read_text("utf-8")
    matrix.write_text(text.replace("systems: [core]", "systems: [livelihood]"), "utf-8")
    return folder


def copied_to(folder: Path, checkout: Path = ROOT) -> Path:
    """A copy of all files that people edit, to be changed at will."""
    papers = ("licensing/rules", "licensing/entitlements", PROCEDURES)
    watched = ("monitoring/matrix", ALERTS, OPERATORS)
    for part in ("tenants", "infra/sites", *papers, *watched):
        shutil.copytree(checkout / part, folder / part, ignore=shutil.ignore_patterns("*.py"))
    return folder


def put_back(changed: Path, shipped: Path) -> None:
    """`changed` as `shipped` is, which it was a copy of; what nobody touched is left alone."""
    seen = filecmp.dircmp(shipped, changed, ignore=[])
    lost = [*seen.left_only, *seen.diff_files, *seen.common_funny]
    for name in (*seen.right_only, *seen.diff_files, *seen.common_funny):
        one = changed / name
        shutil.rmtree(one) if one.is_dir() and not one.is_symlink() else one.unlink()
    for name in lost:
        one = shipped / name
        shutil.copytree(one, changed / name) if one.is_dir() else shutil.copy2(one, changed / name)
    for name in seen.common_dirs:
        put_back(changed / name, shipped / name)
