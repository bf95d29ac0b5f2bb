"""Which ledger a home has, where nothing can be opened."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import OtherSystemFailed, UserError
from core.home import Home
from core.message import in_english
from licensing.ledger.home import LEDGER_URL, ledger_of


@pytest.mark.parametrize(
    "url",
    [
        "nonsense",
        "postgresql+psycopg://kumiai:secret@127.0.0.1:port/ledger",
        "mysql://kumiai:secret@127.0.0.1/ledger",
        "oracle+nothing://kumiai:secret@127.0.0.1/ledger",
        "postgresql+asyncpg://kumiai:secret@127.0.0.1/ledger",
        "sqlite://",
    ],
)
def test_what_is_no_address_is_told_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(UserError) as refused:
        ledger_of(Home(tmp_path), {LEDGER_URL: url})
    assert refused.value.message.text(in_english) == (
        "KUMIAI_LEDGER_URL is no address of a database; write it as "
        "`postgresql+psycopg://USER:PASSWORD@HOST:PORT/DATABASE`"
    )


def test_a_home_that_is_no_folder_is_told(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.touch()
    with pytest.raises(OtherSystemFailed) as refused:
        ledger_of(Home(home), {})
    assert refused.value.message.text(in_english) == (
        f"{home} can be neither read nor written: Not a directory; put in order what lies there, "
        "and run it again"
    )
