"""Where nothing can be sent from, a sentence says so, and no site is asked."""

from __future__ import annotations

from pathlib import Path

from core.home import Home
from infra.verify.tried import try_packets
from infra.verify.vantage import BySsh
from tests.lib.lines import with_lines

SITES = ("primary", "remote")


def said(home: Home, *members: str) -> list[tuple[str, str, list[str]]]:
    found = try_packets(home, with_lines("usuki"), SITES, members, BySsh(home))
    assert all((one.sent, one.astray, one.failures) == (0, (), ()) for one in found)
    return [(one.member, one.site, [str(why) for why in one.untried]) for one in found]


def test_whoever_has_a_line_and_no_host_at_its_other_end_is_told_where_it_is_active(
    tmp_path: Path,
) -> None:
    home = Home(tmp_path)
    why = (
        f"no packet is tried from usuki-mynumber-line: {home.ssh_config} names no such host; in a "
        "lab whose servers live `kumiai lab hosts` writes it"
    )
    assert said(home) == [("usuki", "primary", [why])]


def test_servers_that_are_known_without_a_line_that_is_are_not_tried(tmp_path: Path) -> None:
    """The lab's hosts for roles stand side by side, where all reach all."""
    home = Home(tmp_path)
    home.ssh_config.parent.mkdir()
    home.ssh_config.write_text("Host usuki-core-app-1\nHost usuki-core-db-1\n")
    [(member, _, (why,))] = said(home, "usuki")
    assert (member, why.partition(":")[0]) == (
        "usuki",
        "no packet is tried from usuki-mynumber-line",
    )


def test_whoever_is_named_and_has_no_line_is_told_so(tmp_path: Path) -> None:
    assert said(Home(tmp_path), "hita") == [
        ("hita", "primary", ["no packet is tried: it has no access line"])
    ]
