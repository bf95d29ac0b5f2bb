"""A host from which packets are sent is one that OpenSSH's file names, and none that all match."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import OtherSystemFailed
from core.home import Home
from infra.verify.vantage import BySsh


@pytest.fixture
def vantage(tmp_path: Path) -> BySsh:
    home = Home(tmp_path)
    home.ssh_config.parent.mkdir()
    home.ssh_config.write_text(
        "# how hosts are reached\nHost *\n  User probe\n\n"
        "host = usuki-mynumber-line usuki-core-*\n  ProxyCommand false\n"
    )
    return BySsh(home)


def test_a_host_is_known_by_its_name_or_by_a_pattern_of_its_own(vantage: BySsh) -> None:
    assert vantage.knows("usuki-mynumber-line")
    assert vantage.knows("usuki-core-db-1")
    assert not vantage.knows("hita-mynumber-line")


def test_without_the_file_none_is_known(tmp_path: Path) -> None:
    assert not BySsh(Home(tmp_path)).knows("usuki-mynumber-line")


def test_a_host_that_does_not_answer_is_told_by_its_name(vantage: BySsh) -> None:
    with pytest.raises(OtherSystemFailed) as told:
        vantage.arrived("usuki", "usuki-mynumber-line", [])
    assert "usuki-mynumber-line: no packet could be sent from there: " in str(told.value)
