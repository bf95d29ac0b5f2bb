"""An address that is no Alertmanager's is told as such, whatever is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from core.errors import OtherSystemFailed, UserError
from core.home import Home
from monitoring.routing.alertmanager import firing, firing_at
from monitoring.routing.places import all_of, of_site


@contextmanager
def answering(text: bytes) -> Iterator[str]:
    """The address of a server that says the same to whoever asks."""

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("url", ["alertmanager", "192.0.2.6:9093", "http://127.0.0.1:none"])
def test_what_is_no_address_is_told_and_not_a_traceback(url: str) -> None:
    with pytest.raises(OtherSystemFailed, match=f"Alertmanager at {url}/api/v2/alerts refuses"):
        firing(url)


def test_a_page_that_is_no_alertmanagers_is_told_and_not_a_traceback() -> None:
    with (
        answering(b"<html>Log in</html>") as login_page,
        pytest.raises(OtherSystemFailed, match=f"Alertmanager at {login_page}/api/v2/alerts"),
    ):
        firing(login_page)


NOWHERE = "http://127.0.0.1:1"


def test_of_several_the_silent_one_is_told_and_the_others_are_heard() -> None:
    with answering(b'[{"status": {}}]') as one:
        rows, silent = firing_at([NOWHERE, one])
    assert rows == [{"status": {}}]
    assert [str(refusal) for refusal in silent] == [
        f"Alertmanager at {NOWHERE}/api/v2/alerts does not answer: the connection is refused; "
        "start it, or mend the way to it"
    ]


def test_where_none_of_several_answers_nothing_is_known() -> None:
    with pytest.raises(OtherSystemFailed, match=f"Alertmanager at {NOWHERE}/api"):
        firing_at([NOWHERE, NOWHERE])


def test_each_sites_is_asked_that_the_file_names_else_this_machines_own(tmp_path: Path) -> None:
    home = Home(tmp_path)
    assert all_of(home, None) == ("http://127.0.0.1:9093",)
    home.alertmanagers_file.write_text("alertmanagers: {primary: 'http://a', remote: 'http://b'}")
    assert all_of(home, None) == ("http://a", "http://b")
    assert all_of(home, ["http://c"]) == ["http://c"]
    assert of_site(home, "remote", "") == "http://b"
    assert of_site(home, "third", "") == "http://127.0.0.1:9093"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        *((text, "nothing can be found in it") for text in ("", "alertmanagers:", "[]", "a: b")),
        ("alertmanagers: [ab, cd]", "nothing can be found in it"),
        ("alertmanagers: {primary: }", "None of primary is no address"),
        ("alertmanagers: {primary: '192.0.2.6:9093'}", "192.0.2.6:9093 of primary is no address"),
        ("a: b: c", "line 1 cannot be read"),
    ],
)
def test_a_file_that_names_none_is_told_with_what_it_needs(
    tmp_path: Path, text: str, why: str
) -> None:
    home = Home(tmp_path)
    home.alertmanagers_file.write_text(text)
    with pytest.raises(UserError) as refused:
        all_of(home, None)
    assert str(refused.value) == (
        f"{home.alertmanagers_file} cannot be read ({why}); it needs "
        "`alertmanagers:` with an address such as http://192.0.2.6:9093 for each site. "
        "`kumiai lab up` writes it for the lab"
    )
