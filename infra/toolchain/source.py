"""Where a tool is taken from: PATH, an operator's archive, or a build. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from infra.toolchain.pins import GO_AT_LEAST, OPENSTACK_PLUGIN, PULUMI_CLI


class Source(StrEnum):
    """In the order in which they are tried."""

    PRESENT = "present"
    PATH = "path"
    ARCHIVE = "archive"
    BUILD = "build"


CLI_ARCHIVE = f"pulumi-v{PULUMI_CLI}-linux-x64.tar.gz"
PLUGIN_ARCHIVE = f"pulumi-resource-openstack-v{OPENSTACK_PLUGIN}-linux-amd64.tar.gz"


@dataclass(frozen=True, slots=True)
class Found:
    """What there is of one tool. `on_path` is the version that PATH's own one tells."""

    installed: bool
    on_path: str | None
    archives: tuple[str, ...]


def source_of(found: Found, wanted: str, archive: str) -> Source:
    """Where the tool comes from: the first of the sources that has the wanted version."""
    if found.installed:
        return Source.PRESENT
    if found.on_path is not None and found.on_path.removeprefix("v") == wanted:
        return Source.PATH
    if archive in found.archives:
        return Source.ARCHIVE
    return Source.BUILD


def go_fits(version_line: str) -> bool:
    """Whether `go version` tells a Go that builds the modules.

    >>> go_fits("go version go1.26.8 linux/amd64"), go_fits("go version go1.19 linux/amd64")
    (True, False)
    """
    for word in version_line.split():
        if word.startswith("go1."):
            numbers = word.removeprefix("go").split(".")[:2]
            return all(n.isdigit() for n in numbers) and _numbers(numbers) >= GO_AT_LEAST
    return False


def _numbers(texts: Iterable[str]) -> tuple[int, ...]:
    return tuple(int(text) for text in texts)
