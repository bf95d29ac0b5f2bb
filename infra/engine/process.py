"""Calls the Pulumi CLI: one process of its own per run, its events read as they come. Adapter.

Not the Automation API, which wraps the same program: see docs/adr/0003-pulumi-as-a-process.md.
"""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from core.errors import OtherSystemFailed, UserError
from core.files import make_folder, make_private_folder
from core.home import Home
from core.message import say
from infra.engine.processes import RUN, end, of_run
from infra.engine.workspace import workspace
from infra.toolchain.environment import BACKEND, CHECKED, REFRESHES, environment_for
from infra.toolchain.install import cli_path
from infra.toolchain.passphrase import ensure_passphrase, sealed_here

RUN_SECONDS = 1800
"""The longest that one run of one stack may take."""

REFRESH = "--refresh"
"""Read back what stands before anything is compared."""

PARALLEL = 16
"""Calls to OpenStack that one run makes at the same time."""
WORDS = 300
"""Most that is repeated of what Pulumi said."""

Event = Mapping[str, Any]


@dataclass
class Outcome:
    """How a run of Pulumi ended. `errors` are its own diagnostics, in order.

    `failed`: Pulumi said so. One that was interrupted ends with exit code 0 all the same.
    """

    exit_code: int
    failed: bool = False
    errors: list[str] = field(default_factory=list)
    output: str = ""
    timed_out: bool = False

    @property
    def done(self) -> bool:
        return self.exit_code == 0 and not self.failed

    @property
    def words(self) -> str:
        """The end of its errors, for a sentence about them."""
        return " ".join(self.errors)[-WORDS:]


@dataclass(frozen=True)
class Pulumi:
    """The CLI for one stack, within one run of kumiai."""

    home: Home
    stack: str
    run: str
    log: Path
    checked: bool = True

    def up(self, on_event: Callable[[Event], None], message: str, refresh: bool) -> Outcome:
        """Make the cloud what the program says; stops at nothing but errors."""
        options = ["--yes", "--skip-preview", "--message", message, f"--parallel={PARALLEL}"]
        return self._events(["up", *options, *([REFRESH] if refresh else [])], on_event)

    def preview(self, refresh: bool) -> Outcome:
        """What `up` would do; `output` is Pulumi's JSON."""
        outcome = self._plain(["preview", "--json", *([REFRESH] if refresh else [])])
        if not outcome.done:
            outcome.errors = errors_in(outcome.output) or outcome.errors
        return outcome

    def destroy(
        self, on_event: Callable[[Event], None], message: str, but: Sequence[str] = ()
    ) -> Outcome:
        """Take away everything but these resources, and what they hang on."""
        kept = [f"--exclude={urn}" for urn in but]
        options = ["--yes", "--skip-preview", "--message", message, f"--parallel={PARALLEL}"]
        return self._events(["destroy", *options, *kept], on_event)

    def refresh(self, on_event: Callable[[Event], None]) -> Outcome:
        return self._events(["refresh", "--yes", "--skip-preview"], on_event)

    def create_stack(self) -> Outcome:
        """Make the stack; done as well where it exists."""
        outcome = self._plain(["stack", "init"])
        if any("already exists" in error for error in outcome.errors):
            return Outcome(0)
        return outcome

    def remove_stack(self, whatever_it_says: bool = False) -> Outcome:
        """Forget the stack; one that still has resources only if that is wanted."""
        return self._plain(["stack", "rm", "--yes", *(["--force"] if whatever_it_says else [])])

    def cancel(self) -> Outcome:
        """Take away the lock that a dead process left on the state."""
        return self._plain(["cancel", "--yes"])

    def export(self) -> dict[str, Any]:
        """The deployment as Pulumi writes it.

        Raises: UserError where Pulumi cannot read it.
        """
        outcome = self._plain(["stack", "export"])
        if not outcome.done:
            raise UserError(
                say(
                    "the state of {stack} cannot be read: {reason}",
                    stack=self.stack,
                    reason=outcome.words,
                )
            )
        return dict(json.loads(outcome.output))

    def import_deployment(self, deployment: Mapping[str, Any]) -> Outcome:
        return self._plain(["stack", "import"], json.dumps(deployment))

    def unprotect(self, urn: str) -> Outcome:
        return self._plain(["state", "unprotect", urn, "--yes"])

    def unprotect_all(self) -> Outcome:
        return self._plain(["state", "unprotect", "--all", "--yes"])

    def _events(self, arguments: Sequence[str], on_event: Callable[[Event], None]) -> Outcome:
        """Run with `--json`: each line of the output is one event of the engine."""
        outcome = Outcome(0)
        process = self._start([*arguments, "--json"])
        timer = threading.Timer(RUN_SECONDS, self._stop, [outcome])
        timer.start()
        try:
            spoken: list[str] = []
            with self._log() as log:
                assert process.stdout is not None  # it is a pipe
                for line in process.stdout:
                    log.write(line)
                    try:
                        event = json.loads(line)
                    except ValueError:
                        # What keeps Pulumi from beginning at all is no event.
                        spoken.append(line.decode(errors="replace").rstrip())
                        continue
                    _note(event, outcome)
                    on_event(event)
            outcome.exit_code = process.wait()
            if outcome.exit_code and not outcome.errors:
                outcome.errors = _plain_errors("\n".join(spoken))
        except BaseException:
            # Ctrl-C or a defect of ours: no process outlives the run that started it.
            self._stop(outcome)
            raise
        finally:
            timer.cancel()
        return outcome

    def _plain(self, arguments: Sequence[str], given: str | None = None) -> Outcome:
        # A backend's own remarks (of S3's SDK, say) must not stand within what is asked for.
        process = self._start(
            arguments, subprocess.PIPE if given is not None else None, subprocess.PIPE
        )
        try:
            output, remarks = process.communicate(
                given.encode() if given is not None else None, timeout=RUN_SECONDS
            )
        except BaseException:
            self._stop(Outcome(0))
            raise
        text = output.decode(errors="replace")
        outcome = Outcome(process.returncode, output=text)
        if process.returncode:
            with self._log() as log:
                log.write(output + remarks)
            outcome.errors = _plain_errors(text + remarks.decode(errors="replace"))
        return outcome

    def _start(
        self,
        arguments: Sequence[str],
        standard_input: int | None = None,
        standard_error: int = subprocess.STDOUT,
    ) -> subprocess.Popen[bytes]:
        program = cli_path(self.home)
        if not program.exists():
            raise UserError(say("Pulumi is not set up; run `make setup` first"))
        make_private_folder(self.home.state)
        if self.stack:
            # The list of stacks, which is asked of no stack, shows nothing that is sealed.
            sealed = exported_names if is_elsewhere() else sealed_here
            ensure_passphrase(self.home, lambda: sealed(self.home))
        environment = {
            **environment_for(self.home, os.environ),
            RUN: self.run,
            CHECKED: "1" if self.checked else "0",
            REFRESHES: "1" if REFRESH in arguments else "0",
        }
        return subprocess.Popen(
            [
                program,
                *arguments,
                *(["--stack", self.stack] if self.stack else []),
                "--non-interactive",
                "--color=never",
            ],
            cwd=workspace(self.home),
            env=environment,
            stdin=standard_input if standard_input is not None else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=standard_error,
            # A group of its own: Ctrl-C reaches kumiai, which ends its children in good order.
            start_new_session=True,
        )

    def _stop(self, outcome: Outcome) -> None:
        outcome.timed_out = True
        end(lambda: [one for one in of_run(self.run) if _is_of_stack(one, self.stack)])

    def _log(self) -> Any:
        make_folder(self.log.parent)
        return self.log.open("ab")


