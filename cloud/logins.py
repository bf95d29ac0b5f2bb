"""clouds.yaml: the sites' entries, and one entry per member and site. Adapter.

A member's stack logs in to the member's own project with an entry of its own, since a project
named beside `cloud` is silently ignored by the provider. Entries are made from the model and the
provisioning user's password; the file is 0600 and written whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import yaml

from blueprint.naming import stack_name
from cloud.credentials import Credential, provisioner_credential
from core.errors import UserError
from core.files import locked, machine_refused, reason_of, write_private
from core.home import Home
from core.message import Message, say
from tenants.site import Site

CloudEntry = Mapping[str, Any]


def clouds_of(home: Home) -> dict[str, CloudEntry]:
    """The entries of clouds.yaml by name.

    Raises: UserError where the file is missing, is not a clouds.yaml or is another user's.
    """
    try:
        data = yaml.safe_load(home.clouds_file.read_text(encoding="utf-8"))
        return dict(data["clouds"])
    except FileNotFoundError:
        raise UserError(
            say(
                "{file} is missing; start the lab with `kumiai lab up`, "
                "or put the sites' entries there",
                file=home.clouds_file,
            )
        ) from None
    except PermissionError as error:
        raise machine_refused(error) from error
    except (yaml.YAMLError, KeyError, TypeError, ValueError, OSError) as error:
        raise UserError(
            say(
                "{file} is not a clouds.yaml: {reason}; it needs `clouds:` with an entry per site",
                file=home.clouds_file,
                reason=_why(error),
            )
        ) from error


def _why(error: Exception) -> Message | str:
    if isinstance(error, OSError):
        return reason_of(error)
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return say("line {line} cannot be read", line=error.problem_mark.line + 1)
    return say("nothing can be found in it")


def site_entry(home: Home, site: Site) -> CloudEntry:
    """The administrator's entry of a site.

    Raises: UserError where it is missing, or says nowhere to log in.
    """
    entries = clouds_of(home)
    if site.cloud not in entries:
        raise UserError(
            say(
                "{file} has no entry {cloud} for the site {site}; "
                "add it, with the site's administrator",
                file=home.clouds_file,
                cloud=site.cloud,
                site=site.name,
            )
        )
    return usable_entry(home, site.cloud, entries[site.cloud], site)


def usable_entry(home: Home, name: str, entry: CloudEntry, site: Site) -> CloudEntry:
    """An entry that a person wrote; without a region it means the site's.

    Raises: UserError where it says nowhere to log in.
    """
    try:
        str(entry["auth"]["auth_url"])
    except (KeyError, TypeError):
        raise UserError(
            say(
                "{file}: the entry {cloud} of the site {site} says nowhere to log in; "
                "add `auth:` with `auth_url:`, user and password",
                file=home.clouds_file,
                cloud=name,
                site=site.name,
            )
        ) from None
    return {"region_name": site.region, **entry}


def write_member_entry(home: Home, member: str, site: Site) -> None:
    """Put the entry `<member>.<site>` into clouds.yaml, unless it is there and right.

    Raises: UserError where the site was not built yet, so that nobody may provision there.
    """
    login = provisioner_credential(home, site)
    name = stack_name(member, site.name)
    entry = entry_of(login, member)
    with locked(home.clouds_lock):
        entries = clouds_of(home)
        if entries.get(name) == entry:
            return
        _write(home, {**entries, name: entry})


def remove_member_entry(home: Home, member: str, site: str) -> None:
    """Take the entry `<member>.<site>` out of clouds.yaml."""
    with locked(home.clouds_lock):
        entries = clouds_of(home)
        if entries.pop(stack_name(member, site), None) is not None:
            _write(home, entries)


def entry_of(login: Credential, project: str) -> dict[str, Any]:
    """A clouds.yaml entry that logs in to `project`."""
    return {
        "auth": {
            "auth_url": login.auth_url,
            "username": login.username,
            "password": login.password,
            "project_name": project,
            "user_domain_name": login.user_domain_name,
            "project_domain_name": login.project_domain_name,
        },
        "region_name": login.region_name,
        "identity_api_version": 3,
    }


def _write(home: Home, entries: Mapping[str, CloudEntry]) -> None:
    text = yaml.safe_dump({"clouds": dict(entries)}, allow_unicode=True, sort_keys=True)
    write_private(home.clouds_file, text)
