"""What a municipality's copies hold, as files that need no OpenStack. Adapter: Swift, files.

Nothing of the site that is lost is asked, and no Cinder: only the vault's objects, and the keys by
which its papers are believed. How to do the same without kumiai: docs/how-to/data-out.md.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from core.files import make_private_folder, write_private, write_whole
from core.message import Message, say
from recovery.chain import chain_of
from recovery.coverage import Kept
from recovery.image import write_image
from recovery.manifest import ContainerCopy, ObjectCopy
from recovery.vault import Vault

Tell = Callable[[Message], None]

NAMES = "names.tsv"


def extract(vault: Vault, kept: Sequence[Kept], folder: Path, tell: Tell) -> None:
    """The newest of `kept`, below `folder`: an image of each volume, each container's objects.

    Raises: OtherSystemFailed where an object is missing or damaged; UserError where an image is
    not what the volume held.
    """
    generation = kept[-1].manifest
    versions = {name: version for one in kept for name, version in one.receipt.versions.items()}

    def read(copy: ObjectCopy) -> bytes:
        return vault.need(copy, versions[copy.name])

    make_private_folder(folder)
    for volume in generation.volumes:
        chain = chain_of(volume, [one.manifest for one in kept])
        assert chain is not None  # nothing else is taken in
        file = folder / f"{volume.name}.img"
        tell(say("  {file}: being written", file=file))
        # Under its own name only once it is known to be right.
        part = file.with_suffix(".part")
        write_image(part, chain, read)
        part.replace(file)
    for container in generation.containers:
        tell(say("  {file}: being written", file=folder / container.name))
        _write_container(folder / container.name, container, read)


def _write_container(
    folder: Path, container: ContainerCopy, read: Callable[[ObjectCopy], bytes]
) -> None:
    """Each content under its hash, and beside them which name had which: names of objects may be
    anything, and a file's may not."""
    make_private_folder(folder)
    for one in container.objects:
        write_private(folder / one.sha256, read(one))
    hash_of = {one.name: one.sha256 for one in container.objects}
    lines = [
        f"{hash_of[content]}\t{json.dumps(name, ensure_ascii=False)}\n"
        for name, content in sorted(container.names.items())
    ]
    write_whole(folder / NAMES, "".join(lines))
