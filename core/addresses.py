"""Files that say by site where a program answers, such as alertmanagers.yaml. Adapter: files."""

from __future__ import annotations

from pathlib import Path

import yaml

from core.errors import UserError
from core.files import reason_of
from core.message import Message, say


def addresses_by_site(file: Path, heading: str, example: str) -> dict[str, str]:
    """What stands below the heading; `example` is an address as it should be.

    Raises: UserError where the file is missing, or is something else.
    """
    try:
        read = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise _unreadable(file, heading, example, reason_of(error)) from error
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        why = say("line {line} cannot be read", line=mark.line + 1) if mark else _NOTHING
        raise _unreadable(file, heading, example, why) from error
    found = read.get(heading) if isinstance(read, dict) else None
    if not isinstance(found, dict):
        raise _unreadable(file, heading, example, _NOTHING)
    for site, address in found.items():
        if not (isinstance(address, str) and "://" in address):
            why = say("{address} of {site} is no address", address=str(address), site=str(site))
            raise _unreadable(file, heading, example, why)
    return {str(site): address for site, address in found.items()}


_NOTHING = say("nothing can be found in it")


def _unreadable(file: Path, heading: str, example: str, reason: Message | str) -> UserError:
    return UserError(
        say(
            "{file} cannot be read ({reason}); it needs `{heading}:` with an address such as "
            "{example} for each site. `kumiai lab up` writes it for the lab",
            file=file,
            reason=reason,
            heading=heading,
            example=example,
        )
    )
