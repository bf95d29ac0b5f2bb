"""Hears Nova's notifications of one site, without an end. Adapter: kombu.

The queue is durable and our own: what Nova says while nobody listens is waiting afterwards. Nova's
exchange is not durable, so after a broker's death nothing waits until we have bound the queue
again; whoever is told that we listen again reads Nova's records.

A message is acknowledged once the ledger has it, so that it is heard at least once; the ledger
counts what it hears twice once.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from amqp.exceptions import AMQPError
from kombu import Connection, Exchange, Message, Queue
from kombu.exceptions import KombuError

from core.errors import OtherSystemFailed
from licensing.collecting.notification import project_of, sighting_of
from licensing.ledger.ledger import Ledger
from tenants.catalogue_model import Catalogue

QUEUE = "kumiai-licences"

NOVA = Exchange("nova", type="topic", passive=True)
"""Nova's own exchange; whoever listens does not make it."""

ROUTING_KEY = "versioned_notifications.*"
"""Any priority of Nova's versioned notifications."""

LISTEN_SECONDS = 1.0
AGAIN_SECONDS = 2.0
"""How long to wait before a broker or a database that failed is tried again."""

AT_ONCE = 50
"""Messages that the broker hands out before one of them is acknowledged."""

log = logging.getLogger(__name__)


@dataclass
class Heard:
    """What a listener has done so far; read by whoever shows it."""

    messages: int = 0
    entries: int = 0
    last_at: datetime | None = None
    connected: bool = False


@dataclass(frozen=True)
class Listener:
    """`member_of` gives a project's name by its id."""

    site: str
    url: str
    ledger: Ledger
    catalogue: Catalogue
    member_of: Callable[[str], str]
    heard: Heard
    on_connected: Callable[[], None]
    """Called each time it listens again: what was said before may be lost."""

    def run(self, stop: threading.Event) -> None:
        """Listen until `stop` is set; whatever fails is tried again."""
        while not stop.is_set():
            try:
                self._listen(stop)
            except (AMQPError, KombuError, OSError, OtherSystemFailed) as error:
                self.heard.connected = False
                log.warning("%s: %s; trying again", self.site, type(error).__name__)
                stop.wait(AGAIN_SECONDS)

    def _listen(self, stop: threading.Event) -> None:
        with Connection(self.url, heartbeat=10, connect_timeout=5) as connection:
            connection.connect()
            channel = connection.channel()
            queue = Queue(QUEUE, NOVA, ROUTING_KEY, durable=True)
            with connection.Consumer(
                queue, callbacks=[self._take], channel=channel, prefetch_count=AT_ONCE
            ):
                self.heard.connected = True
                self.on_connected()
                while not stop.is_set():
                    try:
                        connection.drain_events(timeout=LISTEN_SECONDS)
                    except TimeoutError:
                        connection.heartbeat_check()

    def _take(self, body: Any, message: Message) -> None:
        """Into the ledger first, then off the queue."""
        content = _content(body)
        sighting = None
        if content is not None:
            project = project_of(content)
            names = {project: self.member_of(project)} if project else {}
            sighting = sighting_of(content, self.site, self.catalogue, names)
        if sighting is not None:
            self.heard.entries += self.ledger.record([sighting], datetime.now(UTC))
            self.heard.last_at = sighting.at
        self.heard.messages += 1
        message.ack()


def _content(body: Any) -> Mapping[str, Any] | None:
    """The message as a mapping; None where it is none of Nova's."""
    if isinstance(body, str | bytes):
        try:
            body = json.loads(body)
        except ValueError:
            return None
    return body if isinstance(body, Mapping) else None
