"""The same ledger on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from core.errors import OtherSystemFailed
from licensing.ledger.ledger import Ledger
from tests.lib.any_ledger import AnyLedger
from tests.lib.postgres import postgres

pytestmark = pytest.mark.lab


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with postgres() as found:
        yield found.url


@pytest.fixture
def ledger(url: str) -> Ledger:
    """An empty one."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("drop schema public cascade"))
        connection.execute(text("create schema public"))
    engine.dispose()
    return Ledger.opened(url)


class TestOnPostgresql(AnyLedger):
    """Everything that holds of any ledger."""


def test_a_database_that_does_not_answer_is_one_sentence_without_its_password() -> None:
    with pytest.raises(OtherSystemFailed) as caught:
        Ledger.opened("postgresql+psycopg://kumiai:secret@127.0.99.1:5432/ledger")
    assert "secret" not in str(caught.value)
