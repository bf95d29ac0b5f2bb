"""The root file system that all hosts of the lab start from, and the mirror that they install from.

Adapter: mmdebstrap and apt. Both are built once, beside the other programs, from the Debian
packages of the release that this machine's own sources name; a host itself reaches no registry.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import locked, write_whole
from core.home import Home
from core.message import say
from lab.progress import Progress, timed

RELEASE = "bookworm"

NEEDED_HERE = {
    "mmdebstrap": "mmdebstrap",
    "apt-ftparchive": "apt-utils",
    "ssh": "openssh-client",
    "socat": "socat",
}
"""Program of this machine, and the Debian package that brings it."""

IN_THE_IMAGE = (
    *("openssh-server", "iproute2", "procps", "sudo", "sysvinit-utils"),
    *("python3", "python3-apt", "ca-certificates"),
)
"""As much as a cloud image has: it answers SSH and can be configured."""

IN_THE_MIRROR = (
    *("auditd", "chrony", "cron", "logrotate", "lynis", "rsyslog", "unattended-upgrades"),
    *("debsums", "libpam-pwquality", "libpam-tmpdir", "needrestart"),
    *("postgresql", "prometheus-node-exporter", "python3-jinja2", "python3-psycopg"),
    *("rsyslog-relp", "tlog"),
)
"""What the roles install; with all that these depend on it lies in the mirror."""

FIRST_USER = "debian"
"""As in Debian's cloud images: it may become root, and has the key that its owner gave."""

MIRROR_IN_HOST = "/srv/mirror"
"""Where a host sees the mirror."""

SOURCES = (
    "/etc/apt/sources.list.d/debian.sources",
    "/etc/apt/sources.list",
)
"""Where this machine says what it installs Debian's packages from; the first that is there."""

RECIPE = 3
"""Raised when the same packages are to become another tree."""

EPOCH = "1686355200"
"""2023-06-10, the day of the release: what is made during the build is as old as that, so that the
same packages become the same tree (https://reproducible-builds.org/specs/source-date-epoch/)."""

BUILD_SECONDS = 900


def image_folder(home: Home) -> Path:
    """Where the image lies, or will; what is built another way has another."""
    return home.programs / "guests" / _digest()


def image_of(home: Home, progress: Progress) -> Path:
    """The folder with `tree`, `mirror`, `manifest` and `checksums`; built if it is not there yet.

    Raises: OtherSystemFailed where it could not be built.
    """
    folder = image_folder(home)
    with locked(home.programs / "guests.lock"):
        if folder.exists():
            return folder
        with timed(progress, say("the hosts' root file system in {folder}", folder=folder)):
            _build(folder)
    return folder


def _digest() -> str:
    """Changes with what is built, or how."""
    what = (RELEASE, IN_THE_IMAGE, IN_THE_MIRROR, FIRST_USER, MIRROR_IN_HOST, RECIPE)
    return hashlib.sha256(repr(what).encode()).hexdigest()[:12]


def _build(folder: Path) -> None:
    """In a folder beside it first: a build that was killed leaves nothing that looks finished."""
    half = folder.with_name(f"{folder.name}.half")
    shutil.rmtree(half, ignore_errors=True)
    mirror = half / "mirror"
    mirror.mkdir(parents=True, mode=0o755)
    half.chmod(0o755)
    log = folder.parent / "build.log"
    apt = 'APT_CONFIG="$MMDEBSTRAP_APT_CONFIG" apt-get --yes --no-install-recommends'
    options = [
        *("--quiet", "--variant=minbase", f"--include={','.join(IN_THE_IMAGE)}"),
        *("--dpkgopt=force-unsafe-io", "--dpkgopt=path-exclude=/usr/share/doc/*"),
        "--dpkgopt=path-exclude=/usr/share/man/*",
        f"--customize-hook={apt} --download-only install {' '.join(IN_THE_MIRROR)}",
        f'--customize-hook=mv "$1"/var/cache/apt/archives/*.deb {mirror}/',
    ]
    _run(["mmdebstrap", *options, RELEASE, str(half / "tree"), _sources()], log)
    with (mirror / "Packages").open("w") as packages:
        _run(["apt-ftparchive", "packages", "."], log, folder=mirror, output=packages.fileno())
    release = subprocess.run(
        ["apt-ftparchive", "release", "."], cwd=mirror, capture_output=True, check=True
    )
    (mirror / "Release").write_bytes(release.stdout)
    _finish(half / "tree")
    _record(half)
    half.rename(folder)


def _record(folder: Path) -> None:
    """What it consists of: `manifest`, each package with its version; `checksums`, each file."""
    tree = folder / "tree"
    query = ["dpkg-query", f"--admindir={tree}/var/lib/dpkg", "--show"]
    packages = subprocess.run(query, capture_output=True, check=True).stdout
    write_whole(folder / "manifest", packages)
    files = sorted(path for path in tree.rglob("*") if path.is_file() and not path.is_symlink())
    sums = (f"{_sha256(file)}  {file.relative_to(tree)}\n" for file in files)
    write_whole(folder / "checksums", "".join(sums))


def _sha256(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def _finish(root: Path) -> None:
    """What makes the tree a host of the lab: its mirror, its first user, no keys of its own."""
    (root / "etc/apt/sources.list").write_text(f"deb [trusted=yes] file:{MIRROR_IN_HOST} ./\n")
    for more in (root / "etc/apt/sources.list.d").iterdir():
        more.unlink()
    (root / MIRROR_IN_HOST.lstrip("/")).mkdir(parents=True)
    for key in (root / "etc/ssh").glob("ssh_host_*"):
        key.unlink()
    # Compiled before its package was configured, and so with the time of the build in it.
    shutil.rmtree(root / "usr/share/python3/debpython/__pycache__")
    # As old as those of any image: apt reads the mirror before it installs.
    os.utime(root / "var/lib/apt/lists", (0, 0))
    subprocess.run(
        ["chroot", str(root), "useradd", "--create-home", "--shell=/bin/bash", FIRST_USER],
        env={**os.environ, "SOURCE_DATE_EPOCH": EPOCH},
        check=True,
    )
    (root / f"etc/sudoers.d/{FIRST_USER}").write_text(f"{FIRST_USER} ALL=(ALL) NOPASSWD: ALL\n")


def _sources() -> str:
    for file in SOURCES:
        if Path(file).exists():
            return file
    raise OtherSystemFailed(
        say(
            "none of {files} is on this machine; the lab's hosts are Debian and are built from "
            "the same packages",
            files=tuple(SOURCES),
        )
    )


def _run(
    command: Sequence[str], log: Path, *, folder: Path | None = None, output: int | None = None
) -> None:
    with log.open("a") as words:
        try:
            code = subprocess.run(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=words if output is None else output,
                stderr=words,
                env={
                    **os.environ,
                    "LC_ALL": "C",
                    "DEBIAN_FRONTEND": "noninteractive",
                    "SOURCE_DATE_EPOCH": EPOCH,
                },
                timeout=BUILD_SECONDS,
                check=False,
            ).returncode
        except subprocess.TimeoutExpired:
            code = 124
    if code:
        raise OtherSystemFailed(
            say(
                "{program} failed or did not end within {seconds} s (exit code {code}); the "
                "reason is at the end of {log}; {remedy}",
                program=command[0],
                seconds=BUILD_SECONDS,
                code=code,
                log=log,
                remedy=say("see whether Debian's packages can be reached, then run it again"),
            )
        )
