"""The collector of a consortium on the test lab, and what its ledger believes of a server."""

from __future__ import annotations

import subprocess

from amqp.exceptions import ChannelError
from kombu import Connection

from lab.sites import RABBITMQ, LabSite
from licensing.collecting.listener import QUEUE
from licensing.ledger.engine import sqlite_url
from licensing.ledger.ledger import Ledger
from licensing.ledger.sightings import Entry
from tests.lib.alive import AT_WORK
from tests.lib.consortium import Consortium
from tests.lib.waiting import until


def listening(consortium: Consortium, server: str, ledger: str = "") -> subprocess.Popen[str]:
    """A collector that has looked once; the ledger knows the server.

    One that does not get so far is ended: it would take what the next one is to hear.
    """
    collector = consortium.begin("licence", "collect", "--follow", ledger=ledger)
    try:
        assert collector.stdout is not None
        words = (line for line in collector.stdout if not AT_WORK.search(line))
        assert "listening to primary, remote" in next(words)
        what = "the first look at Nova's records"
        until(lambda: bool(entries(consortium, server, ledger)), what)
    except BaseException:
        collector.kill()
        collector.wait()
        raise
    return collector


def entries(consortium: Consortium, server: str, ledger: str = "") -> list[Entry]:
    """Of the server of that name; `ledger` is another database than the home's own."""
    there = Ledger.opened(ledger or sqlite_url(consortium.home.ledger))
    try:
        return [entry for entry in there.believed() if entry.machine.name == server]
    finally:
        there.close()


def set_aside(consortium: Consortium, site: str) -> int:
    """How many messages of the site nobody could read, as the ledger counts them."""
    there = Ledger.opened(sqlite_url(consortium.home.ledger))
    try:
        return there.asides().get(site, 0)
    finally:
        there.close()


def publish(site: LabSite, body: bytes) -> None:
    """A message among Nova's notifications, sent as Nova does once somebody listens."""
    url = f"amqp://lab:{site.passwords.messaging}@{site.address}:{RABBITMQ}//"
    with Connection(url, connect_timeout=10) as connection:
        until(lambda: _listens(connection), f"somebody listens at {site.name}")
        connection.Producer().publish(
            body,
            exchange="nova",
            routing_key="versioned_notifications.info",
            content_type="application/octet-stream",
            content_encoding="binary",
        )


def _listens(connection: Connection) -> bool:
    """Whether the collector's queue has somebody who takes from it."""
    with connection.channel() as channel:
        try:
            found = channel.queue_declare(queue=QUEUE, passive=True)
        except ChannelError:
            return False  # there is no such queue yet
        return bool(found.consumer_count)
