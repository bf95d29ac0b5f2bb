"""An empty ledger, and a Nova in memory with one server that was built a minute ago."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from tests.lib.looks import DATABASE
from tests.lib.nova_in_memory import NovaInMemory


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("empty") / "ledger.sqlite"
    Ledger.opened(sqlite_url(file)).close()
    return file


@pytest.fixture
def ledger(empty: Path, tmp_path: Path) -> Iterator[Ledger]:
    file = tmp_path / "ledger.sqlite"
    shutil.copy(empty, file)
    opened = Ledger(sqlite_url(file))
    yield opened
    opened.close()


@pytest.fixture
def nova() -> NovaInMemory:
    found = NovaInMemory()
    found.create("a", DATABASE, "pri-01")
    found.wait(60)
    return found
