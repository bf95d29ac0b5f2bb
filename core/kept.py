"""While objects by the ten thousand are made that all stay. Adapter: Python's garbage collector."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 50_000


@contextmanager
def all_kept() -> Iterator[None]:
    """Nothing that is made here is garbage; looking for it now and then costs up to a quarter more
    (a tenth where a nation's files are read). Many are never looked through afterwards either."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            made, _, _ = gc.get_count()
            if made > MANY:
                gc.freeze()
            gc.enable()
