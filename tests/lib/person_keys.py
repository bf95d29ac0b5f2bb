"""Keys with which persons log in, and their public halves in their files. Adapter: OpenSSH."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.lib.definitions import OPERATORS


def new_key(file: Path) -> Path:
    """A private key without a passphrase, named for its person; its public half lies beside it."""
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", file.name, "-f", str(file)]
    subprocess.run(made, check=True)
    return file


def public_half(key: Path) -> str:
    return key.with_name(f"{key.name}.pub").read_text(encoding="ascii").strip()


def give(definitions: Path, key: Path) -> None:
    """The file of the person for whom the key is named has its public half from now on."""
    file = definitions / OPERATORS / f"{key.name}.yaml"
    lines = file.read_text(encoding="utf-8").splitlines()
    mended = [f"  - {public_half(key)}" if "ssh-ed25519" in line else line for line in lines]
    file.write_text("\n".join(mended) + "\n", encoding="utf-8")
