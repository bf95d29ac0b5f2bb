"""What holds of a consortium that was onboarded from nothing, however large: inherited by the tests
of each size."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

import openstack
import yaml
from openstack.connection import Connection

from tests.lib.consortium import Consortium
from tests.lib.waiting import until

Homes = Mapping[str, set[str]]
Smallest = Mapping[str, int]


class AnyOnboarding:
    """Whoever inherits it has a fixture `consortium`, and says what there must be."""

    homes: ClassVar[Homes]
    """By site: whose home it is. Everybody else has a standby there, without servers."""

    smallest: ClassVar[Smallest]
    """By site: so many objects at least are compared."""

    def test_openstack_itself_says_that_everything_is_as_the_yaml_says(
        self, consortium: Consortium
    ) -> None:
        verified = consortium.kumiai("verify", "--json")
        assert verified.returncode == 0, verified.stdout + verified.stderr
        found = {site["site"]: site for site in json.loads(verified.stdout)}
        members = len(set.union(*self.homes.values()))
        assert {site: row["members"] for site, row in found.items()} == dict.fromkeys(
            ("primary", "remote"), members
        )
        assert found["primary"]["objects"] > found["remote"]["objects"]
        assert all(found[site]["objects"] > number for site, number in self.smallest.items())

    def test_a_second_up_finds_nothing_to_do(self, consortium: Consortium) -> None:
        again = consortium.kumiai("up")
        assert again.returncode == 0
        assert "nothing to do: every stack was brought to what the files say" in again.stdout

    def test_every_object_is_in_its_members_project_and_none_in_the_administrators(
        self, consortium: Consortium
    ) -> None:
        everybody = set.union(*self.homes.values())
        for site, at_home in self.homes.items():
            admin = consortium.lab.cloud(site)
            projects = {project.id: project.name for project in admin.identity.projects()}
            owners = {
                kind: {projects[row.project_id] for row in rows}
                for kind, rows in {
                    "servers": admin.compute.servers(all_projects=True),
                    "volumes": admin.block_storage.volumes(all_projects=True),
                    # The gateway of a router is Neutron's own port, in nobody's project.
                    "ports": [port for port in admin.network.ports() if port.project_id],
                    "networks": [
                        one for one in admin.network.networks() if not one.is_router_external
                    ],
                    "routers": admin.network.routers(),
                }.items()
            }
            assert owners["servers"] == at_home
            assert owners["volumes"] == at_home
            assert owners["ports"] == at_home | {"nobeoka"}
            assert owners["networks"] == everybody
            assert owners["routers"] == {"nobeoka"}

    def test_a_name_tells_whose_a_server_is(self, consortium: Consortium) -> None:
        for site in self.homes:
            admin = consortium.lab.cloud(site)
            projects = {project.id: project.name for project in admin.identity.projects()}
            for server in admin.compute.servers(all_projects=True):
                assert server.name.startswith(projects[server.project_id] + "-")

    def test_no_state_and_no_log_holds_a_secret(self, consortium: Consortium) -> None:
        home = consortium.home
        members = len(set.union(*self.homes.values()))
        secrets = [
            str(yaml.safe_load(file.read_text(encoding="utf-8"))["password"])
            for file in home.credentials.glob("*.yaml")
        ]
        secrets += [
            file.read_text(encoding="ascii").strip() for file in home.credentials.glob("*.sync")
        ]
        secrets += [str(consortium.entry("primary")["auth"]["password"])]
        secrets += [home.passphrase_file.read_text(encoding="ascii").strip()]
        assert len(secrets) == 2 + 2 * members + members + 2
        written = [
            *(*home.state.rglob("*"), *home.logs.rglob("*")),
            *(home.journal, *home.locks.rglob("*")),
        ]
        for file in written:
            if file.is_file():
                text = file.read_bytes()
                assert not [s for s in secrets if s.encode() in text], f"a secret is in {file}"

    def test_credentials_are_for_their_owners_eyes_only(self, consortium: Consortium) -> None:
        home = consortium.home
        files: list[Path] = [*home.credentials.iterdir(), home.clouds_file, home.passphrase_file]
        assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
        assert home.credentials.stat().st_mode & 0o777 == 0o700

    def test_what_is_put_into_a_backup_container_arrives_at_the_other_site(
        self, consortium: Consortium
    ) -> None:
        def storage(site: str) -> Connection:
            entry = consortium.entry(f"usuki.{site}")
            return openstack.connect(
                **entry["auth"],
                region_name=entry["region_name"],
                load_envvars=False,
                load_yaml_config=False,
            )

        storage("primary").object_store.upload_object("backup", "letter", data=b"from home")
        remote = storage("remote").object_store
        until(lambda: any(row.name == "letter" for row in remote.objects("backup")), "the copy")
        assert remote.download_object("letter", container="backup") == b"from home"
