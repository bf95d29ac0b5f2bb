import stat
from pathlib import Path

import pytest

from core.errors import UserError
from lab.passwords import passwords


def test_they_are_made_once_and_only_the_owner_can_read_them(tmp_path: Path) -> None:
    file = tmp_path / "lab" / "passwords.json"
    first = passwords(file, ["primary", "remote"])
    assert passwords(file, ["primary", "remote"]) == first
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_no_two_of_them_are_the_same(tmp_path: Path) -> None:
    kept = passwords(tmp_path / "passwords.json", ["primary", "remote"])
    words = [getattr(site, name) for site in kept.sites.values() for name in site.__slots__]
    assert len({kept.realm, *words}) == 17


def test_a_new_site_comes_last_and_changes_no_other(tmp_path: Path) -> None:
    file = tmp_path / "passwords.json"
    before = passwords(file, ["primary", "remote"])
    after = passwords(file, ["archive", "primary", "remote"])
    assert list(after.sites) == ["primary", "remote", "archive"]
    assert after.sites["remote"] == before.sites["remote"]


def test_a_damaged_file_is_one_sentence_with_what_to_do(tmp_path: Path) -> None:
    file = tmp_path / "passwords.json"
    file.write_text('{"sites": {"primary"')
    with pytest.raises(UserError) as caught:
        passwords(file, ["primary"])
    assert str(caught.value) == (
        f"{file} cannot be read: JSONDecodeError; stop the lab and remove the folder {tmp_path}, "
        "then `kumiai lab up` makes it anew"
    )
