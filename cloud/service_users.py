"""Gives users of our own making a password that stands in no state. Adapter: Keystone, files.

The file is written before the user is made, and the password is set once it stands. So a run that
is killed anywhere goes on with the same password, and a user that stands without a file here is
one whose password was given by another machine, or whose file is lost (`infra/stacks/secrets.py`).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from cloud.credentials import Credential, new_password, read_credential, write_credential
from cloud.keystone import endpoint_of, set_password, user_id_of
from core.home import Home
from tenants.site import Site


def prepare_password(home: Home, file: Path, site: Site, username: str, project: str) -> None:
    """`file` holds a login; one that was not there gets a password, and waits for its user."""
    if read_credential(file) is None:
        login = Credential(
            auth_url=endpoint_of(home, site),
            username=username,
            password=new_password(),
            project_name=project,
            user_domain_name="Default",
            project_domain_name="Default",
            region_name=site.region,
            user_id="",
        )
        write_credential(file, login)


def ensure_password(home: Home, file: Path, site: Site, user_id: str) -> None:
    """The user has the password of the prepared login in `file`, which names it from now on.

    Nothing happens where that is so already. A user that was made anew gets a password of its own.

    Raises: OtherSystemFailed where Keystone refuses or does not answer.
    """
    login = read_credential(file)
    assert login is not None  # it was prepared before the user was made
    if login.user_id == user_id:
        return
    password = login.password if login.is_prepared else new_password()
    set_password(home, site, user_id, password)
    write_credential(file, replace(login, password=password, user_id=user_id))


def renew_password(home: Home, file: Path, site: Site) -> None:
    """The user of the login in `file` has a new password, and whoever knew the old one is refused.

    Killed anywhere it is done again by asking for it again: the site's administrator sets it.

    Raises: OtherSystemFailed where Keystone refuses or does not answer.
    """
    login = read_credential(file)
    assert login is not None  # whoever asks has found it
    user_id = login.user_id or user_id_of(home, site, login.username)
    write_credential(file, replace(login, password=new_password(), user_id=""))
    ensure_password(home, file, site, user_id)
