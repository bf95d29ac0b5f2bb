"""As whom this process runs. Adapter: asks the environment and the table of users."""

from __future__ import annotations

import getpass
import os


def login_name() -> str:
    """The name; the number of a user that the machine has no name for, as in a container."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # OSError from Python 3.13 on
        return str(os.getuid())
