"""Whom a switchover or a failback may move, and which declaration is still to be carried out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from core.errors import Exit, UserError
from core.home import Home
from core.message import say
from core.plan import Run
from core.signing import Signer, public_key_of
from core.signing_key import ALLOWED_SIGNERS, make_signing_key
from recovery.declaration import call_off, declarations, sign
from recovery.facts import Move
from runbooks.actions.failing_over import declared, members_of, who_moves
from runbooks.actions.given import Given
from runbooks.actions.moves import Moving
from runbooks.actions.planned import against, called_off, move, planned
from runbooks.actions.site_loss import holding
from runbooks.actions.trying import paper_of
from tenants.store import read_definitions
from tests.lib.acts import Acts
from tests.lib.definitions import copied_to

AWAY = "members:\n  aya: {primary: standby, remote: active}\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    files = copied_to(tmp_path / "files")
    found = Home(tmp_path / "sato", files)
    line = Signer("sato", public_key_of(make_signing_key(found))).line
    (files / ALLOWED_SIGNERS).write_text(f"{line}\n", encoding="utf-8")
    found.clouds_file.parent.mkdir(parents=True, exist_ok=True)
    found.clouds_file.write_text("clouds: {}\n", encoding="utf-8")
    return found


def given_at(home: Home) -> Given:
    acts = Acts.at(home.root)
    acts.home = home
    definitions, _ = read_definitions(home.definitions)
    assert definitions is not None
    acts.definitions = definitions
    return acts.given


def placed(home: Home, text: str) -> Given:
    (home.definitions / "tenants" / "placement.yaml").write_text(text, encoding="utf-8")
    return given_at(home)


def test_a_switchover_goes_from_home_and_a_failback_comes_home(home: Home) -> None:
    given = given_at(home)
    [one] = planned(given, Move.SWITCHOVER, ["aya"], "the power is renewed")
    assert (one.paper.source, one.paper.target, one.paper.members) == (
        "primary",
        "remote",
        ("aya",),
    )
    assert (one.paper.move, one.goes_on) == (Move.SWITCHOVER, False)
    with pytest.raises(UserError) as refused:
        planned(given, Move.FAILBACK, ["aya"], "")
    assert str(refused.value) == "aya runs at primary, where it is at home"
    away = placed(home, AWAY)
    [back] = planned(away, Move.FAILBACK, ["aya"], "mended")
    assert (back.paper.source, back.paper.target) == ("remote", "primary")
    with pytest.raises(UserError) as refused:
        planned(away, Move.SWITCHOVER, ["aya"], "")
    assert str(refused.value) == (
        "aya runs at remote already, away from primary; `kumiai failback aya` brings it home"
    )


def test_nothing_is_begun_where_one_of_the_sites_is_silent(home: Home) -> None:
    given = given_at(home)
    [one] = planned(given, Move.SWITCHOVER, ["aya"], "the power is renewed")
    silent = replace(given, silence_of=lambda home, site: say("nobody answers"))
    assert next(map(str, against(silent, one, ""))) == (
        "nobody answers; a planned move needs both sites: if primary is lost, two persons declare "
        "it"
    )


def test_what_was_moved_again_since_is_not_carried_out_any_more(home: Home) -> None:
    given = given_at(home)
    [first] = planned(given, Move.SWITCHOVER, ["aya"], "first")
    sign(home, first.paper)
    later = first.paper.model_copy(
        update={"declared_at": first.paper.declared_at + timedelta(days=1), "reason": "second"}
    )
    assert members_of(given, first.paper) == ["aya"]
    sign(home, later)
    assert members_of(given, first.paper) == []
    assert members_of(given, later) == ["aya"]
    with pytest.raises(UserError) as refused:
        declared(given, first.paper.id)
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert str(refused.value) == (
        f"all that {first.paper.id} moves were moved again since; there is nothing to do"
    )
    call_off(home.definitions, later, "not today")
    assert members_of(given, first.paper) == ["aya"]


def test_who_was_moved_again_since_is_no_reason_to_go_on_with_what_others_wait_for(
    home: Home,
) -> None:
    given = given_at(home)
    [both] = planned(given, Move.SWITCHOVER, ["aya", "kadogawa"], "the power is renewed")
    sign(home, both.paper)
    back = both.paper.model_copy(
        update={
            "form": "kumiai.failback.1",
            "members": ("aya",),
            "source": "remote",
            "target": "primary",
            "declared_at": both.paper.declared_at + timedelta(days=1),
        }
    )
    sign(home, back)
    [one] = planned(given, Move.SWITCHOVER, ["aya"], "once more")
    assert (one.paper.members, one.goes_on) == (("aya",), False)


def test_of_a_municipality_without_systems_it_is_said_that_there_is_nothing_to_move(
    home: Home,
) -> None:
    file = home.definitions / "tenants" / "members" / "aya.yaml"
    text, _, _ = file.read_text(encoding="utf-8").partition("\nservices:")
    file.write_text(f"{text}\nservices: {{}}\n", encoding="utf-8")
    given = given_at(home)
    for refused_by in (
        lambda: planned(given, Move.SWITCHOVER, ["aya", "kadogawa"], ""),
        lambda: paper_of(given, "aya", Run("r", "sato", "", given.now), None),
    ):
        with pytest.raises(UserError) as refused:
            refused_by()
        assert refused.value.exit_code is Exit.RULE_BROKEN
        assert str(refused.value) == (
            "no system of aya has volumes, so there is nothing to bring up elsewhere"
        )
    with pytest.raises(UserError) as refused:
        who_moves(given, "primary", ["aya"])
    assert str(refused.value) == "nobody of those runs there"


def test_where_no_vault_was_set_up_yet_a_planned_move_finds_nothing_held(home: Home) -> None:
    """As home again after a failover: what a lost site was to hold is set up by the move."""
    given = placed(home, AWAY)
    [one] = planned(given, Move.FAILBACK, ["aya"], "mended")
    aya = given.definitions.need_member("aya")
    assert Moving(given, one.paper, aya).generations == {}
    lost = one.paper.model_copy(update={"form": "kumiai.declaration.1"})
    with pytest.raises(UserError) as refused:
        _ = Moving(given, lost, aya).generations
    assert "no login to primary on this machine" in str(refused.value)


def test_a_planned_move_declares_no_site_lost(home: Home) -> None:
    given = given_at(home)
    [one] = planned(given, Move.SWITCHOVER, ["aya"], "the power is renewed")
    sign(home, one.paper)
    assert holding(given, "primary") == []


def test_a_move_is_called_off_until_the_files_let_it_run_at_the_target(home: Home) -> None:
    given = given_at(home)
    [one] = planned(given, Move.SWITCHOVER, ["aya"], "the power is renewed")
    sign(home, one.paper)
    with pytest.raises(UserError) as refused:
        called_off(placed(home, AWAY), one.paper.id, "too late")
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert str(refused.value) == (
        "aya run at remote by the files already; go on with "
        f"`kumiai failover run {one.paper.id}`, and move them back afterwards"
    )
    called_off(placed(home, "members: {}\n"), one.paper.id, "not today")
    assert [found.called_off for found in declarations(home.definitions)] == [True]


def test_a_procedure_moves_whom_it_is_told_and_leaves_alone_who_is_there_already(
    home: Home,
) -> None:
    given = replace(given_at(home), silence_of=lambda home, site: None)
    planned_away = move(lambda: given, Move.SWITCHOVER, "aya")
    [away] = planned_away.actions
    assert [str(one.why) for one in planned_away.objections] == [
        "aya.remote was never built, so nothing stands ready there; run `kumiai up aya --site "
        "remote` first"
    ]
    assert (away.act, str(away.does)) == ("switchover", "from primary to remote: aya")
    assert move(lambda: given, Move.FAILBACK, "aya").actions == ()
    moved = replace(placed(home, AWAY), silence_of=lambda home, site: None)
    [back] = move(lambda: moved, Move.FAILBACK, "aya").actions
    assert (back.act, str(back.does)) == ("failback", "from remote to primary: aya")
    assert list(map(str, move(lambda: moved, Move.SWITCHOVER, "aya").notes)) == [
        "aya is there already"
    ]
