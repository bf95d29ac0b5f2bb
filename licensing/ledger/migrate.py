"""Brings a ledger's database to today's schema. Adapter: alembic."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util.exc import CommandError
from sqlalchemy.exc import SQLAlchemyError

from core.errors import OtherSystemFailed
from core.message import say
from licensing.ledger.refusals import not_answering

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database at `url` to `revision`; nothing is done where it is there already.

    Raises: OtherSystemFailed where it does not answer, or was made by a newer kumiai.
    """
    try:
        command.upgrade(_config(url), revision)
    except CommandError as error:
        raise OtherSystemFailed(
            say(
                "the ledger cannot be brought to this version of kumiai: {reason}; "
                "was it made by a newer one?",
                reason=str(error).split("\n")[0],
            )
        ) from error
    except SQLAlchemyError as error:
        raise not_answering(url, error) from error


def _config(url: str) -> Config:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    # A percent sign in a password is none of the configuration's own.
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    return config
