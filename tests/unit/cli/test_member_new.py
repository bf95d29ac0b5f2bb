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
    """Where the file is to be, in a copy of the shipped ones, of which nothing stands."""
    monkeypatch.setenv("KUMIAI_HOME", str(tmp_path / "var"))
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


def test_several_are_begun_before_one_of_them_is_filled_in(file: Path) -> None:
    typed(*BEPPU)
    done = typed(
        "--lang", "en", "member", "new", "442071", "--name", "津久見市", "--kana", "つくみし"
    )
    assert (done.exit_code, done.output) == (0, "tenants/members/tsukumi.yaml is written\n")
    first, second = (yaml.safe_load(one.read_text("utf-8")) for one in _both(file))
    assert first["network"] != second["network"]
    matrix = file.with_name("matrix.csv")
    matrix.write_text("業務,別府市,津久見市\n印鑑登録,○,\n宛名管理,,○\n", "utf-8")
    assert typed("member", "import-matrix", str(matrix)).exit_code == 0
    assert typed("--lang", "en", "check").exit_code == 11


def _both(file: Path) -> tuple[Path, Path]:
    return file, file.with_name("tsukumi.yaml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_name_is_looked_up_in_a_table_of_codes(file: Path, encoding: str) -> None:
    table = file.with_name("codes.csv")
    text = "pref,lgcode,city,citykana\n大分県,442020,別府市,べっぷし\n青森県,22012\n"
    table.write_bytes(text.encode(encoding))
    done = typed("--lang", "en", "member", "new", "442020", "--codes", str(table))
    assert (done.exit_code, done.output) == (0, "tenants/members/beppu.yaml is written\n")
    assert "name: {ja: 別府市, kana: べっぷし, en: Beppu City}\n" in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (None, "を読み込めません（ファイルまたはフォルダがありません）。\n"),
        (b"", "はコード表として読めません。`lgcode`・`city`・`citykana` の列が必要です。\n"),
        (
            "団体コード,団体名\n442020,別府市\n".encode(),
            "はコード表として読めません。`lgcode`・`city`・`citykana` の列が必要です。\n",
        ),
        (
            b"city,citykana,lgcode\n,\n",
            "に 442020 の行がありません。--name と --kana で名称を指定してください。\n",
        ),
        (
            b"PK\x03\x04",
            "は表計算ソフトのファイルです。シートをUTF-8またはShift_JISのCSVで保存し、"
            "そのファイルを指定してください。\n",
        ),
    ],
)
def test_a_table_of_codes_that_helps_nobody_is_told(
    file: Path, held: bytes | None, said: str
) -> None:
    table = file.with_name("codes.csv")
    if held is not None:
        table.write_bytes(held)
    done = typed("--lang", "ja", "member", "new", "442020", "--codes", str(table))
    assert done.exit_code in (2, 10)
    assert done.output == f"{table} {said}"
    assert not file.exists()
