from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from cloud.credentials import ensure_keypair, ensure_sync_key
from core.home import Home

AT_ONCE = 6


@pytest.mark.parametrize("ensure", [ensure_keypair, ensure_sync_key])
def test_both_sites_of_a_member_get_the_same_key_however_close_together_they_ask(
    tmp_path: Path, ensure: Callable[[Home, str], str]
) -> None:
    for member in ("hita", "usuki", "yufu"):
        with ProcessPoolExecutor(AT_ONCE) as pool:
            asked = partial(ensure, Home(tmp_path))
            found = set(pool.map(asked, [member] * AT_ONCE))
        assert len(found) == 1
    assert {file.stat().st_mode & 0o777 for file in (tmp_path / "credentials").iterdir()} == {0o600}
