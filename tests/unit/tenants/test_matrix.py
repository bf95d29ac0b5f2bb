"""The seed's matrix: 39 rows of 9 cells for 10 municipalities, and one of 10."""

from __future__ import annotations

import pytest

from tenants.matrix import Matrix, decoded, read_matrix, services_block
from tests.lib.definitions import shipped

CATALOGUE = shipped().catalogue.value
NAMES = {read.value.name.ja: slug for slug, read in shipped().members.items()}
HEADER = "業務,日田市,臼杵市,杵築市,宇佐市,由布市,延岡市,日向市,串間市,綾町,門川町"


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def row(name: str, marks: str) -> str:
    return ",".join([name, *marks])


def read(text: str) -> tuple[Matrix | None, list[str]]:
    matrix, problems = read_matrix(text, CATALOGUE, NAMES)
    return matrix, [str(problem) for problem in problems]


def seed() -> str:
    """The rows as they stand in the source, by pattern; which names have which is illustrative."""
    names = [service.ja for service in CATALOGUE.services.values()]
    patterns = (
        ["○○○○○○・○○"]
        + ["○・○○○○・○○"] * 23
        + ["○・○○○○○○○"] * 6
        + ["・・○○○○・○○"] * 8
        + ["・・・・○○・○○"]
    )
    ragged = [row(name, marks) for name, marks in zip(names, patterns, strict=False)]
    return table(*ragged, row("国民投票", "○・○○○○・○○・"))


def test_the_seeds_matrix_is_refused_and_every_ragged_row_is_named() -> None:
    matrix, problems = read(seed())
    assert matrix is None
    assert len(problems) == 39
    assert problems[0] == (
        "row 2 (住民記録) has 9 cells for 10 municipalities; it cannot be told which one is "
        "missing, so ask whoever made the table"
    )
    assert problems[-1].startswith("row 40 ")


def test_a_whole_row_is_read_by_name_and_by_mark() -> None:
    matrix, problems = read(
        table(row("住民記録", "○○○○○○・○○○"), row("印鑑登録", "○・・・・・・・・・"))
    )
    assert problems == []
    assert matrix is not None
    assert matrix.services["hita"] == ("resident_record", "seal_registration")
    assert matrix.services["hyuga"] == ()
    assert matrix.services["kadogawa"] == ("resident_record",)


def test_an_alias_is_read_with_a_warning() -> None:
    matrix, _ = read(table(row("取納", "○・・・・・・・・・")))
    assert matrix is not None
    assert matrix.services["hita"] == ("collection",)
    assert [str(warning) for warning in matrix.warnings] == ["row 2: 取納 is read as 収納"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the table is empty"),
        (
            table(row("住民記緑", "○・・・・・・・・・")),
            "row 2: 住民記緑 is no service of the catalogue; did you mean 住民記録?",
        ),
        (
            table(row("天気予報", "○・・・・・・・・・")),
            "row 2: 天気予報 is no service of the catalogue",
        ),
        (
            table(row("住民記録", "○・・・?・・・・・")),
            "row 2 (住民記録), 由布市: ? is neither ○ nor ・ nor empty",
        ),
        (
            "業務,日田氏\n住民記録,○\n",
            "日田氏 is no municipality of the consortium; did you mean 日田市?",
        ),
        (
            "業務,横浜\n住民記録,○\n",
            "横浜 is no municipality of the consortium; `kumiai member new` writes its file first",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_its_row(text: str, said: str) -> None:
    assert read(text) == (None, [said])


def test_a_spreadsheets_shift_jis_is_read_as_well() -> None:
    assert decoded(HEADER.encode("cp932")) == HEADER
    assert decoded(HEADER.encode("utf-8-sig")) == HEADER


def test_the_block_to_paste_has_the_japanese_names_beside_the_keys() -> None:
    assert services_block(("resident_record",), CATALOGUE) == (
        "services:\n  resident_record:  # 住民記録\n"
    )
