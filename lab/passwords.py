"""The lab's passwords: random, made once, kept in one file of mode 0600. Adapter.

The order of the sites in the file is the order in which they were first seen, and gives them
their addresses: a site that is added later moves no other one.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

from core.errors import UserError
from core.files import write_private
from core.message import say
from lab.sites import SitePasswords


@dataclass(frozen=True, slots=True)
class LabPasswords:
    """Those of each site, and the one key that the Swift clusters share."""

    realm: str = field(repr=False)
    sites: dict[str, SitePasswords]


def passwords(file: Path, names: Iterable[str]) -> LabPasswords:
    """What is kept in `file`, which is created, or completed for sites that are new."""
    kept = _kept(file)
    sites = dict(kept.sites) if kept else {}
    for name in names:
        sites[name] = _complete(sites.get(name) or _random())
    complete = LabPasswords(kept.realm if kept else secrets.token_hex(32), sites)
    if complete != kept:
        write_private(file, json.dumps(asdict(complete), indent=2) + "\n")
    return complete


def _kept(file: Path) -> LabPasswords | None:
    if not file.exists():
        return None
    try:
        content = json.loads(file.read_text("utf-8"))
        sites = {name: SitePasswords(**own) for name, own in content["sites"].items()}
        return LabPasswords(content["realm"], sites)
    except (ValueError, KeyError, TypeError) as error:
        raise UserError(
            say(
                "{file} cannot be read: {reason}; stop the lab and remove the folder {folder}, "
                "then `kumiai lab up` makes it anew",
                file=file,
                reason=type(error).__name__,
                folder=file.parent,
            )
        ) from error


def _random() -> SitePasswords:
    return SitePasswords(
        admin=secrets.token_hex(16),
        service=secrets.token_hex(16),
        database=secrets.token_hex(16),
        messaging=secrets.token_hex(16),
        # Nova and Cinder take exactly 32 bytes in hexadecimal.
        encryption=secrets.token_hex(32),
        cookie=secrets.token_hex(16),
        salt=secrets.token_hex(16),
        listening=secrets.token_hex(16),
    )


def _complete(kept: SitePasswords) -> SitePasswords:
    """With those that labs made by an older kumiai do not have yet."""
    return kept if kept.listening else replace(kept, listening=_random().listening)
