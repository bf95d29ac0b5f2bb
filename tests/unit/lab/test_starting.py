"""What a guest of the lab's own is given with its first start."""

from __future__ import annotations

from ipaddress import IPv4Address
from pathlib import Path

from lab.guests.starting import lets_in, seed

KEY, OTHER = "ssh-ed25519 AAAA usuki", "ssh-ed25519 BBBB usuki"
ADDRESS = IPv4Address("172.21.0.1")


def test_it_lets_in_the_key_that_it_was_given_last_and_no_other(tmp_path: Path) -> None:
    assert not lets_in(tmp_path, KEY)
    seed(tmp_path, "usuki-mynumber-line", ADDRESS, OTHER, 1)
    assert not lets_in(tmp_path, KEY)
    seed(tmp_path, "usuki-mynumber-line", ADDRESS, KEY, 1)
    assert lets_in(tmp_path, KEY)


def test_a_disk_that_is_there_is_kept(tmp_path: Path) -> None:
    seed(tmp_path, "usuki-mynumber-line", ADDRESS, KEY, 1)
    (disk,) = tmp_path.glob("*.ext4")
    disk.write_text("written")
    seed(tmp_path, "usuki-mynumber-line", ADDRESS, KEY, 1)
    assert disk.read_text() == "written"
