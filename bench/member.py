"""One member onto both sites: `kumiai up` against the limit, in the same run, alternately. JSON.

Pulumi's own start-up is measured apart: an `up` of an empty program, one per site at the same
time as `kumiai up` does. The target is 1.25 × the limit beyond that start-up.
`python -m bench.member [--rounds N]`; needs the lab, with both sites built by `kumiai up`.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from bench.limit import build
from bench.rehearsal.home import MEMBER, bench_home, definitions_of
from bench.rehearsal.removal import remove
from blueprint.naming import stack_name
from core.home import REPOSITORY, Home
from infra.stacks.forget import forget_stack
from infra.toolchain.environment import pulumi_environment
from infra.toolchain.install import cli_path
from tenants.definitions import Definitions

EMPTY_PROJECT = """\
name: kumiai
main: program
runtime:
  name: python
  options: {{toolchain: pip, virtualenv: {virtualenv}}}
"""

UP_OF_NEW_STACK = '"$0" stack init "$1" && exec "$0" up --yes --skip-preview -s "$1"'


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    rounds = parser.parse_args().rounds
    with bench_home(Home.of(os.environ)) as home:
        definitions = definitions_of(home)
        empty = empty_project(home)
        remove(home, definitions)
        try:
            found: list[Round] = []
            for _ in range(2 * rounds):
                try:
                    found.append(round_trip(home, definitions, empty))
                except Disturbed:
                    remove(home, definitions)
                    forget(home, definitions)
                if len(found) == rounds:
                    break
        finally:
            remove(home, definitions)
    json.dump(summary(found), sys.stdout, indent=2)
    print()


class Disturbed(Exception):
    """The round measured something else than the member."""


Round = Mapping[str, float]


def round_trip(home: Home, definitions: Definitions, empty: Path) -> Round:
    """Seconds of each way, and nothing left behind."""
    limit = build(home, definitions)
    remove(home, definitions)
    start_up = empty_ups(home, definitions, empty)
    up = kumiai_up(home)
    unchanged = kumiai_up(home)
    remove(home, definitions)
    forget(home, definitions)
    return {
        "limit_seconds": limit["seconds"],
        "up_seconds": up,
        "pulumi_start_up_seconds": start_up,
        "unchanged_up_seconds": unchanged,
        "load_of_the_machine": os.getloadavg()[0],
        "up_without_start_up_by_limit": (up - start_up) / limit["seconds"],
    }


def kumiai_up(home: Home) -> float:
    kumiai = str(REPOSITORY / ".venv" / "bin" / "kumiai")
    began = time.monotonic()
    done = subprocess.run(
        [kumiai, "up", MEMBER, "--execute", "--reason", "bench"],
        env={
            **os.environ,
            "KUMIAI_HOME": str(home.root),
            "KUMIAI_DEFINITIONS": str(home.definitions),
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    seconds = time.monotonic() - began
    sys.stderr.write(done.stdout)
    if "site primary: done" in done.stdout:
        # The program was changed meanwhile, so that the sites' own stacks were looked at too.
        raise Disturbed
    return seconds


def empty_project(home: Home) -> Path:
    """A project whose program does nothing."""
    folder = home.root / "empty"
    (folder / "program").mkdir(parents=True)
    (folder / "program" / "__main__.py").write_text("import pulumi\n", encoding="utf-8")
    text = EMPTY_PROJECT.format(virtualenv=REPOSITORY / ".venv")
    (folder / "Pulumi.yaml").write_text(text, encoding="utf-8")
    return folder


def empty_ups(home: Home, definitions: Definitions, project: Path) -> float:
    """An `up` of the empty program for each site at once, stacks made as for a new member."""
    environment = {**os.environ, **pulumi_environment(home, os.environ)}
    environment["PULUMI_BACKEND_URL"] = (project / "state").as_uri()
    shutil.rmtree(project / "state", ignore_errors=True)
    (project / "state").mkdir()
    pulumi = str(cli_path(home))
    began = time.monotonic()
    running = [
        subprocess.Popen(
            ["/bin/sh", "-ec", UP_OF_NEW_STACK, pulumi, f"empty.{site}"],
            cwd=project,
            env=environment,
            stdout=sys.stderr,
        )
        for site in definitions.sites
    ]
    if any(process.wait() for process in running):
        raise RuntimeError("an up of an empty program failed")
    return time.monotonic() - began


def forget(home: Home, definitions: Definitions) -> None:
    """The member's stacks were never there: what they built is gone already."""
    for site in definitions.sites:
        forget_stack(home, stack_name(MEMBER, site))


def summary(rounds: list[Round]) -> dict[str, object]:
    return {
        **{name: round(median(one[name] for one in rounds), 2) for name in rounds[0]},
        "rounds": [{name: round(value, 2) for name, value in one.items()} for one in rounds],
    }


if __name__ == "__main__":
    main()
