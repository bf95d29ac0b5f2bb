"""An address that is no Alertmanager's is told as such, whatever is there."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from core.errors import OtherSystemFailed
from monitoring.routing.alertmanager import firing


class LoginPage(BaseHTTPRequestHandler):
    """What a proxy shows to whoever has not logged in."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<html>Log in</html>")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def login_page() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), LoginPage) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("url", ["alertmanager", "192.0.2.6:9093", "http://127.0.0.1:none"])
def test_what_is_no_address_is_told_and_not_a_traceback(url: str) -> None:
    with pytest.raises(OtherSystemFailed, match=f"Alertmanager at {url}/api/v2/alerts refuses"):
        firing(url)


def test_a_page_that_is_no_alertmanagers_is_told_and_not_a_traceback(login_page: str) -> None:
    with pytest.raises(OtherSystemFailed, match=f"Alertmanager at {login_page}/api/v2/alerts"):
        firing(login_page)
