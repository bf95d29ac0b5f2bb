"""The folder in which Pulumi is started. Adapter.

For the checkout's own home that is the checkout. Another home, of a test or a rehearsal, gets a
project file of its own that names the same program, so that its stacks' salts stay beside its
own state.
"""

from __future__ import annotations

import os
from pathlib import Path

from core.files import make_folder, write_whole
from core.home import REPOSITORY, Home

OWN_STACKS = "stackConfigDir: var/stacks"
OWN_PROGRAM = "main: infra"


def workspace(home: Home) -> Path:
    """Where to start Pulumi for `home`; what Pulumi needs there is there."""
    if home.root == REPOSITORY / "var":
        return REPOSITORY
    folder = home.root / "project"
    project = (REPOSITORY / "Pulumi.yaml").read_text(encoding="utf-8")
    program = os.path.relpath(REPOSITORY / "infra", folder)
    text = project.replace(OWN_STACKS, "stackConfigDir: ../stacks")
    text = text.replace(OWN_PROGRAM, f"main: {program}")
    file = folder / "Pulumi.yaml"
    if not file.exists() or file.read_text(encoding="utf-8") != text:
        write_whole(file, text)
    make_folder(home.root / "stacks")
    return folder
