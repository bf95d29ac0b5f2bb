"""The environment in which Pulumi runs: the same for `kumiai up` and for a hand-typed `pulumi`.

Adapter: run as a module it prints shell exports, which is what env.sh evaluates.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping

from core.home import REPOSITORY, Home

BACKEND = "KUMIAI_BACKEND_URL"
"""A backend other than the files below `var/state`: `postgres://…` or `s3://…`."""


CHECKED = "KUMIAI_CHECKED"
"""Set to 1 by `kumiai up`, which has checked every file and every rule already."""

REFRESHES = "KUMIAI_REFRESHES"
"""Set to 1 where Pulumi reads back what stands before it compares: sizes are asked for then."""


def file_backend(home: Home) -> str:
    """The address of the files below `var/state`.

    Without the side files that Pulumi's storage library writes beside each file: a SIGKILL may
    leave an empty one, with which no state can be read any more ("failed to load checkpoint: EOF").
    """
    return f"{home.state.as_uri()}?metadata=skip"


def pulumi_environment(home: Home, environment: Mapping[str, str]) -> dict[str, str]:
    """What to set beside `environment`, by name.

    Source of the names: Pulumi CLI v3.259.0, sdk/go/common/env and pkg/cmd/pulumi.
    """
    path = [str(home.tools / "bin"), str(REPOSITORY / ".venv" / "bin")]
    path += [p for p in environment.get("PATH", "/usr/bin:/bin").split(":") if p not in path]
    return {
        "PATH": ":".join(path),
        "KUMIAI_HOME": str(home.root),
        "KUMIAI_DEFINITIONS": str(home.definitions),
        "PULUMI_HOME": str(home.pulumi_home),
        "PULUMI_BACKEND_URL": environment.get(BACKEND) or file_backend(home),
        # Its PostgreSQL backend asks for a second connection while it holds one, of as few as two:
        # with several stacks looked at side by side each waits for the other, for good.
        "PULUMI_DIY_BACKEND_PARALLEL": "1",
        "PULUMI_CONFIG_PASSPHRASE_FILE": str(home.passphrase_file),
        "OS_CLIENT_CONFIG_FILE": str(home.clouds_file),
        # Nothing is fetched behind the operator's back; what is missing is an error.
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DISABLE_REGISTRY_RESOLVE": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",
        "PULUMI_CREDENTIAL_STORE": "plaintext",
    }


OTHER_PASSPHRASE = "PULUMI_CONFIG_PASSPHRASE"
"""Pulumi takes this before any file: set for another project, or for another lab, it would seal
this home's stacks. Source: pulumi pkg/secrets/passphrase/manager.go, v3.259.0."""


def environment_for(home: Home, environment: Mapping[str, str]) -> dict[str, str]:
    """All of the environment in which Pulumi runs: `environment`, and what is set instead."""
    own = {name: value for name, value in environment.items() if name != OTHER_PASSPHRASE}
    return {**own, **pulumi_environment(home, environment)}


def main() -> None:
    print(f"unset {OTHER_PASSPHRASE}")
    for name, value in pulumi_environment(Home.of(os.environ), os.environ).items():
        print(f"export {name}={shlex.quote(value)}")


if __name__ == "__main__":
    main()
