"""What a site's node exporter tells for as long as a test needs it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from core.files import write_whole
from lab.services.monitoring import FOLDER, MEASURED
from lab.sites import LabSite


@contextmanager
def measured(site: LabSite, text: str) -> Iterator[None]:
    """As `kumiai backup status --metrics` is told there, had it printed the text."""
    file = site.data / FOLDER / MEASURED / "kumiai-test.prom"
    write_whole(file, text)
    try:
        yield
    finally:
        file.unlink()
