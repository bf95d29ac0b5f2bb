"""The register's command: `SETTINGS prepare | serve | fill | check`. Adapter.

It ends with 0, or with 12 where the register is not what it was: the exit codes are kumiai's.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import ssl
import sys
from dataclasses import asdict
from datetime import UTC, date, datetime
from itertools import islice
from pathlib import Path
from random import Random
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from lab.register.pages import Pages
from lab.register.settings import Settings, settings_in
from lab.register.store import Register
from lab.register.synthetic import households

NOT_AS_IT_WAS = 12
SILENT_SECONDS = 30


class _Server(ThreadingMixIn, WSGIServer):
    """A thread for each request: one slow browser keeps no other waiting."""

    daemon_threads = True


class _Request(WSGIRequestHandler):
    timeout = SILENT_SECONDS


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="resident-register", description="住民記録")
    parser.add_argument("settings", type=Path)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("prepare", help="make the tables, if they are not there")
    serve = verbs.add_parser("serve", help="answer browsers")
    serve.add_argument("--as", dest="account", help="become this account once the port is open")
    fill = verbs.add_parser("fill", help="let residents move in who do not exist")
    fill.add_argument("--seed", type=int, required=True)
    fill.add_argument("--count", type=int, required=True)
    fill.add_argument("--today", type=date.fromisoformat, required=True)
    verbs.add_parser("check", help="is the register what its notifications say? as JSON")
    given = parser.parse_args(words)
    settings = settings_in(given.settings)
    register = Register(settings.database.conninfo)
    match given.verb:
        case "prepare":
            print("made" if register.prepare() else "there")
        case "serve":
            _serve(settings, register, given.account)
        case "fill":
            print(
                len(
                    register.move_in(
                        islice(households(Random(given.seed), given.today), given.count)
                    )
                )
            )
        case "check":
            state = register.state()
            print(json.dumps(asdict(state), ensure_ascii=False))
            return NOT_AS_IT_WAS if state.untrue else 0
    return 0


def _serve(settings: Settings, register: Register, account: str | None) -> None:
    pages = Pages(register, settings.municipality, lambda: datetime.now(UTC))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(settings.certificate, settings.key)
    with make_server(settings.address, settings.port, pages, _Server, _Request) as server:
        if account is not None:
            _become(account)
        # The handshake is the thread's: a client that says nothing holds up nobody.
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False
        )
        server.serve_forever()


def _become(account: str) -> None:
    who = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(who.pw_gid)
    os.setuid(who.pw_uid)


if __name__ == "__main__":
    sys.exit(main())
