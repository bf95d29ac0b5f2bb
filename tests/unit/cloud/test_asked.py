"""A site that is silent or says no, told in one sentence by whoever asked it."""

from __future__ import annotations

import socket
from collections.abc import Callable

import pytest
from keystoneauth1.exceptions import ConnectFailure, ConnectTimeout, Unauthorized
from keystoneauth1.exceptions.http import ServiceUnavailable, from_response
from openstack.exceptions import ConflictException
from requests import Response

from cloud.asked import asked, silence_of
from cloud.refusals import silence_there, silent
from core.errors import Exit, OtherSystemFailed
from core.language import Language
from core.message import say
from core.translation import translation

URL = "http://127.0.11.1:5000/v3/auth/tokens"

REFUSED = (
    f"Unable to establish connection to {URL}: HTTPConnectionPool(host='127.0.11.1', port=5000): "
    "Max retries exceeded with url: /v3/auth/tokens (Caused by NewConnectionError('Failed to "
    "establish a new connection: [Errno 111] Connection refused'))"
)
TOO_SLOW = f"Request to {URL} timed out"


def response(status: int, text: str, kind: str = "application/json") -> Response:
    found = Response()
    found.status_code = status
    found.headers["Content-Type"] = kind
    found._content = text.encode()
    return found


def said(error: Exception, service: str = "OpenStack", *, secret: bool = False) -> str:
    with pytest.raises(OtherSystemFailed) as caught, asked("primary", service, secret=secret):
        raise error
    assert caught.value.exit_code is Exit.OTHER_SYSTEM_FAILED
    return str(caught.value)


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (lambda: ConnectFailure(REFUSED), "the connection is refused"),
        (lambda: ConnectTimeout(TOO_SLOW), "no answer in time"),
        (
            lambda: ConnectFailure(f"SSL exception connecting to {URL}: certificate verify failed"),
            "its certificate is not trusted",
        ),
        (
            lambda: ConnectFailure(
                f"Unable to establish connection to {URL}: ('Connection aborted.'"
            ),
            "it cut the connection",
        ),
    ],
)
def test_silence_is_told_with_the_site_its_address_and_why(
    error: Callable[[], Exception], why: str
) -> None:
    assert said(error()) == (
        f"site primary does not answer at 127.0.11.1:5000: {why}; "
        "start it, or mend the way to it, then run this again"
    )


def test_silence_is_japanese_throughout() -> None:
    with pytest.raises(OtherSystemFailed) as caught, asked("primary"):
        raise ConnectFailure(REFUSED)
    assert caught.value.text(translation(Language.JA)) == (
        "データセンター primary が 127.0.11.1:5000 で応答しません（接続が拒否されました）。"
        "起動するか、そこまでの経路を直してから、もう一度実行してください。"
    )


def test_a_refused_login_names_the_file_in_which_it_stands() -> None:
    assert said(Unauthorized("The request you have made requires authentication.")) == (
        "site primary refuses the login in clouds.yaml; compare its user and password. Those that "
        "kumiai made itself get new ones with `kumiai credential rotate primary`"
    )


def test_what_cinder_says_in_a_document_for_programs_is_told() -> None:
    refusal = response(400, '{"badRequest": {"code": 400, "message": "Invalid backup: in use"}}')
    assert said(from_response(refusal, "DELETE", URL), "Cinder") == (
        "Cinder of site primary says no: Invalid backup: in use"
    )


def test_a_refusal_is_told_in_the_services_own_words() -> None:
    error = ConflictException("Error", details="Cannot 'os-stop' instance while it is building")
    assert said(error, "Nova") == (
        "Nova of site primary says no: Cannot 'os-stop' instance while it is building"
    )


def test_a_refusal_in_html_is_told_without_it() -> None:
    refusal = response(409, "<html><h1>Conflict</h1></html>", "text/html")
    assert said(ConflictException("Conflict: 409", response=refusal), "Swift") == (
        "Swift of site primary says no: Conflict: 409"
    )


def test_a_proxys_page_is_told_without_it() -> None:
    error = ServiceUnavailable("Service Unavailable", "<html><h1>503</h1></html>")
    assert said(error) == "OpenStack of site primary says no: Service Unavailable (HTTP 503)"


def test_a_refusal_that_may_repeat_a_secret_is_told_without_it() -> None:
    error = ConflictException("Error", details="password tr0ub4dor is too short")
    assert said(error, "Keystone", secret=True) == (
        "Keystone of site primary says no: ConflictException"
    )


def test_a_site_that_accepts_connections_is_not_silent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        entry = {"auth": {"auth_url": f"http://127.0.0.1:{server.getsockname()[1]}/v3"}}
        assert silence_of(entry, "primary") is None


def test_a_site_that_has_been_named_is_not_named_again() -> None:
    silence = silent("primary", "127.0.11.1:5000", say("the connection is refused"))
    assert str(silence_there(silence)) == (
        "the site does not answer at 127.0.11.1:5000: the connection is refused; "
        "start it, or mend the way to it, then run this again"
    )


def test_a_site_that_accepts_none_is() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    silence = silence_of({"auth": {"auth_url": f"http://127.0.0.1:{port}/v3"}}, "primary")
    assert str(silence) == (
        f"site primary does not answer at 127.0.0.1:{port}: the connection is refused; "
        "start it, or mend the way to it, then run this again"
    )