def is_elsewhere() -> bool:
    """Whether the state is kept by a backend that an operator has named, not below `var/state`."""
    return bool(os.environ.get(BACKEND))


def exported(home: Home, stack: str) -> bytes | None:
    """A stack's state, asked of its backend; None where there is no such stack.

    Raises: OtherSystemFailed where the backend does not answer.
    """
    outcome = Pulumi(home, stack, "", home.logs / "export.log")._plain(["stack", "export"])
    if any("no stack named" in error for error in outcome.errors):
        return None
    return _asked(outcome).encode()


def exported_names(home: Home) -> list[str]:
    """Every stack that the backend has. Raises: as `exported`."""
    outcome = Pulumi(home, "", "", home.logs / "export.log")._plain(["stack", "ls", "--json"])
    return sorted(str(stack["name"]).rsplit("/", 1)[-1] for stack in json.loads(_asked(outcome)))


def _asked(outcome: Outcome) -> str:
    if outcome.done:
        return outcome.output
    raise OtherSystemFailed(
        say(
            "the state that {variable} names cannot be read: {reason}",
            variable=BACKEND,
            reason=outcome.words,
        )
    )


def _is_of_stack(process: psutil.Process, stack: str) -> bool:
    """The CLI of this stack; its children end with it."""
    with contextlib.suppress(psutil.Error):
        return stack in process.cmdline()
    return False


def _note(event: Event, outcome: Outcome) -> None:
    if event.get("summaryEvent", {}).get("result") == "failed":
        outcome.failed = True
    diagnostic = event.get("diagnosticEvent")
    if diagnostic and diagnostic.get("severity") == "error":
        outcome.errors.append(str(diagnostic.get("message", "")).strip())


def errors_in(preview: str) -> list[str]:
    """The errors among the diagnostics of a preview, which are in its JSON and nowhere else."""
    try:
        diagnostics = json.loads(preview).get("diagnostics") or ()
    except ValueError:
        return []
    return [
        str(one["message"]).removeprefix("error:").strip()
        for one in diagnostics
        if one.get("severity") == "error"
    ]


def _plain_errors(text: str) -> list[str]:
    """Each error with the indented lines below it; without any, the last that was said."""
    errors: list[str] = []
    for line in text.splitlines():
        if line.startswith("error:"):
            errors.append(line.removeprefix("error:").strip())
        elif errors and line.startswith(" "):
            errors[-1] += f"\n{line.strip()}"
    return errors or [line.strip() for line in text.splitlines() if line.strip()][-3:]
