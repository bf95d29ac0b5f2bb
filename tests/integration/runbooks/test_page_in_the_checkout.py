"""Lines of the book's pages that are typed in the checkout, run there as they are printed."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.lib.definitions import copied_to
from tests.lib.page_lines import CHECKOUT, lines_for
from tests.lib.typed import typed

HOLIDAYS = "monitoring/matrix/holidays.yaml"


def test_the_difference_is_seen_once_the_command_above_it_has_written(tmp_path: Path) -> None:
    book = tmp_path / "book.html"
    assert typed("runbook", "print", "--all", "--html", str(book)).exit_code == 0
    checkout = copied_to(tmp_path / "checkout")
    for words in (("init", "-q"), ("add", "."), (*OF_SOMEBODY, "commit", "-q", "-m", "as it is")):
        subprocess.run(["git", *words], cwd=checkout, check=True)
    [line] = lines_for(CHECKOUT, book.read_text("utf-8"))
    assert _said(line, checkout) == ""
    (checkout / HOLIDAYS).write_text("last_day: 2020-01-01\n", "utf-8")
    environment = {"KUMIAI_DEFINITIONS": str(checkout), "KUMIAI_HOME": str(tmp_path)}
    assert typed("matrix", "holidays", env=environment).exit_code == 0
    assert "+last_day: 20" in _said(line, checkout) or "国民の祝日" in _said(line, checkout)


OF_SOMEBODY = ("-c", "user.name=x", "-c", "user.email=x@example.jp")


def _said(line: str, folder: Path) -> str:
    return subprocess.run(
        ["sh", "-c", line], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
