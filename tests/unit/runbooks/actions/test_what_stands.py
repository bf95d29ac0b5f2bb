"""What stands is kept, or `up` is refused as a whole before anything is begun."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cloud.keypairs import ensure_keypair
from core.errors import Exit, UserError
from core.plan import Plan
from infra.engine.resources import STACK
from infra.stacks.guest_image import Uploaded, image_refused
from infra.stacks.work import MemberWork, works
from runbooks.actions.stacks import up
from tenants.store import read_definitions
from tests.lib.acts import Acts, objections
from tests.lib.definitions import copied_to
from tests.lib.states import write_state

KEYPAIR = "openstack:compute/keypair:Keypair"
USER = "openstack:identity/user:User"
VOLUME = "openstack:blockstorage/volume:Volume"
SERVER = "openstack:compute/instance:Instance"
APRIL = "4198464b8aae8651c646ea0d897b3dcd"
"""What `md5sum` says of `the image of April`."""
DATA = "usuki-core-db-1-data"
SEALED = "v1:8uRQWU9+mvQ=:v1:CI1J7gZMV04Nji9o:qaaWbLCCBVpKS7B+oW7oxJOGO4Uibg=="
"""As Pulumi v3.259.0 wrote it for a stack that was made with `a passphrase of a test`."""


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    return Acts.at(tmp_path)


def refresh_of(acts: Acts, *members: str) -> Plan:
    return up(acts.given, members, None, refresh=True, override="")


Standing = tuple[str, str, dict[str, Any]]
"""Name in the program, type and inputs."""


def stands(
    acts: Acts,
    stack: str,
    *objects: Standing,
    salt: str = "",
    checksum: str = "",
    outputs: Mapping[str, Any] = {},
) -> None:
    """The state of a stack with these objects; `checksum` is what Glance said of an image."""
    resources = [
        {
            "urn": f"urn:pulumi:{stack}::kumiai::{type_}::{name}",
            "type": type_,
            "id": name,
            "protect": type_ == VOLUME and name.endswith("-volume"),
            "inputs": inputs,
            "outputs": {"checksum": checksum},
        }
        for name, type_, inputs in objects
    ]
    whole = {"urn": f"urn:pulumi:{stack}::kumiai::{STACK}::{stack}", "type": STACK}
    write_state(acts.home, stack, [{**whole, "outputs": dict(outputs)}, *resources], salt=salt)


def keypair(public_key: str) -> Standing:
    return ("usuki-keypair", KEYPAIR, {"name": "usuki", "publicKey": public_key})


def volume(gib: int, type_: str = "fast") -> Standing:
    return (f"{DATA}-volume", VOLUME, {"name": DATA, "size": gib, "volumeType": type_})


def secrets(acts: Acts) -> list[str]:
    return sorted(file.name for file in acts.home.credentials.glob("*"))


def test_a_lost_private_key_is_refused_wherever_the_servers_stand(acts: Acts) -> None:
    stands(acts, "usuki.remote", keypair("ssh-ed25519 AAAAone usuki"))
    plan = refresh_of(acts, "usuki")
    [against] = plan.objections
    file = acts.home.credentials / "usuki.key"
    assert str(against.why).startswith(f"{file} is missing, the private key of servers that stand;")
    assert against.exit_code is Exit.RULE_BROKEN
    with pytest.raises(UserError):
        acts.carried_out(plan)
    assert secrets(acts) == []
    assert not acts.home.journal.exists()


def test_a_key_of_another_machine_is_refused_and_not_overwritten(acts: Acts) -> None:
    own = ensure_keypair(acts.home, "usuki", keep=True)
    private = (acts.home.credentials / "usuki.key").read_bytes()
    stands(acts, "usuki.primary", keypair(own))
    assert objections(refresh_of(acts, "usuki")) == []
    stands(acts, "usuki.remote", keypair("ssh-ed25519 AAAAother usuki"))
    [against] = objections(refresh_of(acts, "usuki"))
    assert "is not the private key of the servers that stand" in against
    assert (acts.home.credentials / "usuki.key").read_bytes() == private


def test_a_lost_public_key_is_no_reason_to_refuse(acts: Acts) -> None:
    own = ensure_keypair(acts.home, "usuki", keep=True)
    (acts.home.credentials / "usuki.key.pub").unlink()
    stands(acts, "usuki.primary", keypair(own))
    assert objections(refresh_of(acts, "usuki")) == []
    assert secrets(acts) == ["usuki.key"]


def test_a_new_member_is_refused_nothing_and_a_plan_makes_no_secret(acts: Acts) -> None:
    assert objections(refresh_of(acts, "usuki")) == []
    assert secrets(acts) == []
    assert not acts.home.passphrase_file.exists()


def test_lost_passwords_of_users_that_stand_are_each_told(acts: Acts) -> None:
    stands(acts, "site.primary", ("primary-provisioner", USER, {"name": "kumiai-provisioner"}))
    stands(acts, "usuki.primary", ("usuki-user", USER, {"name": "usuki"}))
    against = objections(refresh_of(acts, "usuki"))
    missing = [one.split(" is missing")[0] for one in against]
    assert missing == [
        str(acts.home.credentials / "provisioner.primary.yaml"),
        str(acts.home.credentials / "usuki.primary.yaml"),
    ]


def test_another_passphrase_than_the_stacks_were_sealed_with_is_told_first(acts: Acts) -> None:
    stands(acts, "usuki.primary", salt=SEALED)
    acts.home.passphrase_file.write_text("a passphrase of a test\n", "ascii")
    assert objections(refresh_of(acts, "usuki")) == []
    acts.home.passphrase_file.write_text("made on a second machine", "ascii")
    [against] = objections(refresh_of(acts, "hita"))
    assert against.startswith(
        f"{acts.home.passphrase_file} is not the passphrase that usuki.primary was sealed with;"
    )


def test_another_guest_image_than_the_one_that_stands_is_refused(acts: Acts) -> None:
    image = ("primary-image", "openstack:images/image:Image", {"name": "kumiai-guest"})
    acts.home.images.mkdir()
    file = acts.home.images / "kumiai-guest.raw"
    file.write_bytes(b"the image of April")
    stands(acts, "site.primary", image, checksum=APRIL)
    assert objections(refresh_of(acts, "usuki")) == []
    file.write_bytes(b"the image of May")
    assert objections(refresh_of(acts, "usuki")) == [
        f"site primary: {file} is not the guest image that stands at the site, and an image that "
        "stands is never changed: give a newer one a name of its own, in the site's file (`image`) "
        f"and in {acts.home.images}"
    ]
    stands(acts, "site.primary", image)
    assert objections(refresh_of(acts, "usuki")) == []
    standing = Uploaded("missing", APRIL)
    assert image_refused(acts.home.images / "missing.raw", standing) is None


def test_a_newer_guest_image_has_a_name_of_its_own(acts: Acts, tmp_path: Path) -> None:
    image = ("primary-image", "openstack:images/image:Image", {"name": "kumiai-guest"})
    acts.home.images.mkdir()
    (acts.home.images / "kumiai-guest-2027.raw").write_bytes(b"the image of May")
    stands(acts, "site.primary", image, checksum=APRIL)
    changed(
        acts,
        tmp_path / "files",
        "infra/sites/primary.yaml",
        "image: kumiai-guest",
        "image: kumiai-guest-2027",
    )
    assert objections(refresh_of(acts, "usuki")) == []


def changed(acts: Acts, folder: Path, file: str, old: str, new: str) -> None:
    path = copied_to(folder) / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    definitions, problems = read_definitions(folder)
    assert definitions is not None, problems
    acts.definitions = definitions


def of_usuki(acts: Acts) -> MemberWork:
    for work in works(acts.home, acts.definitions, ["usuki"], "primary", refresh=False):
        if isinstance(work, MemberWork):
            return work
    raise AssertionError("usuki stands nowhere")


def test_a_census_that_falls_changes_no_volume(acts: Acts, tmp_path: Path) -> None:
    stands(acts, "usuki.primary", volume(7))
    asked_before = of_usuki(acts).blueprint
    changed(acts, tmp_path / "files", "tenants/members/usuki.yaml", "count: 41372", "count: 39980")
    work = of_usuki(acts)
    assert work.blueprint == asked_before
    assert work.larger == {DATA: (7, 6)}
    assert objections(refresh_of(acts, "usuki")) == []


def test_a_server_that_a_fallen_census_would_take_goes_only_by_a_reason(
    acts: Acts, tmp_path: Path
) -> None:
    server = (
        "usuki-core-app-2-instance",
        SERVER,
        {"name": "usuki-core-app-2", "flavorId": "small"},
    )
    stands(acts, "usuki.primary", server, outputs={"residents": 41_372})
    changed(acts, tmp_path / "files", "tenants/members/usuki.yaml", "count: 41372", "count: 29900")
    [against] = objections(refresh_of(acts, "usuki"))
    assert against == (
        "臼杵市 at primary: with 29,900 residents instead of 41,372 the files ask for fewer or "
        "smaller servers than stand: usuki-core-app-2. Write `size: larger` at the service to keep "
        "them, or say with `--smaller` why they may go"
    )
    plan = up(acts.given, ["usuki"], None, refresh=True, override="", let_go="fewer people")
    assert plan.objections == ()
    assert [(one.act, one.subject, one.reason) for one in plan.overrides] == [
        ("smaller", "usuki.primary", "fewer people")
    ]


def test_another_type_for_a_volume_that_stands_is_refused_as_a_whole(acts: Acts) -> None:
    stands(acts, "usuki.primary", volume(7, "standard"))
    plan = refresh_of(acts, "usuki")
    [against] = plan.objections
    assert str(against.why).startswith(
        "臼杵市 at primary: another type is asked for of volumes that stand: "
        "usuki-core-db-1-data, of the type standard."
    )
    assert against.exit_code is Exit.RULE_BROKEN
    with pytest.raises(UserError):
        acts.carried_out(plan)
    assert not acts.home.journal.exists()
