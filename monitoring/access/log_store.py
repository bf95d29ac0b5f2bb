"""The site's store of what its servers log. Adapter: listens for RELP, writes, reads.

A line is on disk before rsyslog hears that it is kept. The last seal is written beside the lines,
so that lines which are cut off at the end show as well.
"""

from __future__ import annotations

import contextlib
import os
import socketserver
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from core.eras import JAPAN
from core.errors import OtherSystemFailed
from core.files import make_private_folder, reason_of, write_private
from core.home import Home
from core.journal import FIRST, first_break, seal_of
from core.message import say
from monitoring.access.chain import Record, records, sealed
from monitoring.access.relp import Frames, answer

PORT = 2514
"""What rsyslog's own examples of RELP have; the port is registered to nobody."""

SILENT_SECONDS = 600
READ_BYTES = 65536


def folder_of(home: Home, site: str) -> Path:
    return home.access / "records" / site


class Store:
    """The lines of a site, one file for each month, each line sealing the one before."""

    def __init__(self, home: Home, site: str) -> None:
        self._folder = folder_of(home, site)
        make_private_folder(self._folder)
        self._lock = threading.Lock()
        *_, last = (FIRST, *(seal_of(line) for line in lines_of(home, site)))
        self._before = last

    def keep(self, address: str, said: list[str]) -> None:
        """All of them, on disk when this returns."""
        now = datetime.now(JAPAN)
        with self._lock, self._file(now) as file:
            for words in said:
                line = sealed(Record(now, address, words), self._before)
                file.write(line)
                self._before = seal_of(line)
            file.flush()
            os.fsync(file.fileno())
            write_private(self._folder / "last", self._before)

    def _file(self, now: datetime) -> BinaryIO:
        file = self._folder / f"{now:%Y-%m}.jsonl"
        descriptor = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return os.fdopen(descriptor, "ab")


class _Connection(socketserver.BaseRequestHandler):
    """One server's rsyslog, until it says that it closes."""

    server: _Listener

    def handle(self) -> None:
        frames = Frames()
        self.request.settimeout(SILENT_SECONDS)
        with contextlib.suppress(OSError, ValueError):
            while content := self.request.recv(READ_BYTES):
                heard = list(frames.hear(content))
                said = [
                    frame.data.decode(errors="replace")
                    for frame in heard
                    if frame.command == "syslog"
                ]
                if said:
                    self.server.store.keep(self.client_address[0], said)
                self.request.sendall(b"".join(answer(frame) for frame in heard))
                if any(frame.command == "close" for frame in heard):
                    return


class _Listener(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, address: str, port: int, store: Store) -> None:
        self.store = store
        super().__init__((address, port), _Connection)


def listen(home: Home, site: str, address: str, port: int) -> None:
    """Until it is ended. Raises: OtherSystemFailed where the address is not this machine's."""
    try:
        listener = _Listener(address, port, Store(home, site))
    except OSError as error:
        raise OtherSystemFailed(
            say(
                "the store cannot listen at {address}:{port}: {reason}",
                address=address,
                port=port,
                reason=reason_of(error),
            )
        ) from error
    with listener:
        listener.serve_forever()


def lines_of(home: Home, site: str) -> Iterator[bytes]:
    """Every line that is kept of a site, the first one first."""
    for file in sorted(folder_of(home, site).glob("*.jsonl")):
        with file.open("rb") as lines:
            yield from lines


def records_of(home: Home, site: str) -> Iterator[Record]:
    yield from records(lines_of(home, site))


def broken(home: Home, site: str) -> int | None:
    """The first line that was changed, taken out or cut off; None where all is as it came."""
    count, last = 0, FIRST
    for line in lines_of(home, site):
        count, last = count + 1, seal_of(line)
    found = first_break(lines_of(home, site))
    if found is None and count:
        with contextlib.suppress(FileNotFoundError):
            if (folder_of(home, site) / "last").read_text(encoding="ascii") != last:
                return count + 1
    return found
