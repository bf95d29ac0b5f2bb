"""The lab's mailbox keeps what a mail program sends."""

from __future__ import annotations

import asyncio
import json
import smtplib
from email.message import EmailMessage
from pathlib import Path

from lab.mailbox import opened


def test_a_mail_is_kept_with_whom_it_was_for_and_what_it_said(tmp_path: Path) -> None:
    file = tmp_path / "mail.jsonl"
    message = EmailMessage()
    message["Subject"] = "[FIRING] ホスト停止"
    message["To"] = "someone@example.com"
    message.set_content("一行目\n.点で始まる行\n")
    message.add_alternative("<p>頁</p>", subtype="html")
    asyncio.run(delivered(message, ["one@example.com", "two@example.com"], file))
    [kept] = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert kept["to"] == ["one@example.com", "two@example.com"]
    assert kept["subject"] == "[FIRING] ホスト停止"
    assert kept["text"].split() == ["一行目", ".点で始まる行"]
    for part in ("To: someone@example.com", "[FIRING] ホスト停止", ".点で始まる行", "<p>頁</p>"):
        assert part in kept["whole"]


async def delivered(message: EmailMessage, to: list[str], file: Path) -> None:
    """To a mailbox that is open meanwhile."""
    async with await opened("127.0.0.1", 0, file) as mailbox:
        port = mailbox.sockets[0].getsockname()[1]
        await asyncio.to_thread(_send, message, to, port)


def _send(message: EmailMessage, to: list[str], port: int) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.send_message(message, "us@example.com", to)
