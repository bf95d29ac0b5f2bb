"""A machine that reaches no registry: the tools come from official archives in a folder."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import pytest

from core.errors import UserError
from core.home import REPOSITORY, Home
from core.message import Message
from infra.toolchain.install import TOOLS_DIR, cli_path, install, plugin_path
from infra.toolchain.source import CLI_ARCHIVE, PLUGIN_ARCHIVE
from infra.toolchain.stamp import read_stamps


@pytest.fixture
def closed_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home without tools, and no Go to build them with."""
    monkeypatch.setenv(TOOLS_DIR, str(tmp_path / "archives"))
    monkeypatch.setenv("PATH", "/nonexistent")
    (tmp_path / "archives").mkdir()
    return Home(tmp_path / "var", REPOSITORY, tmp_path / "var")


def pack(archive: Path, program: Path, name: str) -> None:
    """As upstream packs it: one folder with the program in it, and others beside."""
    with tarfile.open(archive, "w:gz", compresslevel=1) as packed:
        packed.add(REPOSITORY / "README.md", "pulumi/README.md")
        packed.add(program, name)


def test_both_programs_are_unpacked_proven_and_not_looked_for_again(
    closed_network: Home, tmp_path: Path
) -> None:
    here = Home.of(os.environ)
    pack(tmp_path / "archives" / CLI_ARCHIVE, cli_path(here), "pulumi/pulumi")
    pack(tmp_path / "archives" / PLUGIN_ARCHIVE, plugin_path(here), "pulumi-resource-openstack")
    told: list[Message] = []
    install(closed_network, told.append)
    assert {tool: stamp["source"] for tool, stamp in read_stamps(closed_network).items()} == {
        "pulumi": "archive",
        "pulumi-resource-openstack": "archive",
    }
    assert cli_path(closed_network).read_bytes() == cli_path(here).read_bytes()

    told.clear()
    install(closed_network, told.append)
    assert told == []


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"not an archive",
            r"cannot be unpacked: it is no archive, or only part of one; fetch it again$",
        ),
        (None, r"says it is nothing, wanted is 3\.259\.0; put the right archive into KUMIAI_TOOLS"),
    ],
)
def test_a_wrong_archive_is_one_sentence_and_leaves_no_program(
    closed_network: Home, tmp_path: Path, content: bytes | None, sentence: str
) -> None:
    archive = tmp_path / "archives" / CLI_ARCHIVE
    if content is None:
        pack(archive, Path("/bin/true"), "pulumi/pulumi")
    else:
        archive.write_bytes(content)
    with pytest.raises(UserError, match=sentence):
        install(closed_network, lambda _: None)
    assert not cli_path(closed_network).exists()
