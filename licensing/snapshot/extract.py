"""What a quarter's numbers follow from, and nothing else: papers, hosts, stays, looks. Pure.

Cut to the quarter: what happens after it changes nothing here, so that the same quarter is written
alike in October and in March, as long as nobody learns anything new about it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TypeVar

from core.document import Document
from licensing.change.licensing import Licensing, needed_since
from licensing.counting.park import Park
from licensing.counting.stay import Stay
from licensing.papers.licences import Licences, Version
from licensing.papers.rule import Rule
from licensing.snapshot.plain import from_line, from_lines, line
from licensing.snapshot.quarter import Quarter
from tenants.definitions import Read

Line = TypeVar("Line")

RULES = "rules"
ENTITLEMENTS, HOSTS, LEDGER, LOOKS = (
    "entitlements.jsonl",
    "hosts.json",
    "ledger.jsonl",
    "looks.jsonl",
)

Files = Mapping[str, bytes]
"""By path below the snapshot's folder what is in the file."""


@dataclass(frozen=True, slots=True)
class Look:
    """When all servers of a site were compared with Nova's own records."""

    site: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What an entitlement's file said from a day on."""

    entitlement: str
    version: Version


@dataclass(frozen=True, slots=True)
class Ran:
    """A product with one stay of a server that ran it."""

    product: str
    stay: Stay


@dataclass(frozen=True)
class Extract:
    """Everything that the positions of a quarter are counted from."""

    licences: Licences
    park: Park
    ran: tuple[Ran, ...]
    looks: tuple[Look, ...]

    @cached_property
    def stays(self) -> dict[str, list[Stay]]:
        found: dict[str, list[Stay]] = {}
        for one in self.ran:
            found.setdefault(one.product, []).append(one.stay)
        return found

    @cached_property
    def looks_at(self) -> dict[str, list[datetime]]:
        found: dict[str, list[datetime]] = {}
        for one in self.looks:
            found.setdefault(one.site, []).append(one.at)
        return found


def extract_of(known: Licensing, quarter: Quarter) -> Extract:
    """What of all that is known has a part in that quarter."""
    since = needed_since(known.licences, quarter.start)
    ran = [
        Ran(product, _cut(stay, quarter.end))
        for product, stays in known.world.stays.items()
        for stay in stays
        if stay.since < quarter.end and (stay.until is None or stay.until > since)
    ]
    looks = [
        Look(site, at)
        for site, moments in known.looks.items()
        for at in moments
        if since <= at < quarter.end
    ]
    park = _until(known.world.park, quarter, {one.stay.host for one in ran})
    return Extract(
        _papers_of(known.licences, quarter),
        park,
        tuple(sorted(ran, key=lambda one: line(one))),
        tuple(sorted(looks, key=lambda one: (one.site, one.at))),
    )


def _papers_of(licences: Licences, quarter: Quarter) -> Licences:
    """What entitlements said until the quarter's end, and the rules that they named."""
    versions = {
        name: tuple(one for one in said if one.since is None or one.since <= quarter.last_day)
        for name, said in licences.said.items()
    }
    versions = {name: said for name, said in versions.items() if said}
    named = {one.paper.rule for said in versions.values() for one in said if one.paper is not None}
    rules = {name: read for name, read in licences.rules.items() if name in named}
    return Licences(rules, {}, versions=versions)


def _cut(stay: Stay, end: datetime) -> Stay:
    return stay if stay.until is None or stay.until < end else replace(stay, until=None)


def _until(park: Park, quarter: Quarter, ran_on: set[str]) -> Park:
    """The park as it was, without what became of it later and what was met there later."""
    before = tuple((until, earlier) for until, earlier in park.before if until < quarter.end)
    last = park.at(quarter.last)
    hosts = {name: host for name, host in last.hosts.items() if host.declared or name in ran_on}
    declared = tuple(one for one in last.declared if one.since < quarter.end)
    return replace(last, hosts=hosts, before=before, declared=declared)


def files_of(extract: Extract) -> dict[str, bytes]:
    """The extract, file by file: rules as they are written, the rest as JSON."""
    rules = extract.licences.rules
    texts = {
        **{f"{RULES}/{name}.yaml": read.document.text for name, read in rules.items()},
        ENTITLEMENTS: "".join(
            line(Said(name, version))
            for name, versions in sorted(extract.licences.versions.items())
            for version in versions
        ),
        HOSTS: line(extract.park),
        LEDGER: "".join(line(one) for one in extract.ran),
        LOOKS: "".join(line(one) for one in extract.looks),
    }
    return {path: text.encode() for path, text in texts.items()}


def extract_in(files: Files) -> Extract:
    """The extract that was written.

    Raises: ValueError with the file that cannot be read, and why.
    """
    versions: dict[str, tuple[Version, ...]] = {}
    for one in _lines(files, ENTITLEMENTS, Said):
        versions[one.entitlement] = (*versions.get(one.entitlement, ()), one.version)
    return Extract(
        Licences(_rules(files), {}, versions=versions),
        _one(files, HOSTS, Park),
        tuple(_lines(files, LEDGER, Ran)),
        tuple(_lines(files, LOOKS, Look)),
    )


def _rules(files: Files) -> dict[str, Read[Rule]]:
    found: dict[str, Read[Rule]] = {}
    for path in sorted(files):
        place = Path(path)
        if str(place.parent) != RULES:
            continue
        document, problems = Document.decode(files[path], place)
        value, more = document.read_as(Rule) if document is not None else (None, [])
        if document is None or value is None:
            raise ValueError("; ".join(map(str, [*problems, *more])))
        found[place.stem] = Read(document, value)
    return found


def _one(files: Files, path: str, kind: type[Line]) -> Line:
    with _named(path):
        return from_line(files[path].decode(), kind)


def _lines(files: Files, path: str, kind: type[Line]) -> list[Line]:
    with _named(path):
        return from_lines(files[path].decode(), kind)


@contextmanager
def _named(path: str) -> Iterator[None]:
    """Whatever is wrong is said with the file's path."""
    try:
        yield
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path}: {error}") from None
