"""Two persons' word that a site is lost: what counts as one, and what does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.errors import Exit, UserError
from core.files import write_whole
from core.home import Home
from core.signing_key import ALLOWED_SIGNERS, make_signing_key, own_signer
from recovery.declaration import (
    FOLDER,
    Declaration,
    call_off,
    confirm,
    cut_off_of,
    declarations,
    declare,
    fences,
    lift,
    moves_of,
    note_cut_off,
    sign,
)

AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The consortium's files, which all persons share."""
    return tmp_path / "definitions"


def person(root: Path, *names: str) -> Home:
    """A machine of its own, whose key signs by these names."""
    home = Home(root.parent / names[0], definitions=root)
    make_signing_key(home)
    file = root / ALLOWED_SIGNERS
    before = file.read_text("utf-8") if file.exists() else ""
    lines = [own_signer(home, name).line for name in names]
    write_whole(file, before + "".join(f"{line}\n" for line in lines))
    return home


def declared(home: Home, *members: str, at: datetime = AT) -> Declaration:
    return declare(home, "primary", "remote", members or ("aya",), at, "the tsunami")


def test_one_persons_word_fences_nobody_and_two_do(root: Path) -> None:
    sato, suzuki = person(root, "sato"), person(root, "suzuki")
    paper = declared(sato)
    assert [one.persons for one in declarations(root)] == [("sato",)]
    assert fences(root).get("aya") is None
    assert confirm(suzuki, paper.id).persons == ("sato", "suzuki")
    assert fences(root).get("aya") == "primary"
    assert fences(root).get("usuki") is None


def test_one_key_is_one_person_whatever_names_it_has(root: Path) -> None:
    sato = person(root, "sato", "sato-again")
    paper = declared(sato)
    (root / FOLDER / f"{paper.id}.sato-again.sig").write_bytes(
        (root / FOLDER / f"{paper.id}.sato.sig").read_bytes()
    )
    assert declarations(root)[0].persons == ("sato",)
    confirm(sato, paper.id)
    assert moves_of(root).get("aya") is None


def test_a_sites_key_is_no_person(root: Path) -> None:
    person(root, "sato")
    site = person(root, "backup-remote")
    with pytest.raises(UserError) as refused:
        declared(site)
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert str(refused.value) == (
        "the key of this machine is nobody's in tenants/allowed_signers; `kumiai signer new NAME` "
        "adds it, and it counts once it is merged"
    )


def test_a_paper_that_was_changed_is_none_and_neither_is_a_signature_under_another(
    root: Path,
) -> None:
    sato, suzuki = person(root, "sato"), person(root, "suzuki")
    first, second = declared(sato), declared(sato, "aya", "usuki")
    confirm(suzuki, first.id)
    signature = (root / FOLDER / f"{first.id}.suzuki.sig").read_bytes()
    (root / FOLDER / f"{second.id}.suzuki.sig").write_bytes(signature)
    assert {one.paper.id: one.counts for one in declarations(root)} == {
        first.id: True,
        second.id: False,
    }
    file = root / FOLDER / f"{second.id}.json"
    file.write_text(file.read_text("utf-8").replace("usuki", "hyuga"), "utf-8")
    with pytest.raises(UserError) as refused:
        declarations(root)
    assert refused.value.exit_code is Exit.FILE_INVALID
    assert str(refused.value) == (
        f"tenants/moves/{second.id}.json is no declaration, or was changed after it was made; "
        "restore it from git"
    )


def test_of_several_the_newest_counts_and_an_unknown_one_is_told(root: Path) -> None:
    sato, suzuki = person(root, "sato"), person(root, "suzuki")
    later = declared(sato, at=datetime(2026, 12, 1, tzinfo=UTC))
    earlier = declared(sato)
    for one in (later, earlier):
        confirm(suzuki, one.id)
    found = moves_of(root).get("aya")
    assert found is not None
    assert found == later
    with pytest.raises(UserError, match=rf"^there is no declaration x; known are {earlier.id}, "):
        confirm(suzuki, "x")


def planned(home: Home, form: str, source: str, target: str, days: int = 0) -> Declaration:
    paper = Declaration.model_validate(
        {
            "form": form,
            "source": source,
            "target": target,
            "members": ("aya", "usuki"),
            "declared_at": AT + timedelta(days=days),
            "reason": "the power is renewed",
        }
    )
    sign(home, paper)
    return paper


def test_a_planned_move_is_one_persons_and_a_fence_once_the_source_was_cut_off(
    root: Path,
) -> None:
    sato = person(root, "sato")
    paper = planned(sato, "kumiai.switchover.1", "primary", "remote")
    assert [one.counts for one in declarations(root)] == [True]
    assert moves_of(root) == {"aya": paper, "usuki": paper}
    assert fences(root) == {}
    note_cut_off(root, paper, "aya", {"core": 3})
    note = cut_off_of(root, paper, "aya")
    assert note is not None
    assert note.last == {"core": 3}
    assert fences(root) == {"aya": "primary"}


def test_the_way_back_is_fenced_at_where_it_goes_until_where_it_runs_is_cut_off(
    root: Path,
) -> None:
    sato = person(root, "sato")
    away = planned(sato, "kumiai.switchover.1", "primary", "remote")
    note_cut_off(root, away, "aya", {"core": 3})
    home = planned(sato, "kumiai.failback.1", "remote", "primary", days=1)
    assert fences(root) == {"aya": "primary"}
    note_cut_off(root, home, "aya", {"core": 1})
    assert fences(root) == {"aya": "remote"}


def test_a_move_that_was_called_off_is_none_and_its_fence_is_lifted(root: Path) -> None:
    sato = person(root, "sato")
    paper = planned(sato, "kumiai.switchover.1", "primary", "remote")
    note_cut_off(root, paper, "aya", {"core": 3})
    call_off(root, paper, "not today")
    assert moves_of(root) == {}
    assert fences(root) == {"aya": "primary"}
    lift(root, paper, "aya")
    assert fences(root) == {}


def test_a_note_that_was_changed_by_hand_is_told(root: Path) -> None:
    paper = planned(person(root, "sato"), "kumiai.switchover.1", "primary", "remote")
    file = root / FOLDER / f"{paper.id}.aya.cut-off"
    file.write_text("{}", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        cut_off_of(root, paper, "aya")
    assert str(refused.value) == (
        f"tenants/moves/{paper.id}.aya.cut-off is no declaration, or was changed after it was "
        "made; restore it from git"
    )
