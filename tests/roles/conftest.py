"""The servers of two municipalities that use the register alone, in a home of their own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.home import Home
from lab.guests.hosts import stop_hosts
from tests.lib.definitions import as_registers, copied_to
from tests.lib.guests import Guests

ORDER = ("test_hosts", "test_configured", "test_access", "test_failing")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    items.sort(key=lambda item: ORDER.index(item.path.stem) if item.path.parent == here else -1)


@pytest.fixture(scope="session")
def guests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guests]:
    """As they were booted: they answer SSH and nothing else."""
    definitions = as_registers(copied_to(tmp_path_factory.mktemp("registers")))
    root = tmp_path_factory.mktemp("home")
    found = Guests(Home(root, definitions, Home.of(os.environ).programs))
    for words in (("lab", "setup"), ("lab", "hosts")):
        done = found.kumiai(*words)
        assert done.returncode == 0, done.stdout + done.stderr
    yield found
    stop_hosts(found.home)
