import stat
from pathlib import Path

import yaml

from lab.clouds import add_entries, add_urls, admin_entry
from tests.lib.lab_site import primary


def written(file: Path) -> dict[str, object]:
    clouds: dict[str, object] = yaml.safe_load(file.read_text())["clouds"]
    return clouds


def test_entries_of_others_stay_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text("clouds: {usuki.primary: {region_name: primary}}\n")
    add_entries(file, {"primary": admin_entry(primary())})
    assert list(written(file)) == ["usuki.primary", "primary"]
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_operators_own_entry_of_the_same_name_wins(tmp_path: Path) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text("clouds: {primary: {auth: {auth_url: 'https://real.example/v3'}}}\n")
    add_entries(file, {"primary": admin_entry(primary())})
    assert written(file) == {"primary": {"auth": {"auth_url": "https://real.example/v3"}}}


def test_an_old_password_of_the_lab_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "clouds.yaml"
    file.write_text(
        "clouds: {primary: {auth: {auth_url: 'http://127.0.11.1:5000/v3', password: old}}}\n"
    )
    add_entries(file, {"primary": admin_entry(primary())})
    assert written(file) == {
        "primary": {
            "auth": {
                "auth_url": "http://127.0.11.1:5000/v3",
                "username": "admin",
                "password": "secret-of-the-administrator",
                "project_name": "admin",
                "user_domain_name": "Default",
                "project_domain_name": "Default",
            },
            "region_name": "primary",
            "identity_api_version": "3",
            "volume_api_version": "3",
        }
    }


def test_addresses_of_the_lab_are_added_and_an_operators_own_stay(tmp_path: Path) -> None:
    file = tmp_path / "alertmanagers.yaml"
    file.write_text("alertmanagers: {primary: 'http://192.0.2.6:9093'}\n")
    ours = {"primary": "http://127.0.11.1:9093", "remote": "http://127.0.12.1:9093"}
    add_urls(file, "alertmanagers", ours)
    assert yaml.safe_load(file.read_text()) == {
        "alertmanagers": {"primary": "http://192.0.2.6:9093", "remote": "http://127.0.12.1:9093"}
    }
