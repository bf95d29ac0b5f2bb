"""Gives the users that Pulumi made a password, which may not stand in its state. Adapter.

The password is set in Keystone first and written afterwards: a run that is killed between the
two sets another one next time.
"""

from __future__ import annotations

from pathlib import Path

from cloud.credentials import Credential, new_password, read_credential, write_credential
from cloud.keystone import endpoint_of, set_password
from core.home import Home
from tenants.site import Site


def ensure_password(
    home: Home, file: Path, site: Site, user_id: str, username: str, project: str
) -> None:
    """The user has a password and `file` holds it; nothing happens where that is so already.

    Raises: OtherSystemFailed where Keystone refuses or does not answer.
    """
    known = read_credential(file)
    if known is not None and known.user_id == user_id:
        return
    password = new_password()
    set_password(home, site, user_id, password)
    write_credential(
        file,
        Credential(
            auth_url=endpoint_of(home, site),
            username=username,
            password=password,
            project_name=project,
            user_domain_name="Default",
            project_domain_name="Default",
            region_name=site.region,
            user_id=user_id,
        ),
    )
