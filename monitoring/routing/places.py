"""Where the sites' Alertmanagers answer. Adapter: alertmanagers.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.addresses import addresses_by_site
from core.home import Home

HERE = "http://127.0.0.1:9093"
"""Where Debian's listens."""


def alertmanagers(home: Home) -> Mapping[str, str]:
    """By site, as the file says; none where there is no file.

    Raises: UserError where the file is something else.
    """
    if not home.alertmanagers_file.exists():
        return {}
    return addresses_by_site(home.alertmanagers_file, "alertmanagers", "http://192.0.2.6:9093")


def all_of(home: Home, named: Sequence[str] | None) -> Sequence[str]:
    """Those that were named, else every site's, else this machine's own.

    Raises: UserError where the file of them cannot be read.
    """
    return named or tuple(alertmanagers(home).values()) or (HERE,)


def of_site(home: Home, site: str, named: str) -> str:
    """The same of one site. Raises: UserError where the file of them cannot be read."""
    return named or alertmanagers(home).get(site, HERE)
