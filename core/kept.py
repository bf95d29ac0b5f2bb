"""While objects by the ten thousand are made that all stay. Adapter: Python's garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def all_kept() -> Iterator[None]:
    """Nothing that is made here is garbage; looking for it now and then costs up to a quarter more
    (a tenth where a nation's files are read)."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
