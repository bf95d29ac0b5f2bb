"""The collector: a listener for each site, and a look at Nova's records every few minutes. Adapter.

Whatever is killed, here or there, the next look at the records mends: both end in the same ledger.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cloud.asked import asked
from core.addresses import addresses_by_site
from core.errors import OtherSystemFailed, UserError
from core.message import say
from licensing.collecting.listener import Heard, Listener
from licensing.collecting.nova import Site, reconcile
from licensing.collecting.owner import Owned
from licensing.collecting.projects import projects_at
from licensing.ledger.ledger import Ledger

RECONCILE_EVERY = timedelta(minutes=5)
LOOK_EVERY_SECONDS = 1.0

log = logging.getLogger(__name__)


def brokers_of(file: Path, sites: Sequence[str]) -> dict[str, str]:
    """The brokers' addresses by site.

    Raises: UserError where the file is missing, is something else, or leaves a site out.
    """
    found = addresses_by_site(file, "brokers", "amqp://kumiai:…@192.0.2.6:5672")
    missing = [site for site in sites if site not in found]
    if missing:
        raise UserError(
            say("{file} names no broker for {sites}; add it", file=file, sites=tuple(missing))
        )
    return {site: found[site] for site in sites}


@dataclass
class Collector:
    """Listens to all sites until it is told to stop."""

    ledger: Ledger
    sites: Sequence[Site]
    brokers: Mapping[str, str]
    before_look: Callable[[datetime], None] = lambda now: None
    """Whatever has to be known before servers are: what the files say of hosts and licences."""
    every: timedelta = RECONCILE_EVERY
    heard: dict[str, Heard] = field(default_factory=dict)
    reconciled_at: dict[str, datetime] = field(default_factory=dict)

    def run(self, stop: threading.Event) -> None:
        """Returns once `stop` is set and every listener has ended."""
        threads = []
        for site in self.sites:
            self.heard[site.name] = Heard()
            threads.append(threading.Thread(target=self._follow, args=(site, stop), name=site.name))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _follow(self, site: Site, stop: threading.Event) -> None:
        """One site: a listener beside, and the records every few minutes."""
        name = site.name
        wake = threading.Event()
        projects = _Projects(self.ledger, site)
        listener = Listener(
            name,
            self.brokers[name],
            self.ledger,
            site.definitions,
            projects.told,
            self.heard[name],
            wake.set,
        )
        listening = threading.Thread(target=listener.run, args=(stop,), name=f"{name} broker")
        listening.start()
        while not stop.is_set():
            projects.forget()
            try:
                self.before_look(datetime.now(UTC))
                reconcile(self.ledger, site, datetime.now(UTC))
                self.reconciled_at[name] = datetime.now(UTC)
            except OtherSystemFailed as error:
                log.warning("%s", error)
            _wait(wake, stop, self.every)
        listening.join()


def _wait(wake: threading.Event, stop: threading.Event, span: timedelta) -> None:
    """Until the span is over, somebody wakes us, or we are told to stop."""
    end = time.monotonic() + span.total_seconds()
    while time.monotonic() < end and not stop.is_set() and not wake.wait(LOOK_EVERY_SECONDS):
        pass
    wake.clear()


@dataclass
class _Projects:
    """A site's projects, as they were told last."""

    ledger: Ledger
    site: Site
    _told: Mapping[str, Owned] = field(default_factory=dict)

    def told(self, project: str) -> Mapping[str, Owned]:
        """By their ids; one that is gone already is missing.

        Raises: OtherSystemFailed where Keystone does not answer, so that the message is heard
        again.
        """
        if project not in self._told:
            site = self.site
            with asked(site.name, "Keystone"):
                self._told = projects_at(
                    self.ledger, site.name, site.cloud, site.definitions, datetime.now(UTC)
                )
        return self._told

    def forget(self) -> None:
        """There may be others by now."""
        self._told = {}
