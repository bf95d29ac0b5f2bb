from __future__ import annotations

from pathlib import Path

from blueprint.member import blueprint_of
from core.home import Home
from infra.engine.state import checkpoint_file
from infra.stacks.digest import is_applied, member_digest, record_applied
from tests.lib.definitions import shipped


def home_with_state(folder: Path, text: str = "{}") -> Home:
    home = Home(folder)
    file = checkpoint_file(home, "hita.primary")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="ascii")
    return home


def test_what_was_applied_and_not_touched_since_is_skipped(tmp_path: Path) -> None:
    home = home_with_state(tmp_path)
    record_applied(home, "hita.primary", "digest-1")
    assert is_applied(home, "hita.primary", "digest-1")


def test_another_digest_is_worked_on(tmp_path: Path) -> None:
    home = home_with_state(tmp_path)
    record_applied(home, "hita.primary", "digest-1")
    assert not is_applied(home, "hita.primary", "digest-2")


def test_a_hand_typed_pulumi_up_since_is_noticed(tmp_path: Path) -> None:
    home = home_with_state(tmp_path)
    record_applied(home, "hita.primary", "digest-1")
    home_with_state(tmp_path, '{"version": 3}')
    assert not is_applied(home, "hita.primary", "digest-1")


def test_a_torn_record_counts_as_none(tmp_path: Path) -> None:
    home = home_with_state(tmp_path)
    record_applied(home, "hita.primary", "digest-1")
    (tmp_path / "applied" / "hita.primary.json").write_text('{"digest": "dig', encoding="ascii")
    assert not is_applied(home, "hita.primary", "digest-1")


def test_a_larger_population_changes_the_digest_of_that_member_alone() -> None:
    definitions = shipped()
    site = definitions.sites["primary"].value
    member = definitions.members["hita"].value
    grown = member.model_copy(update={"network": definitions.members["usuki"].value.network})
    blueprint = blueprint_of(definitions, "hita", "primary")
    assert member_digest(blueprint, member, site) == member_digest(blueprint, grown, site)
    other = blueprint_of(definitions, "usuki", "primary")
    assert member_digest(blueprint, member, site) != member_digest(other, member, site)
