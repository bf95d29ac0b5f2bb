"""How Nova is asked: the version of its API, and a list that comes in pages. Adapter."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from cloud.connection import Cloud

MICROVERSION = "2.80"
"""Actions of deleted servers (2.21); destinations of migrations (2.56) that are checked (2.30);
flavors within servers (2.47); users of migrations (2.80)."""

PAGE = 500

NOVA = "Nova"
"""What people call it."""


def get(cloud: Cloud, path: str) -> Any:
    """What Nova answers, as it is. Raises: the SDK's own errors, which `cloud.asked` says."""
    from openstack.exceptions import raise_from_response

    answer = cloud.compute.get(path, microversion=MICROVERSION)
    raise_from_response(answer)
    return answer.json()


Ask = Callable[[str], Any]
"""What Nova answers to a GET of that path."""


def every_server(ask: Ask, only: str = "") -> Iterator[Mapping[str, Any]]:
    """Of all projects, with all that Nova tells of it; for a login that may list them.

    `only` are more conditions of the query, such as `deleted=true`.
    """
    path = f"/servers/detail?all_tenants=1&limit={PAGE}" + (only and f"&{only}")
    marker = ""
    while True:
        page = ask(f"{path}{marker}")["servers"]
        yield from page
        if len(page) < PAGE:
            return
        marker = f"&marker={page[-1]['id']}"
