from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Exit, UserError
from core.home import Home
from infra.toolchain.passphrase import ensure_passphrase, sealed_here


def test_the_first_stack_gets_a_passphrase_and_the_next_the_same(tmp_path: Path) -> None:
    home = Home(tmp_path)
    ensure_passphrase(home, lambda: [])
    made = home.passphrase_file.read_text("ascii")
    assert len(made) == 43
    assert home.passphrase_file.stat().st_mode & 0o777 == 0o600
    ensure_passphrase(home, lambda: ["usuki.primary"])
    assert home.passphrase_file.read_text("ascii") == made


def test_a_second_machine_makes_none_of_its_own_for_stacks_that_stand(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(UserError) as refused:
        ensure_passphrase(home, lambda: ["site.primary", "usuki.primary"])
    assert str(refused.value) == (
        f"{home.passphrase_file} is missing, and stacks exist that were sealed with it; restore it "
        "from your backup or copy it from the machine that built them"
    )
    assert refused.value.exit_code is Exit.RULE_BROKEN
    assert not home.passphrase_file.exists()


def test_the_stacks_of_a_home_are_those_whose_state_it_keeps(tmp_path: Path) -> None:
    folder = tmp_path / "state" / ".pulumi" / "stacks" / "kumiai"
    folder.mkdir(parents=True)
    assert sealed_here(Home(tmp_path)) == []
    (folder / "usuki.primary.json").write_text("{}", "utf-8")
    (folder / "usuki.primary.json.bak").write_text("{}", "utf-8")
    assert sealed_here(Home(tmp_path)) == ["usuki.primary"]
