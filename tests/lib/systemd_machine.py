"""A machine whose first process is systemd, in namespaces of its own: units run there as they will.

It sees this machine's files; whatever it writes goes with it, and its loopback is its own. Root
alone can make one. Services of Debian's that would change the kernel's settings are left out.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.lib.definitions import ROOT
from tests.lib.waiting import until

SYSTEMD = Path("/lib/systemd/systemd")
CHECKOUT, ENVIRONMENT = "/srv/kumiai", "/srv/kumiai-environment"
"""Where the checkout and its Python's environment are there: a unit may see no /tmp."""
COMMAND = "/usr/local/bin/kumiai"

_STARTED = """
from cli.main import run
raise SystemExit(run())
"""

_MACHINE = f"""
set -e
ip link set lo up
mount -t tmpfs tmpfs "$1"
mkdir "$1/upper" "$1/work" "$1/root" "$1/checkout" "$1/environment"
mount --bind "$2" "$1/checkout"
mount --bind "$3" "$1/environment"
root="$1/root"
mount -t overlay overlay -o "lowerdir=/,upperdir=$1/upper,workdir=$1/work" "$root"
mkdir -p "$root{CHECKOUT}" "$root{ENVIRONMENT}"
mount --move "$1/checkout" "$root{CHECKOUT}"
mount --move "$1/environment" "$root{ENVIRONMENT}"
mount -t proc proc "$root/proc"
mount --bind "$root/proc/sys" "$root/proc/sys"
mount -o remount,bind,ro "$root/proc/sys"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t cgroup2 cgroup2 "$root/sys/fs/cgroup"
for folder in run tmp var/tmp dev; do mount -t tmpfs tmpfs "$root/$folder"; done
for device in null zero full random urandom tty; do
    touch "$root/dev/$device"
    mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir "$root/dev/pts" "$root/dev/shm"
mount -t devpts -o newinstance,ptmxmode=666 devpts "$root/dev/pts"
ln -s pts/ptmx "$root/dev/ptmx"
ln -s /proc/self/fd "$root/dev/fd"
rm -rf "$root"/etc/systemd/system/*.wants
for unit in sysctl modules-load remount-fs update-utmp tmpfiles-setup timesyncd logind; do
    ln -sf /dev/null "$root/etc/systemd/system/systemd-$unit.service"
done
printf '#!{ENVIRONMENT}/bin/python\\nimport sys\\nsys.path.insert(0, "{CHECKOUT}")%s' "$4" \\
    > "$root{COMMAND}"
chmod +x "$root{COMMAND}"
mkdir -p "$root/old"
cd "$root"
pivot_root . old
umount -l /old
exec env -i container=kumiai PATH=/usr/sbin:/usr/bin:/sbin:/bin {SYSTEMD} --unit=basic.target
"""


def systemd_can_run() -> bool:
    """Whether this machine lets one be made."""
    return os.geteuid() == 0 and SYSTEMD.exists() and _groups() is not None


@dataclass(frozen=True, slots=True)
class Machine:
    """What runs there is asked from outside."""

    first_process: int

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["nsenter", "-t", str(self.first_process), "-a", "-r", "-w", *words],
            env={"PATH": "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            check=False,
        )

    def done(self, *words: str) -> str:
        """What it printed. Raises: AssertionError where it fails."""
        run = self.run(*words)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout


@contextmanager
def machine(folder: Path) -> Iterator[Machine]:
    """Nothing of it is left afterwards."""
    groups = _groups()
    assert groups is not None
    own = groups / f"kumiai-machine-{os.getpid()}"
    own.mkdir()
    begun = subprocess.Popen(
        [
            *("sh", "-c", f'echo $$ > {own}/cgroup.procs && exec "$@"', "sh"),
            *("unshare", "--mount", "--pid", "--fork", "--uts", "--ipc", "--net", "--cgroup"),
            *("--propagation", "private", "sh", "-c", _MACHINE, "sh"),
            *(str(folder), str(ROOT), sys.prefix, _STARTED),
        ],
        stdout=subprocess.DEVNULL,
    )
    first = 0
    try:
        until(lambda: bool(_children(begun.pid)), "its first process is there")
        [first] = _children(begun.pid)
        made = Machine(first)
        until(lambda: made.run("systemctl", "is-active", "basic.target").returncode == 0, "it runs")
        yield made
    finally:
        if first:
            os.kill(first, 9)
        begun.kill()
        begun.wait()
        until(lambda: _is_removed(own), "nothing of it runs any more")


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _groups() -> Path | None:
    """Where the machine's second version of control groups is mounted."""
    for line in Path("/proc/mounts").read_text("utf-8").splitlines():
        _, place, kind, *_ = line.split()
        if kind == "cgroup2":
            return Path(place)
    return None


def _is_removed(group: Path) -> bool:
    """Groups are removed from the leaves on, once whatever was in them has ended."""
    for one in [*sorted(group.rglob("*/"), reverse=True), group]:
        if one.is_dir():
            try:
                one.rmdir()
            except OSError:
                return False
    return not group.exists()
