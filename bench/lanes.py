"""What a run of tests takes of the processors: by program, by test, and how long nothing ran. JSON.

`python -m bench.lanes tests/lab --lane sites`: runs pytest with these words in a control group of
its own (cgroup v1, `cpuacct`), so as root. Processes are looked at twice a second; what a process
took that ended between two looks stands beside its parent ("below …"), and what no parent waited
for is "unseen". Adapter.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

GROUPS = Path("/sys/fs/cgroup/cpuacct")
GROUP = "KUMIAI_BENCH_GROUP"
TESTS = "KUMIAI_BENCH_TESTS"
LOOK_SECONDS = 0.5
TICKS = os.sysconf("SC_CLK_TCK")
SLOWEST = 25
LEAST_SECONDS = 0.5


@dataclass
class Seen:
    """A process as it was when last looked at, in CPU seconds."""

    label: str
    parent: int
    own: float = 0.0
    waited_for: float = 0.0
    """Of its children that have ended."""


@dataclass
class Account:
    processes: dict[tuple[int, int], Seen] = field(default_factory=dict)
    idle_seconds: float = 0.0
    moments: list[tuple[float, dict[str, float]]] = field(default_factory=list)

    def look(self, group: Path, seconds: float) -> None:
        running = False
        for pid in map(int, (group / "cgroup.procs").read_text().split()):
            try:
                stat = Path(f"/proc/{pid}/stat").read_text()
                words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            name, rest = stat[stat.index("(") + 1 : stat.rindex(")")], stat[stat.rindex(")") + 2 :]
            fields = rest.split()
            running = running or fields[0] in "RD"
            key = (pid, int(fields[19]))
            seen = self.processes.setdefault(key, Seen("", int(fields[1])))
            # One that is about to end has no words any more.
            seen.label = label(words, name) if words else seen.label or name
            seen.own = (int(fields[11]) + int(fields[12])) / TICKS
            seen.waited_for = (int(fields[13]) + int(fields[14])) / TICKS
        if not running:
            self.idle_seconds += seconds
        self.moments.append((time.time(), self.by_program()))

    def by_program(self) -> dict[str, float]:
        """What was seen, and what each parent waited for that was not seen itself."""
        found: dict[str, float] = defaultdict(float)
        below: dict[int, float] = defaultdict(float)
        for seen in self.processes.values():
            found[seen.label] += seen.own
            below[seen.parent] += seen.own + seen.waited_for
        for (pid, _), seen in self.processes.items():
            unseen = seen.waited_for - below[pid]
            if unseen > 0:
                found[f"below {seen.label}"] += unseen
        return found


KNOWN = (
    (r"^kumiai-lab \S+ (nova-compute)-\S+ ", r"lab: \1"),
    (r"^kumiai-lab \S+ (\S+) ", r"lab: \1"),
    (r"multiprocessing\.forkserver", "kumiai, forked"),
    (r"multiprocessing\.resource_tracker", "pytest"),
    (r"pytest", "pytest"),
    (r"bin/kumiai (\S+)", r"kumiai, started: \1"),
    (r"pulumi-language-python-exec", "pulumi: our program"),
    (r"pulumi-language-python", "pulumi: language host"),
    (r"pulumi-resource-(\S+)", "pulumi: plugin"),
    (r"(^|/)pulumi ", "pulumi: engine"),
    (r"(beam\.smp|erl_child_setup|inet_gethost|epmd|rabbitmq)", "lab: RabbitMQ"),
    (r"(mariadbd?|my_print_defaults|mariadb-install)", "lab: MariaDB"),
    (r"(memcached)", "lab: memcached"),
    (r"(labdrivers\.\w+)", r"lab: \1"),
    (r"(prometheus|alertmanager|amtool|promtool)", r"\1"),
    (r"(postgres)", r"\1"),
    (r"python\S* -m (\S+)", r"\1"),
)


def label(words: str, name: str) -> str:
    """What a command line is called here."""
    line = " ".join(words.split("\0"))
    for pattern, called in KNOWN:
        match = re.search(pattern, line)
        if match:
            return match.expand(called)
    return Path(line.split(" ")[0]).name or name


@contextmanager
def group_of_its_own() -> Iterator[Path]:
    group = GROUPS / f"kumiai-bench-{os.getpid()}"
    group.mkdir()
    try:
        yield group
    finally:
        for _ in range(20):
            try:
                group.rmdir()
                break
            except OSError:
                time.sleep(0.5)


def main(words: list[str]) -> None:
    with group_of_its_own() as group:
        tests = Path(f"/tmp/{group.name}.tests")
        environment = {**os.environ, GROUP: str(group), TESTS: str(tests)}
        account, started = Account(), time.monotonic()
        run = subprocess.Popen(
            [sys.executable, "-m", "pytest", "-p", "bench.lanes", *words],
            env=environment,
            stdout=sys.stderr,
            preexec_fn=lambda: (group / "cgroup.procs").write_text(str(os.getpid())),
        )
        last = time.monotonic()
        while run.poll() is None:
            time.sleep(LOOK_SECONDS)
            account.look(group, time.monotonic() - last)
            last = time.monotonic()
        whole = used(group)
    json.dump(summary(account, whole, time.monotonic() - started, tests), sys.stdout, indent=1)
    print()
    tests.unlink(missing_ok=True)
    raise SystemExit(run.returncode)


def summary(account: Account, whole: float, clock: float, tests: Path) -> dict[str, object]:
    programs = account.by_program()
    programs["unseen"] = whole - sum(programs.values())
    return {
        "cpu_seconds": round(whole, 1),
        "clock_seconds": round(clock, 1),
        "nothing_ran_seconds": round(account.idle_seconds, 1),
        "by_program": rounded(programs),
        "slowest_tests": slowest(account, tests),
    }


def slowest(account: Account, tests: Path) -> list[dict[str, object]]:
    """By CPU seconds; what a fixture takes counts for the test that came first."""
    rows = [json.loads(line) for line in tests.read_text().splitlines()]
    rows.sort(key=lambda row: row["cpu"], reverse=True)
    return [
        {
            "test": row["test"],
            "cpu": round(row["cpu"], 1),
            "clock": round(row["until"] - row["since"], 1),
            "by_program": rounded(between(account, row["since"], row["until"])),
        }
        for row in rows[:SLOWEST]
    ]


def between(account: Account, since: float, until: float) -> dict[str, float]:
    def at(moment: float) -> dict[str, float]:
        looks = [programs for then, programs in account.moments if then <= moment]
        return looks[-1] if looks else {}

    before = at(since)
    return {name: seconds - before.get(name, 0) for name, seconds in at(until).items()}


def rounded(programs: dict[str, float]) -> dict[str, float]:
    """Whoever took the most first; nobody who took next to nothing."""
    found = {name: round(seconds, 1) for name, seconds in programs.items()}
    told = [(name, seconds) for name, seconds in found.items() if abs(seconds) >= LEAST_SECONDS]
    return dict(sorted(told, key=lambda one: -one[1]))


def used(group: Path) -> float:
    return int((group / "cpuacct.usage").read_text()) / 1e9


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Inside of the run: what each test took, one JSON line each."""
    group, since = Path(os.environ[GROUP]), time.time()
    before = used(group)
    result = yield
    row = {
        "test": item.nodeid,
        "since": since,
        "until": time.time(),
        "cpu": used(group) - before,
    }
    with Path(os.environ[TESTS]).open("a") as file:
        file.write(json.dumps(row) + "\n")
    return result


if __name__ == "__main__":
    main(sys.argv[1:])
