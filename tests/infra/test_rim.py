"""What the programs' rim makes beside the objects, which no preview may make."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pulumi
import pytest
import yaml

from cloud.credentials import (
    Credential,
    credential_file,
    provisioner_file,
    read_credential,
    write_credential,
)
from cloud.service_users import prepare_password
from core.home import REPOSITORY, Home
from infra.rim.entry import member_stack
from infra.toolchain.environment import CHECKED
from tests.lib.declared import Listening
from tests.lib.definitions import shipped

NOWHERE = "http://127.0.0.9:1/v3"
"""Nobody listens there."""

PROVISIONER = Credential(NOWHERE, "kumiai-provisioner", "x", "", "Default", "Default", "p", "id-1")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home that knows the site primary, which does not answer."""
    monkeypatch.setenv(CHECKED, "1")
    home = Home(tmp_path, REPOSITORY)
    auth = {"auth_url": NOWHERE, "username": "admin", "password": "x", "project_name": "admin"}
    cloud = shipped().sites["primary"].value.cloud
    home.clouds_file.write_text(yaml.safe_dump({"clouds": {cloud: {"auth": auth}}}), "utf-8")
    write_credential(provisioner_file(home, "primary"), PROVISIONER)
    return home


def run(home: Home, *, preview: bool) -> Listening:
    """The program of usuki.primary, with nothing against it and nothing standing."""
    heard = Listening()
    pulumi.runtime.set_mocks(
        heard.mocks, project="kumiai", stack="test", preview=preview, monitor=heard
    )
    program: Callable[[], object] = pulumi.runtime.test(  # type: ignore[no-untyped-call]
        lambda: member_stack(home, "usuki", "primary", lambda *_: None, lambda *_: {})
    )
    program()
    return heard


def secrets(home: Home) -> list[str]:
    return sorted(file.name for file in home.credentials.iterdir())


def test_a_preview_declares_everything_and_makes_no_secret(home: Home) -> None:
    heard = run(home, preview=True)
    assert ("openstack:compute/keypair:Keypair", "usuki-keypair") in heard.texts
    assert secrets(home) == ["provisioner.primary.yaml"]


def test_in_earnest_a_password_is_written_before_its_user_is_made(home: Home) -> None:
    with pytest.raises(pulumi.RunError, match="site primary does not answer"):
        run(home, preview=False)
    assert secrets(home) == [
        "provisioner.primary.yaml",
        "usuki.key",
        "usuki.key.pub",
        "usuki.primary.yaml",
    ]
    login = read_credential(credential_file(home, "usuki.primary"))
    assert login is not None
    assert login.is_prepared


def test_a_prepared_password_outlives_a_run_that_was_killed(home: Home) -> None:
    file, site = credential_file(home, "usuki.primary"), shipped().sites["primary"].value
    prepare_password(home, file, site, "usuki", "usuki")
    first = file.read_bytes()
    prepare_password(home, file, site, "usuki", "usuki")
    assert file.read_bytes() == first
