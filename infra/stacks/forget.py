"""What was remembered of stacks whose objects are gone with their site. Adapter.

For a lab that was reset, and for rehearsals. It looks at nothing and asks nobody: whoever calls
it knows that the site is empty. Only the file backend is known here.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable

from blueprint.naming import read_stack
from cloud.credentials import remove_credentials
from cloud.logins import clouds_of, remove_member_entry
from core.home import Home
from infra.stacks.digest import forget_applied
from infra.verify.kept import forget_verdict


def forget_sites(home: Home, sites: Iterable[str]) -> int:
    """Forget every stack of these sites, with the logins to them; how many stacks there were."""
    wanted = set(sites)
    stacks = {
        file.name.removesuffix(".json")
        for file in home.state.glob(".pulumi/stacks/*/*.json")
        if _site_of(file.name.removesuffix(".json")) in wanted
    }
    for stack in stacks:
        forget_stack(home, stack)
    if home.clouds_file.exists():
        for entry in clouds_of(home):
            owner = read_stack(entry)
            if owner is not None and owner.member is not None and owner.site in wanted:
                remove_member_entry(home, owner.member, owner.site)
    return len(stacks)


def forget_stack(home: Home, stack: str) -> None:
    """Forget `<member>.<site>` or `site.<site>`."""
    for pattern in (f".pulumi/**/{stack}", f".pulumi/**/{stack}.json*"):
        for path in list(home.state.glob(pattern)):
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    forget_applied(home, stack)
    forget_verdict(home, stack)
    for file in (home.root / "stacks").glob(f"*.{stack}.yaml"):
        file.unlink(missing_ok=True)
    owner = read_stack(stack)
    if owner is not None:
        remove_credentials(home, owner.member or "provisioner", owner.site)


def _site_of(stack: str) -> str:
    owner = read_stack(stack)
    return "" if owner is None else owner.site
