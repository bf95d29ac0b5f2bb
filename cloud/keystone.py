"""A login session at a site, for the few calls that must stay out of Pulumi's state. Adapter."""

from __future__ import annotations

import time
from http import HTTPStatus
from urllib.parse import quote

from keystoneauth1.exceptions import Unauthorized
from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from cloud.asked import asked
from cloud.credentials import Credential
from cloud.logins import CloudEntry, site_entry
from core.errors import OtherSystemFailed
from core.home import Home
from core.message import Message, say
from tenants.site import Site

ANSWER_SECONDS = 30
"""The longest that one call to a site is waited for."""

HOLDS_SECONDS = 5.0
LOOK_EVERY_SECONDS = 0.1


def session_of(entry: CloudEntry) -> Session:
    """A session that logs in as `entry` says at its first call."""
    return Session(auth=v3.Password(**entry["auth"]), timeout=ANSWER_SECONDS)


def endpoint_of(home: Home, site: Site) -> str:
    """The address of the site's Keystone."""
    return str(site_entry(home, site)["auth"]["auth_url"])


def set_password(home: Home, site: Site, user_id: str, password: str) -> None:
    """Give the user a new password, as the site's administrator; whoever logs in by it is served.

    Keystone keeps the moment before which all tokens of the user are void in whole seconds, so one
    that is issued within the same second is refused everywhere. Source:
    keystone/revoke/backends/sql.py, `issued_before >= issued_at`.

    Raises: OtherSystemFailed where Keystone refuses or does not answer.
    """
    entry = site_entry(home, site)
    session = session_of(entry)
    with asked(site.name, "Keystone", secret=True):
        session.patch(
            f"/users/{user_id}",
            json={"user": {"password": password}},
            endpoint_filter={"service_type": "identity", "region_name": site.region},
        )
        end = time.monotonic() + HOLDS_SECONDS
        while not _token_holds(entry, user_id, password) and time.monotonic() < end:
            time.sleep(LOOK_EVERY_SECONDS)


def _token_holds(entry: CloudEntry, user_id: str, password: str) -> bool:
    """Whether Keystone takes a token for good that it has just given.

    True as well where it gives none: of somebody who may not log in there is nothing to wait for.
    """
    url = str(entry["auth"]["auth_url"])
    auth = v3.Password(auth_url=url, user_id=user_id, password=password, unscoped=True)
    session = Session(auth=auth, timeout=ANSWER_SECONDS)
    try:
        token = session.get_token()
    except Unauthorized:
        return True
    headers = {"X-Auth-Token": token, "X-Subject-Token": token}
    answer = session.get(
        f"{url.rstrip('/')}/auth/tokens", headers=headers, authenticated=False, raise_exc=False
    )
    return bool(answer.status_code == HTTPStatus.OK)


def user_id_of(home: Home, site: Site, name: str) -> str:
    """Of the user of that name. Raises: OtherSystemFailed where there is none."""
    session = session_of(site_entry(home, site))
    with asked(site.name, "Keystone"):
        rows = session.get(
            f"/users?name={quote(name)}",
            endpoint_filter={"service_type": "identity", "region_name": site.region},
        ).json()["users"]
    if not rows:
        raise OtherSystemFailed(say("site {site} has no user {user}", site=site.name, user=name))
    return str(rows[0]["id"])


def refused_login(login: Credential, site: str) -> Message | None:
    """Why the login does not work; None where it does. It is asked for no project."""
    auth = v3.Password(
        auth_url=login.auth_url,
        username=login.username,
        password=login.password,
        user_domain_name=login.user_domain_name,
        unscoped=True,
    )
    try:
        with asked(site, "Keystone"):
            Session(auth=auth, timeout=ANSWER_SECONDS).get_token()
    except OtherSystemFailed as refusal:
        return refusal.message
    return None
