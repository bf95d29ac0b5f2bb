"""Takes in mail and keeps it as lines of JSON: what somebody was told. Adapter: SMTP (RFC 5321).

python -m lab.mailbox 127.0.11.1 2525 mail.jsonl
"""

from __future__ import annotations

import email
import email.policy
import json
import re
import sys
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import cast

ADDRESS = re.compile(rb"<([^>]*)>")
END = b"."


class Mailbox(ThreadingTCPServer):
    """Whoever writes to whomever, it is kept in one file."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, place: tuple[str, int], file: Path) -> None:
        super().__init__(place, _Conversation)
        self._file = file
        self._lock = threading.Lock()

    def keep(self, recipients: Sequence[str], raw: bytes) -> None:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        line = {
            "at": datetime.now(UTC).isoformat(),
            "to": list(recipients),
            "subject": str(message["Subject"]),
            "text": "" if body is None else body.get_content(),
        }
        with self._lock, self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")


class _Conversation(StreamRequestHandler):
    """As much of SMTP as one message after the other needs."""

    def handle(self) -> None:
        self._say("220 mailbox")
        recipients: list[str] = []
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"RCPT" and (found := ADDRESS.search(line)):
                recipients.append(found[1].decode("ascii", "replace"))
            if word == b"DATA":
                self._say("354 until a line with a point")
                cast(Mailbox, self.server).keep(recipients, self._message())
                recipients = []
            if word == b"QUIT":
                self._say("221 bye")
                return
            self._say("250 well")

    def _message(self) -> bytes:
        """Without the points that SMTP doubles."""
        lines = []
        while (line := self.rfile.readline()) and line.rstrip(b"\r\n") != END:
            lines.append(line[1:] if line.startswith(END) else line)
        return b"".join(lines)

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


if __name__ == "__main__":
    with Mailbox((sys.argv[1], int(sys.argv[2])), Path(sys.argv[3])) as mailbox:
        mailbox.serve_forever()
