"""Two persons who follow procedures on the lab: one runs them, the other approves."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import yaml

from core.signing_key import signing_key_file
from tests.lib.consortium import Consortium
from tests.lib.waiting import until

KILLED_WITHIN_SECONDS = 600


@dataclass
class Desk:
    """Each at a machine of their own; the files are the same."""

    sato: Consortium
    suzuki: Consortium
    folder: Path

    @classmethod
    def of(cls, consortium: Consortium, other: Path, folder: Path) -> Desk:
        """Both have a key that the files know."""
        suzuki = Consortium(consortium.lab, consortium.definitions, {"KUMIAI_HOME": str(other)})
        for who, name in ((consortium, "sato"), (suzuki, "suzuki")):
            assert who.kumiai("signer", "new", name).returncode == 0
        return cls(consortium, suzuki, folder)

    def runs(self, name: str, *words: str) -> str:
        """To its end: asked by nobody, each approval given by Suzuki; what was said last."""
        return self.resumes(name, self.begins(name, *words))

    def begins(self, name: str, *words: str) -> subprocess.CompletedProcess[str]:
        """As far as it goes without anybody's approval."""
        return self.sato.kumiai(
            "runbook", "run", name, *words, *self.answering(name), "--reason", "a test"
        )

    def resumes(self, name: str, done: subprocess.CompletedProcess[str]) -> str:
        """From where it stopped to its end."""
        while "waits for an approval" in done.stdout:
            assert done.returncode == 0, done.stdout + done.stderr
            self.approves(done.stdout.split("kumiai runbook approve ")[1].split("`")[0])
            done = self.resume(name)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def resume(self, name: str) -> subprocess.CompletedProcess[str]:
        return self.sato.kumiai("runbook", "resume", self.newest(name), *self.answering(name))

    def is_killed(self, name: str, at: Callable[[], bool]) -> None:
        """It goes on, and its process alone is killed once it has come so far."""
        words = ("runbook", "resume", self.newest(name), *self.answering(name))
        run = self.sato.begin(*words)
        until(lambda: at() or run.poll() is not None, "it is in the middle", KILLED_WITHIN_SECONDS)
        assert run.poll() is None, run.communicate()[0]
        os.kill(run.pid, signal.SIGKILL)
        run.communicate()

    def answering(self, name: str) -> tuple[str, ...]:
        """The options that answer every step of a procedure."""
        file = self.folder / f"{name}.yaml"
        receipt = self.folder / "receipt.pdf"
        receipt.write_bytes(b"%PDF-1.7 signed")
        seen = {
            **{"yes": "yes", "number": 1, "day": "2026-12-01", "text": "seen"},
            "file": str(receipt),
        }
        procedure = self.sato.definitions / "runbooks" / "procedures" / f"{name}.yaml"
        steps = yaml.safe_load(procedure.read_text("utf-8"))["steps"]
        answers = {
            asked: seen[answer["accepts"]]
            for step in steps.values()
            for asked, answer in step.get("answers", {}).items()
        }
        file.write_text(yaml.safe_dump(answers), "utf-8")
        return ("--unattended", str(file), "--execute")

    def approves(self, run: str) -> None:
        """As the command tells it: with OpenSSH's own program, and no kumiai."""
        assert self.sato.kumiai("runbook", "approve", run).returncode == 0
        [request] = (self.sato.home.runs / run).glob("*.request")
        key = signing_key_file(self.suzuki.home)
        command = ("ssh-keygen", "-Y", "sign", "-f", key, "-n", "kumiai-approval", request)
        subprocess.run(command, check=True, capture_output=True)
        signature = ("--signature", f"{request}.sig")
        done = self.sato.kumiai("runbook", "approve", run, *signature)
        assert done.returncode == 0, done.stdout + done.stderr

    def newest(self, name: str) -> str:
        return max(one.name for one in self.sato.home.runs.glob(f"*-{name}"))

    def lines(self, name: str) -> list[tuple[str, str]]:
        """Of the newest run: what each line of its journal tells, and of which step."""
        journal = self.sato.home.runs / self.newest(name) / "journal.jsonl"
        records = map(json.loads, journal.read_text("utf-8").splitlines())
        return [(one["what"], one["step"]) for one in records]
