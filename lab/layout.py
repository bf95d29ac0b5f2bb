"""Writes a site's configuration and folders. Adapter; what is written comes from `lab/services/`.

Done before every start: it costs milliseconds, and a change of the code reaches a lab that exists.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from core.files import PRIVATE_FILE, make_private_folder, write_whole
from lab.service import Service
from lab.sites import LabSite


def write_layout(site: LabSite, services: Sequence[Service]) -> None:
    """Everything that `services` declare below the site's folder, readable by its owner only."""
    for folder in (site.folder, site.etc, site.data, site.logs, site.run):
        make_private_folder(folder)
    for service in services:
        for name, text in service.files.items():
            _write_changed(site.etc / name, text)
        for source, name in service.from_package.items():
            _write_changed(site.etc / name, (site.venv / "etc" / source).read_text("utf-8"))
        for name in service.folders:
            make_private_folder(site.data / name)
    cookie = site.run / ".erlang.cookie"
    if not cookie.exists():
        write_whole(cookie, site.passwords.cookie, 0o400)


def empty_temporary_folder(site: LabSite) -> Path:
    """Where the site's processes put what nobody needs after them."""
    folder = site.run / "tmp"
    shutil.rmtree(folder, ignore_errors=True)
    make_private_folder(folder)
    return folder


def _write_changed(file: Path, text: str) -> None:
    """Unchanged files are not touched: fsync of some forty files costs a second on a slow disk."""
    if file.exists() and file.read_text("utf-8") == text:
        return
    make_private_folder(file.parent)
    write_whole(file, text, PRIVATE_FILE)
