"""A login session at a site, for the few calls that must stay out of Pulumi's state. Adapter."""

from __future__ import annotations

from keystoneauth1.identity import v3
from keystoneauth1.session import Session

from cloud.asked import asked
from cloud.logins import CloudEntry, site_entry
from core.home import Home
from tenants.site import Site

ANSWER_SECONDS = 30
"""The longest that one call to a site is waited for."""


def session_of(entry: CloudEntry) -> Session:
    """A session that logs in as `entry` says at its first call."""
    return Session(auth=v3.Password(**entry["auth"]), timeout=ANSWER_SECONDS)


def endpoint_of(home: Home, site: Site) -> str:
    """The address of the site's Keystone."""
    return str(site_entry(home, site)["auth"]["auth_url"])


def set_password(home: Home, site: Site, user_id: str, password: str) -> None:
    """Give the user a new password, as the site's administrator.

    Raises: OtherSystemFailed where Keystone refuses or does not answer.
    """
    session = session_of(site_entry(home, site))
    with asked(site.name, "Keystone", secret=True):
        session.patch(
            f"/users/{user_id}",
            json={"user": {"password": password}},
            endpoint_filter={"service_type": "identity", "region_name": site.region},
        )
