"""A new municipality's file is written where it belongs, once."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tests.lib.definitions import copied_to
from tests.lib.typed import typed

BEPPU = ("--lang", "en", "member", "new", "442020", "--name", "別府市", "--kana", "べっぷし")


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file is to be, in a copy of the shipped ones."""
    monkeypatch.setenv("KUMIAI_DEFINITIONS", str(copied_to(tmp_path)))
    return tmp_path / "tenants" / "members" / "beppu.yaml"


def test_the_file_is_written_and_the_rest_is_read_with_it(file: Path) -> None:
    done = typed(*BEPPU)
    assert (done.exit_code, done.output) == (0, "tenants/members/beppu.yaml is written\n")
    assert "name: {ja: 別府市, kana: べっぷし, en: Beppu City}\n" in file.read_text("utf-8")


def test_what_is_only_shown_is_what_would_be_written(file: Path) -> None:
    shown = typed(*BEPPU, "--print")
    assert shown.exit_code == 0
    assert not file.exists()
    typed(*BEPPU)
    assert file.read_text("utf-8") == shown.output


def test_a_file_that_is_there_is_never_overwritten(file: Path) -> None:
    file.write_text("slug: beppu\n", "utf-8")
    done = typed(*BEPPU, "--slug", "beppu")
    assert done.exit_code != 0
    assert file.read_text("utf-8") == "slug: beppu\n"


@pytest.mark.parametrize("code", ["４４２０２０", " 442020 ", "44202"])
@pytest.mark.parametrize("kana", ["ベップシ", "ﾍﾞｯﾌﾟｼ", "へ\u3099っふ\u309aし"])
def test_what_a_keyboard_makes_of_code_and_kana_is_taken_for_what_it_is(
    file: Path, code: str, kana: str
) -> None:
    done = typed("member", "new", code, "--name", "別府市", "--kana", kana)
    assert done.exit_code == 0, done.output
    assert "name: {ja: 別府市, kana: べっぷし, en: Beppu City}\n" in file.read_text("utf-8")


@pytest.mark.parametrize("name", ["別府市: #1", "別府市, {", "no", "12", '"別府市"', "別府's"])
def test_any_name_is_written_so_that_yaml_reads_the_same(file: Path, name: str) -> None:
    done = typed("member", "new", "442020", "--name", name, "--kana", "べっぷ", "--slug", "beppu")
    assert done.exit_code == 0, done.output
    assert yaml.safe_load(file.read_text("utf-8"))["name"]["ja"] == name


def test_the_list_tells_a_state_in_the_readers_words() -> None:
    assert "  参加中  " in typed("--lang", "ja", "member", "list").output
    assert "  active  " in typed("--lang", "en", "member", "list").output
