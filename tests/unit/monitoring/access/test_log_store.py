"""The store goes on where it ended, and what it says of its own lines is true while it writes."""

from __future__ import annotations

import resource
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from core.home import Home
from monitoring.access.log_store import Store, broken, folder_of, records_of

SITE, SERVER = "primary", "10.64.4.11"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(root=tmp_path / "var", definitions=tmp_path)


def kept(home: Home) -> list[str]:
    return [one.words for one in records_of(home, SITE)]


def file_of(home: Home) -> Path:
    [file] = folder_of(home, SITE).glob("*.jsonl")
    return file


def test_a_store_that_is_begun_anew_goes_on_with_the_same_chain(home: Home) -> None:
    Store(home, SITE).keep(SERVER, ["one", "two"])
    Store(home, SITE).keep(SERVER, ["three"])
    assert kept(home) == ["one", "two", "three"]
    assert broken(home, SITE) is None


@pytest.mark.parametrize(
    ("change", "line"),
    [
        pytest.param(
            lambda file: file.write_bytes(b"".join(file.open("rb").readlines()[:2])),
            3,
            id="cut off at the end",
        ),
        pytest.param(
            lambda file: file.write_bytes(file.read_bytes().replace(b"two", b"2")),
            3,
            id="changed",
        ),
        pytest.param(lambda file: file.write_bytes(b""), 1, id="emptied"),
        pytest.param(lambda file: file.unlink(), 1, id="gone"),
    ],
)
def test_lines_that_were_changed_or_are_missing_show(
    home: Home, change: Callable[[Path], object], line: int
) -> None:
    Store(home, SITE).keep(SERVER, ["one", "two", "three"])
    change(file_of(home))
    assert broken(home, SITE) == line


def test_where_nothing_was_ever_kept_nothing_is_missing(home: Home) -> None:
    assert broken(home, SITE) is None
    Store(home, SITE)
    assert broken(home, SITE) is None


def test_a_line_that_a_crash_tore_is_set_aside_and_swallows_no_other(home: Home) -> None:
    Store(home, SITE).keep(SERVER, ["one"])
    with file_of(home).open("ab") as file:
        file.write(b'{"before": "2f')
    Store(home, SITE).keep(SERVER, ["two"])
    assert kept(home) == ["one", "two"]
    assert broken(home, SITE) is None
    assert (folder_of(home, SITE) / "torn").read_bytes() == b'{"before": "2f\n'


def test_where_the_disk_takes_only_a_part_nothing_is_kept_and_it_goes_on_later(home: Home) -> None:
    store = Store(home, SITE)
    store.keep(SERVER, ["one"])
    limit, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_of(home).stat().st_size + 20, most))
    try:
        with pytest.raises(OSError, match="File too large"):
            store.keep(SERVER, ["two"])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, most))
    assert broken(home, SITE) is None
    store.keep(SERVER, ["two"])
    assert kept(home) == ["one", "two"]
    assert broken(home, SITE) is None


def test_while_it_writes_nothing_looks_changed(home: Home) -> None:
    store = Store(home, SITE)

    def write() -> None:
        for _ in range(40):
            store.keep(SERVER, ["a line"] * 50)

    writing = threading.Thread(target=write)
    writing.start()
    found = [broken(home, SITE)]
    while writing.is_alive():
        found.append(broken(home, SITE))
    writing.join()
    assert set(found) == {None}
    assert len(kept(home)) == 2000
