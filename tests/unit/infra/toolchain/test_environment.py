"""The environment in which Pulumi runs belongs to one home."""

from __future__ import annotations

from pathlib import Path

from core.home import Home
from infra.toolchain.environment import environment_for


def test_a_passphrase_of_another_project_or_lab_seals_nothing_of_this_home(tmp_path: Path) -> None:
    homes = [Home(tmp_path / name) for name in ("one", "other")]
    shell = {"PULUMI_CONFIG_PASSPHRASE": "another project's", "LANG": "C.UTF-8"}
    found = [environment_for(home, shell) for home in homes]
    assert ["PULUMI_CONFIG_PASSPHRASE" in one for one in found] == [False, False]
    assert [one["PULUMI_CONFIG_PASSPHRASE_FILE"] for one in found] == [
        str(home.passphrase_file) for home in homes
    ]
    assert found[0]["LANG"] == "C.UTF-8"


def test_what_another_homes_shell_has_set_is_set_anew(tmp_path: Path) -> None:
    """`. ./env.sh` of the one lab, then `kumiai` with the home of the other."""
    one, other = Home(tmp_path / "one"), Home(tmp_path / "other")
    found = environment_for(other, environment_for(one, {}))
    assert found["PULUMI_CONFIG_PASSPHRASE_FILE"] == str(other.passphrase_file)
    assert found["PULUMI_BACKEND_URL"] == f"file://{other.state}?metadata=skip"
    assert found["KUMIAI_HOME"] == str(other.root)
