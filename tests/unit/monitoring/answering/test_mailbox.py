"""A drill is found in a Maildir as Alertmanager's mails lie there."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.errors import UserError
from monitoring.answering.mailbox import received_at

DELIVERED = datetime(2026, 11, 26, 9, 0, 5, tzinfo=UTC)

IN_PARTS = b"""\
Subject: =?UTF-8?q?[=E8=A8=93=E7=B7=B4]_[FIRING]?=\r
Content-Type: multipart/alternative;  boundary=4f2a\r
MIME-Version: 1.0\r
\r
--4f2a\r
Content-Transfer-Encoding: quoted-printable\r
Content-Type: text/plain; charset=UTF-8\r
\r
=E7=8A=B6=E6=85=8B / state: firing\r
  drill =3D 1a2b3c4d\r
\r
--4f2a--\r
"""
"""As Alertmanager 0.25 writes a mail that has no HTML (notify/email/email.go)."""

PLAIN = b"Subject: drill\r\n\r\n  drill = 1a2b3c4d\r\n"


def maildir(folder: Path, *mails: bytes) -> Path:
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    for number, mail in enumerate(mails):
        file = folder / "new" / f"{number}.host"
        file.write_bytes(mail)
        os.utime(file, (DELIVERED.timestamp(), DELIVERED.timestamp()))
    return folder


@pytest.mark.parametrize("mail", [IN_PARTS, PLAIN], ids=["in parts", "plain"])
def test_a_drill_is_found_in_a_maildir_and_when_it_was_delivered(
    tmp_path: Path, mail: bytes
) -> None:
    place = maildir(tmp_path / "Maildir", b"Subject: other\r\n\r\nHello\r\n", mail)
    assert received_at(place, "1a2b3c4d") == DELIVERED
    assert received_at(place, "1a2b3c4") is None


def test_a_folder_that_is_no_maildir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is no mailbox"):
        received_at(tmp_path, "1a2b3c4d")
