"""Files and a ledger, for tests of what both say together."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.unit.licensing.place import APRIL, ENTITLEMENT, Place


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Since April one server runs on pri-01, and the files have been looked at."""
    found = Place(tmp_path)
    found.edit(ENTITLEMENT, "rule: oracle-processor", "rule: sql-server-core-host")
    found.runs("pri-01", APRIL)
    found.looks(APRIL)
    yield found
    found.ledger.close()
