"""Where the sites' Alertmanagers answer. Adapter: alertmanagers.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from core.errors import UserError
from core.files import reason_of
from core.home import Home
from core.message import Message, say

HERE = "http://127.0.0.1:9093"
"""Where Debian's listens."""


def alertmanagers(home: Home) -> Mapping[str, str]:
    """By site, as the file says; none where there is no file.

    Raises: UserError where the file is something else.
    """
    file = home.alertmanagers_file
    try:
        found = dict(yaml.safe_load(file.read_text(encoding="utf-8"))["alertmanagers"])
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise _unreadable(file, reason_of(error)) from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError) as error:
        raise _unreadable(file, say("nothing can be found in it")) from error
    return {str(site): str(url) for site, url in found.items()}


def all_of(home: Home, named: Sequence[str] | None) -> Sequence[str]:
    """Those that were named, else every site's, else this machine's own.

    Raises: UserError where the file of them cannot be read.
    """
    return named or tuple(alertmanagers(home).values()) or (HERE,)


def of_site(home: Home, site: str, named: str) -> str:
    """The same of one site. Raises: UserError where the file of them cannot be read."""
    return named or alertmanagers(home).get(site, HERE)


def _unreadable(file: Path, reason: Message | str) -> UserError:
    return UserError(
        say(
            "{file} cannot be read ({reason}); it needs `alertmanagers:` with an address such as "
            "http://192.0.2.6:9093 for each site. `kumiai lab up` writes it for the lab",
            file=file,
            reason=reason,
        )
    )
