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
from licensing.collecting.owner import Owned
from licensing.ledger.ledger import Ledger
from tenants.definitions import Definitions

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

UNREADABLE = (ValueError, KeyError, TypeError, AttributeError, OverflowError)
"""What a message raises that is none of Nova's, or is another than its samples."""

log = logging.getLogger(__name__)


@dataclass
class Heard:
    """What a listener has done so far; read by whoever shows it."""

    messages: int = 0
    entries: int = 0
    set_aside: int = 0
    last_at: datetime | None = None
    connected: bool = False


@dataclass(frozen=True)
class Listener:
    """`projects` gives all projects by their ids, that of one id among them."""

    site: str
    url: str
    ledger: Ledger
    definitions: Definitions
    projects: Callable[[str], Mapping[str, Owned]]
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
                queue,
                callbacks=[self._take],
                on_decode_error=lambda message, error: self._set_aside(
                    message.body, message, error
                ),
                channel=channel,
                prefetch_count=AT_ONCE,
            ):
                self.heard.connected = True
                self.on_connected()
                while not stop.is_set():
                    try:
                        connection.drain_events(timeout=LISTEN_SECONDS)
                    except TimeoutError:
                        connection.heartbeat_check()

    def _take(self, body: Any, message: Message) -> None:
        """Into the ledger first, then off the queue; what nobody can read is set aside."""
        try:
            self._record(body)
        except UNREADABLE as error:
            self._set_aside(body, message, error)
            return
        self.heard.messages += 1
        message.ack()

    def _record(self, body: Any) -> None:
        content = _content(body)
        project = project_of(content)
        projects = self.projects(project) if project else {}
        sighting = sighting_of(content, self.site, self.definitions, projects)
        if sighting is not None:
            self.heard.entries += self.ledger.record([sighting], datetime.now(UTC))
            self.heard.last_at = sighting.at

    def _set_aside(self, body: Any, message: Message, error: Exception) -> None:
        """The next look at Nova's records finds what it may have told."""
        text = body.decode(errors="replace") if isinstance(body, bytes) else str(body)
        self.ledger.set_aside(self.site, text, repr(error), datetime.now(UTC))
        log.warning("%s: a message cannot be read and is set aside", self.site, exc_info=error)
        self.heard.messages += 1
        self.heard.set_aside += 1
        message.ack()


def _content(body: Any) -> Mapping[str, Any]:
    """The message as a mapping. Raises: ValueError where it is none of Nova's."""
    if isinstance(body, str | bytes):
        body = json.loads(body)
    if not isinstance(body, Mapping):
        raise ValueError("no message of Nova's: it is not a mapping")
    return body
