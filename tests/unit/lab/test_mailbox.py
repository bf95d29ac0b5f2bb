"""The lab's mailbox keeps what a mail program sends."""

from __future__ import annotations

import json
import smtplib
import threading
from email.message import EmailMessage
from pathlib import Path

from lab.mailbox import Mailbox


def test_a_mail_is_kept_with_whom_it_was_for_and_what_it_said(tmp_path: Path) -> None:
    file = tmp_path / "mail.jsonl"
    message = EmailMessage()
    message["Subject"] = "[FIRING] ホスト停止"
    message["To"] = "someone@example.com"
    message.set_content("一行目\n.点で始まる行\n")
    with Mailbox(("127.0.0.1", 0), file) as mailbox:
        threading.Thread(target=mailbox.serve_forever, daemon=True).start()
        port = int(mailbox.server_address[1])
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            smtp.send_message(message, "us@example.com", ["one@example.com", "two@example.com"])
        mailbox.shutdown()
    [kept] = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    assert kept["to"] == ["one@example.com", "two@example.com"]
    assert kept["subject"] == "[FIRING] ホスト停止"
    assert kept["text"].split() == ["一行目", ".点で始まる行"]
