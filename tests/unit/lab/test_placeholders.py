"""A lab has a guest image for each site, so that `kumiai up` has something to upload."""

from __future__ import annotations

from pathlib import Path

from core.home import Home
from lab.placeholders import put_placeholders


def test_an_image_that_somebody_put_there_stays_and_what_is_missing_is_made(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.images.mkdir()
    (home.images / "ours.raw").write_bytes(b"an operating system")
    put_placeholders(home, ["kumiai-guest", "ours"])
    assert (home.images / "ours.raw").read_bytes() == b"an operating system"
    assert (home.images / "kumiai-guest.raw").stat().st_size == 2**20
