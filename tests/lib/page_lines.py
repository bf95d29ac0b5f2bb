"""What the book of procedures has typed: each line as it is printed, and which test runs it."""

from __future__ import annotations

import html
import re

LAB = "tests/lab/test_runbooks.py"
SERVERS = "tests/roles/test_access.py"
MACHINE = "tests/integration/runbooks/test_page_on_a_machine.py"
CHECKOUT = "tests/integration/runbooks/test_page_in_the_checkout.py"

RUN_BY = {
    **dict.fromkeys(("kumiai", "openstack"), LAB),
    "kumiai access login": SERVERS,
    "kumiai alert ack": MACHINE,
    "git diff": CHECKOUT,
    **dict.fromkeys(("amtool", "cat", "df", "ssh {host}", "systemctl", "uptime"), MACHINE),
    **dict.fromkeys(
        (f"sudo {one}" for one in ("journalctl", "kumiai", "rabbitmqctl", "systemctl")), MACHINE
    ),
}
"""By how a line begins; the longest one holds."""


def typed_lines(book: str) -> list[str]:
    """Each line once: the page has both languages. As somebody reads it, nothing filled in."""
    found = re.findall(r"<pre>\$ (.*?)</pre>", book)
    return [html.unescape(line) for line in dict.fromkeys(found)]


def quoted_commands(book: str) -> list[str]:
    """What stands between backquotes within a sentence, has several words, and is no YAML."""
    within = re.findall(r"<p>(.*?)</p>", book, re.DOTALL)
    found = [one for text in within for one in re.findall(r"`([^`: ]+ [^`]+)`", text)]
    return [html.unescape(one) for one in dict.fromkeys(found)]


def run_by(line: str) -> str | None:
    """The test's file. None: nobody runs it."""
    begins = [one for one in RUN_BY if line == one or line.startswith(f"{one} ")]
    return RUN_BY[max(begins, key=len)] if begins else None


def lines_for(test: str, book: str) -> list[str]:
    """What a test's file is to run."""
    return [line for line in typed_lines(book) + quoted_commands(book) if run_by(line) == test]
