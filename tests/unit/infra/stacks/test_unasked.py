"""Pulumi's stacks that no file asks for: what stops, what is told, what is left in peace."""

from __future__ import annotations

from dataclasses import replace

from core.language import Language
from core.translation import translation
from infra.stacks.unasked import Stack, is_asked_for, notes, problems
from tenants.definitions import Definitions
from tests.lib.definitions import shipped

SHIPPED = shipped()


def stopped_by(*stacks: Stack) -> list[str]:
    return [str(problem.message) for problem in problems(SHIPPED, stacks)]


def told_of(*stacks: Stack, definitions: Definitions = SHIPPED) -> list[str]:
    return [str(note) for note in notes(definitions, stacks)]


def test_both_sites_own_stacks_and_each_members_two_are_asked_for() -> None:
    for name in ("site.primary", "site.remote", "usuki.primary", "usuki.remote"):
        assert is_asked_for(SHIPPED, name)
    for name in ("dev", "site.third", "usuki", "usuki.third", "usuki-old.primary"):
        assert not is_asked_for(SHIPPED, name)


def test_a_colleagues_empty_stack_stops_nothing_and_is_told() -> None:
    dev = Stack("dev", 0)
    assert stopped_by(dev) == []
    assert told_of(dev) == [
        "stack dev is empty and no file asks for it; "
        "remove it in `kumiai shell` with `pulumi stack rm dev`"
    ]
    (note,) = notes(SHIPPED, [dev])
    assert note.text(translation(Language.JA)) == (
        "スタック dev は空で、どのファイルにもありません。"
        "`kumiai shell` の `pulumi stack rm dev` で削除できます。"
    )


def test_a_colleagues_stack_with_something_in_it_is_the_colleagues() -> None:
    dev = Stack("dev", 3)
    assert stopped_by(dev) == []
    assert told_of(dev) == [
        "stack dev is none of kumiai's, and holds 3 objects; whoever made it knows what they are"
    ]


def test_a_renamed_stack_stops_for_all_of_it_would_be_built_once_more() -> None:
    renamed = Stack("usuki-old.primary", 40, login="usuki.primary")
    assert stopped_by(renamed) == [
        "stack usuki-old.primary was called usuki.primary and was renamed, so all of it would be "
        "built once more; give it its name back in `kumiai shell` with "
        "`pulumi stack rename usuki.primary --stack usuki-old.primary`"
    ]
    assert told_of(renamed) == []


def test_stacks_where_a_member_no_longer_stands_are_told_site_by_site() -> None:
    left = (
        Stack("hita.third", 20, login="hita.third"),
        Stack("usuki.third", 12, login="usuki.third"),
    )
    third = replace(SHIPPED, sites={**SHIPPED.sites, "third": SHIPPED.sites["remote"]})
    assert list(problems(third, left)) == []
    assert told_of(*left, definitions=third) == [
        "at third 2 stacks stand that no file asks for any more: hita.third, usuki.third; "
        "they are left as they are. Correct the files if that was not meant; if it "
        "was, take each away with `kumiai down MEMBER --site third`"
    ]


def test_a_site_without_a_file_stops_where_something_was_built_there() -> None:
    assert stopped_by(Stack("site.third", 17)) == [
        "the file is gone, but what was built there stands; restore it from git. If the site "
        "itself is lost for good, forget each of its stacks in `kumiai shell` with "
        "`pulumi stack rm --force`"
    ]
    assert stopped_by(Stack("site.third", 0)) == []


def test_a_site_without_a_file_is_told_once_whatever_stands_there() -> None:
    there = (Stack("site.third", 17), Stack("hita.third", 20, login="hita.third"))
    assert len(stopped_by(*there)) == 1
    assert stopped_by(*there) == stopped_by(there[1])
    assert told_of(*there) == []


def test_a_member_without_a_file_stops_where_its_servers_stand_and_not_for_an_empty_stack() -> None:
    (said,) = stopped_by(Stack("beppu.primary", 61, login="beppu.primary"))
    assert said.startswith("the file is gone, but the municipality's servers and data stand")
    assert stopped_by(Stack("beppu.primary", 0)) == []
