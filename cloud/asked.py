"""Whatever a site is asked, its silence and its refusals become one sentence. Adapter.

Knows the exceptions of openstacksdk and keystoneauth1, so that nobody else has to.
"""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from cloud.logins import CloudEntry
from cloud.refusals import login_refused, refused, silence_in
from core.errors import OtherSystemFailed
from core.message import Message

CONNECT_SECONDS = 3.0
"""The longest that a site may take to accept a connection, when only that is asked."""


@contextmanager
def asked(site: str, service: str = "OpenStack", *, secret: bool = False) -> Iterator[None]:
    """Raises: OtherSystemFailed where the site refuses what is asked inside, or is silent.

    `secret`: what was sent may not be shown, and a refusal may repeat it.
    """
    # A third of a second of imports, which commands that ask no site need not pay.
    from keystoneauth1.exceptions import ClientException
    from openstack.exceptions import SDKException

    try:
        yield
    except (ClientException, SDKException) as error:
        sentence = _said(error, site, service, secret=secret)
        raise OtherSystemFailed(sentence) from (None if secret else error)


def silence_of(entry: CloudEntry, site: str) -> Message | None:
    """What is to be said where nothing accepts connections; None where something does.

    A moment's work, where a login would take a second.
    """
    where = urlsplit(str(entry["auth"]["auth_url"]))
    port = where.port or (443 if where.scheme == "https" else 80)
    try:
        socket.create_connection((where.hostname or "", port), CONNECT_SECONDS).close()
    except OSError as error:
        return silence_in(f"dial tcp {where.hostname}:{port}: {error}", site)
    return None


def words_of(error: Exception) -> str:
    """What the service itself said, which the clients leave out of their exceptions' text."""
    details, response = getattr(error, "details", None), getattr(error, "response", None)
    body = "" if response is None else str(response.text).strip()
    if body.startswith("{"):
        body = _sentence_in(body)
    # A page for browsers, of the service or of a proxy before it, is nothing for a person.
    said = (str(details or "").strip(), body, str(error))
    return next((one for one in said if one and not one.startswith("<")), type(error).__name__)


def _sentence_in(document: str) -> str:
    """Cinder's and Nova's `{"badRequest": {"message": …}}`, which keystoneauth1 does not read."""
    try:
        [fault] = json.loads(document).values()
        return str(fault["message"])
    except (ValueError, TypeError, KeyError):
        return ""


def _said(error: Exception, site: str, service: str, *, secret: bool) -> Message:
    from keystoneauth1.exceptions import ConnectionError as NoConnection
    from keystoneauth1.exceptions import DiscoveryFailure, Unauthorized

    text = str(error)
    if isinstance(error, NoConnection):
        return silence_in(text, site)
    if isinstance(error, DiscoveryFailure) and "Unable to establish connection" in text:
        return silence_in(text, site)
    if isinstance(error, Unauthorized):
        return login_refused(site)
    return refused(site, service, type(error).__name__ if secret else words_of(error))
