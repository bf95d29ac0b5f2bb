"""A host from which packets are sent is one that OpenSSH's file names, and none that all match."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from blueprint.member import blueprint_of
from core.errors import OtherSystemFailed
from core.home import Home
from core.message import say
from infra.verify.probes import Packet, packets
from infra.verify.vantage import BySsh, sent_from_all
from tests.lib.lines import with_lines


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


class OneIsDead:
    """Knows all servers but one; another does not answer."""

    def knows(self, host: str) -> bool:
        return host != "usuki-core-app-2"

    def arrived(self, member: str, host: str, packets: Sequence[Packet]) -> list[bool | None]:
        assert {packet.source.vantage for packet in packets} == {host}
        if host == "usuki-core-db-1":
            raise OtherSystemFailed(say("{host} is dead", host=host))
        return [packet.port == 443 for packet in packets]


def test_a_host_that_is_dead_keeps_no_other_from_sending() -> None:
    asked = packets(blueprint_of(with_lines("usuki"), "usuki", "primary"), [], [])
    answers, failures = sent_from_all(OneIsDead(), "usuki", asked)
    assert [str(failure) for failure in failures] == ["usuki-core-db-1 is dead"]
    senders = {packet.source.vantage for packet, _ in answers}
    assert senders == {"usuki-mynumber-line", "usuki-core-app-1"}
    assert all(arrived is (packet.port == 443) for packet, arrived in answers)
