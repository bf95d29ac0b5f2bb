"""The source's matrix: 39 rows of 9 cells for 10 municipalities, and one of 10."""

from __future__ import annotations

import unicodedata

import pytest

from tenants.matrix import Matrix, read_matrix, services_block
from tenants.table import decoded
from tests.lib.definitions import shipped

CATALOGUE = shipped().catalogue.value
MEMBERS = [read.value for read in shipped().members.values()]
HEADER = "業務,日田市,臼杵市,杵築市,宇佐市,由布市,延岡市,日向市,串間市,綾町,門川町"

WHOLE = "○・・・・・・・・・"
"""Ten cells, the first of them used."""


def table(*rows: str) -> str:
    return "\n".join([HEADER, *rows]) + "\n"


def row(name: str, marks: str) -> str:
    return ",".join([name, *marks])


def read(text: str) -> tuple[Matrix | None, list[str]]:
    matrix, problems = read_matrix(text, CATALOGUE, MEMBERS)
    return matrix, [str(problem) for problem in problems]


def as_published() -> str:
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


def test_the_sources_matrix_is_refused_and_every_ragged_row_is_named() -> None:
    matrix, problems = read(as_published())
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
        (HEADER, "the table has a header and no row; each service needs a row"),
        (
            table(row("収納", WHOLE), row("住民記録", WHOLE), row("収納", WHOLE)),
            "row 4: 収納 stands already in row 2; remove one of the two",
        ),
        (
            table(row("収納", WHOLE), "", row("取納", WHOLE)),
            "row 4: 取納 stands already in row 2; remove one of the two",
        ),
        (
            "業務,日田市,日田　市\n住民記録,○,○\n",
            "日田　市 stands above two columns; remove one",
        ),
        (
            "業務,日田市,,臼杵市\n住民記録,○,○,○\n",
            "row 2: ○ stands in column 3, above which is no municipality",
        ),
        (
            table(row("住民記録", WHOLE), row("", WHOLE)),
            "row 3 has no service; of merged cells only the first holds the name, "
            "so write it into each",
        ),
        (
            table(row("住民記録", WHOLE) + ",○"),
            "row 2 (住民記録) has 11 cells for 10 municipalities; it cannot be told which one is "
            "missing, so ask whoever made the table",
        ),
        (
            table(row("\x1b[31m住民記録", WHOLE)),
            "row 2: \\x1b[31m住民記録 is no service of the catalogue",
        ),
        (
            table(row("x" * 5_000, WHOLE) + ",○"),
            "row 2 (" + "x" * 59 + "…) has 11 cells for 10 municipalities; it cannot be told which "
            "one is missing, so ask whoever made the table",
        ),
        (
            '業務,日田市\n"住民記録,○\n',
            "is no CSV: a quotation mark is not closed, or a cell is too long; "
            "save the table as CSV anew",
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


def services_of_hita(text: str) -> tuple[str, ...]:
    matrix, problems = read(text)
    assert problems == []
    assert matrix is not None
    return matrix.services["hita"]


@pytest.mark.parametrize("mark", ["○", "◯", "〇", "o", "O", "Ｏ", " ○ ", "　○"])
def test_every_circle_of_a_keyboard_means_used(mark: str) -> None:
    assert services_of_hita(table(f"住民記録,{mark}" + "," * 9)) == ("resident_record",)


@pytest.mark.parametrize("mark", ["・", "･", "-", "－", "−", "×", "　", ""])
def test_every_dash_and_dot_means_not_used(mark: str) -> None:
    assert services_of_hita(table(f"住民記録,{mark}" + "," * 9)) == ()


def test_names_are_compared_as_people_see_them() -> None:
    header = HEADER.replace("日田市", "日田　市").replace("臼杵市", '"臼杵\n市"')
    assert services_of_hita(f"{header}\n{row('住民 記録', WHOLE)}\n") == ("resident_record",)


def test_a_name_as_macos_writes_it_is_the_same_name() -> None:
    decomposed = unicodedata.normalize("NFD", "ジュウミン")
    assert decomposed != "ジュウミン"
    catalogue = CATALOGUE.model_copy(update={"aliases": {"ジュウミン": "住民記録"}})
    matrix, _ = read_matrix(table(row(decomposed, WHOLE)), catalogue, MEMBERS)
    assert matrix is not None
    assert matrix.services["hita"] == ("resident_record",)


def test_columns_that_are_empty_from_top_to_bottom_are_left_out() -> None:
    rows = [f"{one},,," for one in (HEADER, row("住民記録", WHOLE), row("印鑑登録", WHOLE))]
    assert services_of_hita("\n".join(rows)) == ("resident_record", "seal_registration")


def test_a_heading_of_a_group_is_no_service_whether_padded_or_not() -> None:
    group = CATALOGUE.groups["resident"].ja
    text = table(group, row("住民記録", WHOLE), f"{group}" + "," * 10, row("印鑑登録", WHOLE))
    assert services_of_hita(text) == ("resident_record", "seal_registration")


def test_groups_in_merged_cells_of_a_column_of_their_own_are_no_services() -> None:
    text = table(f"住民情報,{row('住民記録', WHOLE)}", f",{row('印鑑登録', WHOLE)}")
    assert services_of_hita(f"分類,{text}") == ("resident_record", "seal_registration")


@pytest.mark.parametrize(
    "text",
    [
        "業務,日田市\n税\n収納,・\n国民健康保険\n収納,○\n",
        "分類,業務,日田市\n税,収納,・\n国民健康保険,資格,・\n,収納,○\n",
    ],
    ids=["a row for each group", "a column of groups, merged"],
)
def test_a_service_is_told_from_another_of_its_name_by_its_group(text: str) -> None:
    matrix, problems = read(text)
    assert (matrix, problems) != (None, [])
    assert matrix is not None
    assert matrix.services["hita"] == ("insurance_collection",)
    assert [str(warning).partition(": ")[2] for warning in matrix.warnings] == [
        "収納 is read as 収納（国保）"
    ]


@pytest.mark.parametrize("service", ["resident_record", "resident-record", "Resident record"])
@pytest.mark.parametrize("municipality", ["hita", "442046", "Hita City", "大分県日田市"])
def test_keys_codes_and_english_names_mean_what_they_mean_in_the_files(
    service: str, municipality: str
) -> None:
    text = f"service,{municipality}\n{service},○\n"
    assert services_of_hita(text) == ("resident_record",)


def test_a_title_above_the_municipalities_is_told_as_one() -> None:
    _, problems = read("業務一覧,,\n,,\n業務,日田市,\n住民記録,○,\n")
    assert problems == [
        "row 1 (業務一覧) is above all others and names no municipality; remove what stands above "
        "the row with the municipalities"
    ]


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_lines_may_end_as_any_machine_ends_them(end: str) -> None:
    assert services_of_hita(f"業務,日田市{end}住民記録,○{end}") == ("resident_record",)


def test_a_service_twice_by_its_name_and_by_its_key_is_told() -> None:
    _, problems = read("業務,日田市\n住民記録,○\nresident_record,\n")
    assert problems == ["row 3: resident_record stands already in row 2; remove one of the two"]


def test_two_municipalities_of_one_name_are_told_apart_by_their_prefectures() -> None:
    hita = next(member for member in MEMBERS if member.slug == "hita")
    fuchu = [
        hita.model_copy(
            update={
                "slug": slug,
                "prefecture": prefecture,
                "name": hita.name.model_copy(update={"ja": "府中市"}),
            }
        )
        for slug, prefecture in (("fuchu-tokyo", "東京都"), ("fuchu-hiroshima", "広島県"))
    ]
    _, problems = read_matrix("業務,府中市\n住民記録,○\n", CATALOGUE, fuchu)
    assert [str(problem) for problem in problems] == [
        "府中市 is the name of 2 municipalities; write the prefecture before it, without a space"
    ]
    matrix, _ = read_matrix("業務,広島県府中市\n住民記録,○\n", CATALOGUE, fuchu)
    assert matrix is not None
    assert matrix.services == {"fuchu-hiroshima": ("resident_record",)}


def test_a_spreadsheets_shift_jis_and_utf_16_are_read_as_well() -> None:
    assert decoded(HEADER.encode("cp932")) == HEADER
    assert decoded(HEADER.encode("utf-8-sig")) == HEADER
    assert decoded(HEADER.encode("utf-16")) == HEADER


def test_the_block_to_paste_has_the_japanese_names_beside_the_keys() -> None:
    assert services_block(("resident_record",), CATALOGUE) == (
        "services:\n  resident_record:  # 住民記録\n"
    )
