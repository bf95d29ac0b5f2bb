from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from cloud.nova import PAGE, every_server


@pytest.mark.parametrize("count", [0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
def test_every_server_is_listed_once_however_many_pages_they_fill(count: int) -> None:
    ids = [str(number) for number in range(count)]

    def ask(path: str) -> dict[str, Any]:
        query = parse_qs(urlsplit(path).query)
        begin = ids.index(query["marker"][0]) + 1 if "marker" in query else 0
        page = ids[begin : begin + int(query["limit"][0])]
        return {"servers": [{"id": one} for one in page]}

    assert [server["id"] for server in every_server(ask)] == ids
