"""One municipality's trouble is told at the end, and keeps nobody else from its copies."""

from __future__ import annotations

from core.errors import Exit, OtherSystemFailed, UserError
from core.message import say
from runbooks.actions import backups, vaults
from runbooks.actions.protected import protected
from runbooks.actions.troubled import Troubles
from tests.integration.runbooks.actions.test_backups import world
from tests.integration.runbooks.actions.test_backups_in_trouble import copies_at_source
from tests.lib.copies import MEMBER, SYSTEM, Copies
from tests.lib.definitions import write_services

__all__ = ["world"]

NOT_BUILT = "kadogawa"


def test_a_municipality_that_is_not_built_yet_keeps_no_other_from_its_reader(world: Copies) -> None:
    file = world.home.definitions / "tenants" / "members" / f"{MEMBER}.yaml"
    text = file.read_text("utf-8").replace("slug: aya", f"slug: {NOT_BUILT}")
    joined = file.with_stem(NOT_BUILT)
    joined.write_text(text, "utf-8")
    write_services(joined, ["livelihood_protection"])
    world.primary.unbuilt.add(NOT_BUILT)
    assert world.carried_out(backups.set_up(world.given)) == []
    assert [str(one) for one in world.told] == [
        "  kadogawa has no project at primary, so nobody can read its copies there: build it with "
        "`kumiai up kadogawa --site primary`, then set up once more"
    ]
    assert "PUT /keystone/projects/aya/users" in " ".join(world.primary.asked)


def test_what_one_system_sent_and_is_refused_fails_by_itself(world: Copies) -> None:
    assert world.backup() == []
    copies_at_source(world)[f"manifests/primary/{SYSTEM}/000001"][0].content = b"nobody's"
    plan = vaults.pull(world.given, [MEMBER])
    assert plan.objections == ()
    [failure] = world.carried_out(plan)
    assert failure.exit_code is Exit.RULE_BROKEN
    assert "is not signed by backup-primary" in str(failure.why)


def test_whoever_is_refused_is_asked_for_no_less_and_a_silent_site_only_once(
    world: Copies,
) -> None:
    [aya] = protected(world.given, [MEMBER])
    troubles, asked = Troubles(), []

    def refuses() -> int:
        raise OtherSystemFailed(say("no"))

    def is_silent() -> int:
        asked.append("the site")
        world.primary.before = lambda number: False
        return len(backups.run(world.given, [MEMBER]).actions)

    source, holder = aya.group.site, str(aya.held_at)
    assert str(troubles.asked((source,), refuses)) == "no"
    assert troubles.asked((source,), lambda: 1) == 1
    first = troubles.asked((source,), is_silent)
    second = troubles.asked((holder, source), is_silent)
    assert isinstance(first, UserError)
    assert first is second
    assert str(first).startswith("site primary does not answer at ")
    assert asked == ["the site"]
    assert troubles.asked((holder,), lambda: 1) == 1
