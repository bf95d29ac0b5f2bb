"""A server that lives: its folder, its processes and what it has mounted.

Nova's driver starts and ends it (`guests.py`); Cinder's holds its writing while a copy is taken
(`volume.py`). The folder says what it was started with: `volumes`, one `NAME FILE` a line.
"""

import contextlib
import fcntl
import os
import pathlib
import select
import signal
import subprocess
import time

FIFREEZE, FITHAW = 0xC0045877, 0xC0045878
"""include/uapi/linux/fs.h: whole on its disk, and written no more; written again."""

START_SECONDS = 300
END_SECONDS = 10
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
MARKS = ("KUMIAI_LAB", "KUMIAI_LAB_SITE")
NAME_MARK = "KUMIAI_LAB_PROCESS"
APART = ("--net", "--mount", "--uts", "--ipc", "--pid", "--fork", "--kill-child")


class Guest:
    """One server at one host; `folder` is named for the server."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    @property
    def pid(self):
        """The process that holds its namespaces open; None if it does not live."""
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.folder / "pid").read_text())
            environment = pathlib.Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
            if f"{NAME_MARK}={self._name}".encode() in environment:
                return pid
        return None

    def start(self, program, *words):
        """Return when it answers SSH. Raises: RuntimeError with the end of its log."""
        log = self.folder / "log"
        given = {mark: os.environ[mark] for mark in MARKS if mark in os.environ}
        with log.open("ab") as output:
            process = subprocess.Popen(
                ["unshare", *APART, "sh", "-e", program, str(self.folder), *words],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=output,
                env={"PATH": PATH, NAME_MARK: self._name, **given},
                cwd="/",
                start_new_session=True,
            )
        (self.folder / "pid").write_text(f"{process.pid}\n")
        with process.stdout:
            heard, _, _ = select.select([process.stdout], [], [], START_SECONDS)
            ready = bool(heard and process.stdout.readline())
        if not ready:
            self.end(0)
            process.wait()
            raise RuntimeError(f"it did not start: {log.read_text(errors='replace')[-400:]}")

    def end(self, patience_seconds):
        """Ask its first process, wait, then SIGKILL; nothing of it is mounted afterwards."""
        pid = self.pid
        if pid is None:
            return
        with contextlib.suppress(ProcessLookupError):
            holder = os.pidfd_open(pid)
            try:
                if patience_seconds:
                    _signal_first(pid, signal.SIGTERM)
                    select.select([holder], [], [], patience_seconds)
                _signal_first(pid, signal.SIGKILL)
                with contextlib.suppress(ProcessLookupError):
                    signal.pidfd_send_signal(holder, signal.SIGKILL)
                select.select([holder], [], [], END_SECONDS)
            finally:
                os.close(holder)
        deadline = time.monotonic() + END_SECONDS
        while any(_loops(file) for _, file in self.volumes) and time.monotonic() < deadline:
            time.sleep(0.05)

    @property
    def volumes(self):
        """What it has mounted, or had: (path below the folder, file)."""
        with contextlib.suppress(OSError):
            disk = (self.folder / "disk.path").read_text().strip()
            lines = (self.folder / "volumes").read_text().splitlines()
            data = [line.split(" ", 1) for line in lines]
            return [("disk", disk), *((f"tree/srv/{name}", file) for name, file in data)]
        return []

    def mount(self, program, name, file):
        """A data volume, in a guest that lives."""
        self._inside("sh", "-e", program, str(self.folder / "tree"), name, file)

    def unmount(self, name):
        """Raises: CalledProcessError while something in the guest uses it."""
        self._inside("umount", str(self.folder / "tree/srv" / name))

    def signal_all(self, name):
        """To every process of it but the first one, which only waits: STOP, CONT."""
        first = _first_of(self.pid)
        enter = ["nsenter", f"--pid=/proc/{first}/ns/pid"]
        subprocess.run(
            [*enter, "sh", "-c", f"kill -{name} -1"], capture_output=True, env={"PATH": PATH}
        )

    @contextlib.contextmanager
    def frozen(self, place):
        """What is mounted there is whole on its disk, and stays as it is for so long."""
        descriptor = os.open(f"/proc/{self.pid}/root{self.folder / place}", os.O_RDONLY)
        try:
            fcntl.ioctl(descriptor, FIFREEZE, 0)
            try:
                yield
            finally:
                fcntl.ioctl(descriptor, FITHAW, 0)
        finally:
            os.close(descriptor)

    @property
    def _name(self):
        return f"guest-{self.folder.name}"

    def _inside(self, *command):
        enter = ["nsenter", f"--mount=/proc/{self.pid}/ns/mnt"]
        subprocess.run(
            [*enter, *command], check=True, capture_output=True, text=True, env={"PATH": PATH}
        )


@contextlib.contextmanager
def frozen(guests, file):
    """While it lasts nobody writes to the volume in `file`, whichever guest has it mounted."""
    with contextlib.ExitStack() as held:
        for folder in pathlib.Path(guests).glob("*/*") if guests else ():
            guest = Guest(folder)
            for place, mounted in guest.volumes if guest.pid else ():
                if mounted == str(file):
                    held.enter_context(guest.frozen(place))
        yield


def _signal_first(holder, number):
    """To the first process of the namespaces that `holder` holds open."""
    with contextlib.suppress(OSError, ValueError):
        os.kill(_first_of(holder), number)


def _first_of(holder):
    """Raises: OSError, ValueError where it has ended."""
    return int(pathlib.Path(f"/proc/{holder}/task/{holder}/children").read_text())


def _loops(file):
    return subprocess.run(
        ["losetup", "--noheadings", "--output", "NAME", "--associated", file],
        capture_output=True,
        env={"PATH": PATH},
        check=False,
    ).stdout
