from __future__ import annotations

from pathlib import Path

from core.home import Home
from infra.stacks.work import works
from tests.lib.definitions import shipped


def told(home: Home, *members: str, site: str | None = None) -> list[tuple[str, str]]:
    found = works(home, shipped(), members, site, refresh=False)
    return [(work.stack, str(work.subject)) for work in found]


def test_a_member_stands_at_two_sites_and_their_own_stacks_come_first(tmp_path: Path) -> None:
    assert told(Home(tmp_path), "usuki") == [
        ("site.primary", "site primary"),
        ("site.remote", "site remote"),
        ("usuki.primary", "臼杵市 at primary"),
        ("usuki.remote", "臼杵市 at remote"),
    ]


def test_one_site_alone_is_worked_on_with_its_members(tmp_path: Path) -> None:
    assert told(Home(tmp_path), "usuki", site="remote") == [
        ("site.remote", "site remote"),
        ("usuki.remote", "臼杵市 at remote"),
    ]


def test_what_was_never_built_does_not_exist_and_loses_nothing(tmp_path: Path) -> None:
    for work in works(Home(tmp_path), shipped(), ["usuki"], None, refresh=False):
        assert not work.exists
        assert not work.unchanged
        assert not work.refresh
        assert work.fate.refused == work.fate.retired == ()
