"""A consortium on the test lab: its own files, its own home, and `kumiai` as a person types it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from core.home import Home
from infra.engine.workspace import workspace
from infra.toolchain.environment import pulumi_environment
from tests.lib import forked
from tests.lib.definitions import ROOT, as_four, as_one, copied_to
from tests.lib.second_lab import COMMAND_SECONDS, SecondLab


@dataclass(frozen=True)
class Consortium:
    """Files in `definitions` may be changed at will; they are a copy. `settings` are variables."""

    lab: SecondLab
    definitions: Path
    settings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def on(cls, lab: SecondLab, settings: Mapping[str, str] | None = None) -> Consortium:
        """Four municipalities, on a lab where nothing is built."""
        whole = cls.of_ten_on(lab, settings)
        as_four(whole.definitions)
        return whole

    @classmethod
    def of_one_on(cls, lab: SecondLab, settings: Mapping[str, str] | None = None) -> Consortium:
        """Usuki alone, on a lab where nothing is built."""
        whole = cls.of_ten_on(lab, settings)
        as_one(whole.definitions, "usuki")
        return whole

    @classmethod
    def of_ten_on(cls, lab: SecondLab, settings: Mapping[str, str] | None = None) -> Consortium:
        """All ten, from the checkout's own files, on a lab where nothing is built."""
        home = Home.of(lab.environment)
        definitions = home.root / "definitions"
        shutil.rmtree(definitions, ignore_errors=True)
        for left in ("state", "stacks", "applied", "credentials", "locks", "logs"):
            shutil.rmtree(home.root / left, ignore_errors=True)
        for file in (home.journal, *home.root.glob("ledger.sqlite*")):
            file.unlink(missing_ok=True)
        home.images.mkdir(parents=True, exist_ok=True)
        with (home.images / "kumiai-guest.raw").open("wb") as image:
            image.truncate(2**20)
        shutil.copyfile(lab.definition.clouds_file, home.clouds_file)
        home.clouds_file.chmod(0o600)
        return cls(lab, copied_to(definitions), settings or {})

    @property
    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            **self.lab.environment,
            "KUMIAI_DEFINITIONS": str(self.definitions),
            "LC_ALL": "C.UTF-8",
            **self.settings,
        }

    @property
    def home(self) -> Home:
        return Home.of(self.environment)

    def kumiai(self, *words: str, ledger: str = "") -> subprocess.CompletedProcess[str]:
        """The command as a person types it; `ledger` is another database for licences."""
        environment = {**self.environment, "KUMIAI_LEDGER_URL": ledger}
        return forked.run(self.lab.command(*words), environment, COMMAND_SECONDS)

    def preview(self, stack: str) -> subprocess.CompletedProcess[str]:
        """`pulumi preview` as a person types it in `kumiai shell`."""
        environment = self.environment
        environment.update(pulumi_environment(self.home, environment))
        return subprocess.run(
            ["pulumi", "preview", "--stack", stack],
            cwd=workspace(self.home),
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def begin(self, *words: str, ledger: str = "") -> subprocess.Popen[str]:
        """The same, not waited for."""
        return subprocess.Popen(
            self.lab.command(*words),
            env={**self.environment, "KUMIAI_LEDGER_URL": ledger},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def up(self, *words: str) -> subprocess.CompletedProcess[str]:
        return self.kumiai("up", *words, "--execute", "--reason", "a test")

    def member_file(self, slug: str) -> Path:
        return self.definitions / "tenants" / "members" / f"{slug}.yaml"

    def edit(self, slug: str, old: str, new: str) -> None:
        """Change a member's file as a person would; the old text must be there."""
        file = self.member_file(slug)
        text = file.read_text(encoding="utf-8")
        if old not in text:
            raise ValueError(f"{old!r} is not in {file}")
        file.write_text(text.replace(old, new), encoding="utf-8")

    def add_member(self, slug: str, code: str, name: str, kana: str, network: str) -> None:
        """A small municipality like Usuki as shipped: three servers and a data volume."""
        text = (ROOT / "tenants/members/usuki.yaml").read_text(encoding="utf-8")
        for old, new in (
            ("slug: usuki", f"slug: {slug}"),
            ("442062", code),
            ("臼杵市", name),
            ("うすきし", kana),
            ("Usuki City", slug.capitalize() + " City"),
            ("10.64.4.0/22", network),
            ("@usuki.example", f"@{slug}.example"),
            ("0972-00-0062", f"0972-00-{code}"),
            ("0972-00-1062", f"0972-01-{code}"),
        ):
            text = text.replace(old, new)
        self.member_file(slug).write_text(text, encoding="utf-8")

    @contextmanager
    def changed(self, file: str, *changes: tuple[str, str]) -> Iterator[None]:
        """A file below `definitions` with texts replaced, until the block ends."""
        path = self.definitions / file
        before = text = path.read_text(encoding="utf-8")
        for old, new in changes:
            if old not in text:
                raise ValueError(f"{old!r} is not in {path}")
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        try:
            yield
        finally:
            path.write_text(before, encoding="utf-8")

    @contextmanager
    def added(self, file: str, like: str, *changes: tuple[str, str]) -> Iterator[None]:
        """A new file like another one but for some texts, until the block ends."""
        path = self.definitions / file
        with self.changed(like, *changes):
            text = (self.definitions / like).read_text(encoding="utf-8")
        path.write_text(text, encoding="utf-8")
        try:
            yield
        finally:
            path.unlink()

    @contextmanager
    def without(self, file: str) -> Iterator[None]:
        """A file is gone, until the block ends."""
        path = self.definitions / file
        text = path.read_text(encoding="utf-8")
        path.unlink()
        try:
            yield
        finally:
            path.write_text(text, encoding="utf-8")

    def add_service(self, slug: str, service: str) -> None:
        """One more at the end of the file, which is where services stand."""
        with self.member_file(slug).open("a", encoding="utf-8") as file:
            file.write(f"  {service}:\n")

    def entry(self, name: str) -> Mapping[str, Any]:
        """An entry of this consortium's clouds.yaml."""
        entries = yaml.safe_load(self.home.clouds_file.read_text(encoding="utf-8"))["clouds"]
        found: Mapping[str, Any] = entries[name]
        return found
