"""A site that is lost in earnest: killed, its addresses swallowed, its files gone; its return."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from lab.ports import SITE_PORTS
from tests.lib.black_hole import black_hole
from tests.lib.consortium import Consortium


@dataclass
class LostSite:
    """The primary; once it is lost, only the remote's own files are left on this machine."""

    consortium: Consortium
    away: Path
    water: ExitStack = field(default_factory=ExitStack)
    """What keeps its addresses silent."""

    def is_lost(self) -> None:
        site = self.consortium.lab.definition.site("primary")
        assert self.consortium.lab.kumiai("lab", "kill", "primary").returncode == 0
        self._take_away()
        self.water.enter_context(black_hole(site.address, SITE_PORTS))

    def returns(self) -> None:
        self.water.close()
        assert self.consortium.lab.kumiai("lab", "start", "primary").returncode == 0
        self._bring_back()

    def _take_away(self) -> None:
        """The primary's keys, its states, and how anybody logs in to it."""
        home = self.consortium.home
        for folder in (home.credentials, home.state / ".pulumi" / "stacks" / "kumiai"):
            for file in folder.glob("*primary*"):
                shutil.move(file, self.away / file.name)
        shutil.copyfile(home.clouds_file, self.away / "clouds.yaml")
        clouds = yaml.safe_load(home.clouds_file.read_text("utf-8"))["clouds"]
        left = {name: entry for name, entry in clouds.items() if "primary" not in name}
        home.clouds_file.write_text(yaml.safe_dump({"clouds": left}), "utf-8")

    def _bring_back(self) -> None:
        home = self.consortium.home
        for file in self.away.glob("*primary*"):
            key = file.suffix in {".yaml", ".key"}
            folder = home.credentials if key else home.state / ".pulumi" / "stacks" / "kumiai"
            shutil.move(file, folder / file.name)
        clouds = yaml.safe_load((self.away / "clouds.yaml").read_text("utf-8"))["clouds"]
        now = yaml.safe_load(home.clouds_file.read_text("utf-8"))["clouds"]
        home.clouds_file.write_text(yaml.safe_dump({"clouds": {**clouds, **now}}), "utf-8")
