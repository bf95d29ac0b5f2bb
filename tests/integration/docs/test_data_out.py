"""The page on getting data out without kumiai: its commands are run as they are printed."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from blueprint.accounts import VAULT_WRITER
from core.home import REPOSITORY
from core.signing_key import ALLOWED_SIGNERS
from recovery.content import BYTES_PER_GIB
from runbooks.actions import vaults
from tests.lib.copies import DATA, FILES, MEMBER, SYSTEM, Copies, copies

PAGE = REPOSITORY / "docs" / "how-to" / "data-out.md"
CONTENT = b"the second generation"


def commands(page: Path) -> str:
    found = re.findall(r"```sh\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    return "".join(found)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Copies]:
    """A chain of two, the newest of them proven."""
    with copies(tmp_path) as found:
        found.primary.swift.put(MEMBER, FILES, "申請書 1.pdf", b"an application")
        for content in (b"the first generation, which was longer", CONTENT):
            found.write(content)
            assert found.backup() == []
            assert found.pull() == []
        assert found.prove() == []
        yield found


def test_the_commands_of_the_page_bring_out_the_very_bytes(world: Copies, tmp_path: Path) -> None:
    told = {
        "KEYSTONE": f"{world.remote.url}/v3",
        "USERNAME": VAULT_WRITER,
        "PASSWORD": "p",
        "MEMBER": MEMBER,
        "SOURCE": "primary",
        "SITE": "remote",
        "SYSTEM": SYSTEM,
        "VOLUME": DATA,
        "SIGNERS": str(world.home.definitions / ALLOWED_SIGNERS),
    }
    folder = tmp_path / "out"
    folder.mkdir()
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands(PAGE)],
        cwd=folder,
        env={**os.environ, **told},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"volume.img is what {DATA} held" in done.stdout
    assert begin_of(folder / "volume.img") == CONTENT
    [file] = (folder / FILES).iterdir()
    assert file.read_bytes() == b"an application"
    assert f'"申請書 1.pdf": "{file.name}"' in done.stdout


def test_both_languages_have_the_same_commands() -> None:
    assert commands(PAGE.with_suffix(".ja.md")) == commands(PAGE)


def test_extract_brings_out_the_same(world: Copies, tmp_path: Path) -> None:
    assert world.carried_out(vaults.extract(world.given, MEMBER, tmp_path / "out")) == []
    folder = tmp_path / "out" / SYSTEM
    assert begin_of(folder / f"{DATA}.img") == CONTENT
    assert (folder / f"{DATA}.img").stat().st_size == BYTES_PER_GIB
    [line] = (folder / FILES / "names.tsv").read_text("utf-8").splitlines()
    content, name = line.split("\t")
    assert name == '"申請書 1.pdf"'
    assert (folder / FILES / content).read_bytes() == b"an application"


def begin_of(file: Path) -> bytes:
    with file.open("rb") as image:
        return image.read(len(CONTENT) + 8).rstrip(b"\0")
