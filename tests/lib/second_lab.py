"""A lab beside the operator's, at other addresses, for tests that kill and reset."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openstack
import yaml
from openstack.config import OpenStackConfig

from core.home import Home
from lab.definition import Lab, lab_of
from tests.lib import forked

FIRST_NETWORK = os.environ.get("KUMIAI_TEST_NETWORK", "127.0.21")
FOLDERS = ("second-lab", "third-lab", "fourth-lab")
COMMAND_SECONDS = 1200

SITES = 2

MADE_WITH_THE_SITE = {"admin", "service"}
"""Projects."""


@dataclass(frozen=True)
class SecondLab:
    """Its sites are primary (127.0.21.1) and remote (127.0.22.1); of the next, two numbers on."""

    environment: Mapping[str, str]

    @classmethod
    def beside(cls, home: Home, number: int = 0, servers: str = "books") -> SecondLab:
        """`number` keeps several of them apart, which may run at the same time."""
        network, last = FIRST_NETWORK.rsplit(".", 1)
        own = {
            "KUMIAI_HOME": str(home.root / FOLDERS[number]),
            "KUMIAI_LAB_NETWORK": f"{network}.{int(last) + SITES * number}",
            "KUMIAI_LAB_SERVERS": servers,
        }
        return cls({**os.environ, **own})

    @property
    def definition(self) -> Lab:
        return lab_of(self.environment)

    @property
    def clouds(self) -> Mapping[str, Mapping[str, Any]]:
        """The administrators' entries, by site."""
        text = self.definition.clouds_file.read_text(encoding="utf-8")
        found: Mapping[str, Mapping[str, Any]] = yaml.safe_load(text)["clouds"]
        return found

    def kumiai(self, *words: str) -> subprocess.CompletedProcess[str]:
        """The command as a person types it, with what it printed."""
        return forked.run(self.command(*words), self.environment, COMMAND_SECONDS)

    def begin(self, *words: str) -> subprocess.Popen[bytes]:
        """The same, not waited for."""
        return subprocess.Popen(
            self.command(*words), env=dict(self.environment), stdout=subprocess.DEVNULL
        )

    def cloud(self, site: str) -> Any:
        """As the administrator of a site. Not typed: the SDK's types leave the version open."""
        config = OpenStackConfig(
            config_files=[str(self.definition.clouds_file)], load_envvars=False
        )
        return openstack.connection.Connection(config=config.get_one(cloud=site))

    def empty(self) -> None:
        """Both sites as they were when they were made: reset, unless nothing was built on them.

        Raises: RuntimeError where the reset fails.
        """
        if any(built_on(self.cloud(site)) for site in self.clouds):
            done = self.kumiai("lab", "reset")
            if done.returncode:
                raise RuntimeError(done.stderr + done.stdout)

    def command(self, *words: str) -> list[str]:
        return [str(Path(sys.executable).parent / "kumiai"), *words]


def built_on(cloud: Any) -> bool:
    """Whether there is anything that a new site has not."""
    own = {project.name for project in cloud.identity.projects()} - MADE_WITH_THE_SITE
    return bool(own) or any(
        next(iter(rows), None) is not None
        for rows in (
            cloud.network.networks(),
            cloud.compute.flavors(),
            cloud.image.images(),
            cloud.block_storage.volumes(all_projects=True),
            cloud.object_store.containers(),
        )
    )
