"""Takes in mail and keeps it as lines of JSON: what somebody was told. Adapter: SMTP, by aiosmtpd.

python -m lab.mailbox 127.0.11.1 2525 mail.jsonl
"""

from __future__ import annotations

import asyncio
import email
import email.policy
import json
import sys
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session


class Mailbox:
    """Whoever writes to whomever, it is kept in one file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Under the name by which aiosmtpd calls it, once a message is whole."""
        assert isinstance(envelope.content, bytes)
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        line = {
            "at": datetime.now(UTC).isoformat(),
            "to": envelope.rcpt_tos,
            "subject": str(message["Subject"]),
            "text": "" if body is None else body.get_content(),
            "whole": _whole(message),
        }
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
        return "250 kept"


def _whole(message: EmailMessage) -> str:
    """All that whoever gets it can read: each header, and each part that is text."""
    headers = [f"{name}: {value}" for name, value in message.items()]
    parts = [one.get_content() for one in message.walk() if one.get_content_maintype() == "text"]
    return "\n".join([*headers, *parts])


async def opened(address: str, port: int, file: Path) -> asyncio.Server:
    """A mailbox that listens there."""
    mailbox = Mailbox(file)
    loop = asyncio.get_running_loop()
    # Without a name of its own it would ask the resolver for the machine's.
    return await loop.create_server(lambda: SMTP(mailbox, hostname="mailbox"), address, port)


async def _serve(address: str, port: int, file: Path) -> None:
    async with await opened(address, port, file) as server:
        await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])))
