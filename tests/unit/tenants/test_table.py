"""Tables as people have them: in any encoding, with any separator and with their own marks."""

from __future__ import annotations

import pytest

from tenants.matrix import read_matrix
from tenants.table import decoded
from tests.lib.definitions import shipped

CATALOGUE = shipped().catalogue.value
MEMBERS = [read.value for read in shipped().members.values()]


def problems_of(text: str) -> list[str]:
    return [str(problem) for problem in read_matrix(text, CATALOGUE, MEMBERS)[1]]


def services_of_hita(text: str) -> tuple[str, ...]:
    assert problems_of(text) == []
    matrix, _ = read_matrix(text, CATALOGUE, MEMBERS)
    assert matrix is not None
    return matrix.services["hita"]


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-16-le", "utf-16-be", "utf-32", "cp932", "euc_jp", "iso2022_jp"],
)
def test_a_table_is_read_in_each_encoding_that_a_system_of_today_or_before_writes(
    encoding: str,
) -> None:
    text = "業務,日田市\n住民記録,○\nひとり親福祉,○\n"
    assert decoded(text.encode(encoding)) == text


def test_half_width_kana_in_shift_jis_stay_what_they_are() -> None:
    text = "業務,日田市\nﾋﾄﾘ親福祉（ｺﾄﾞﾓ）,○\n"
    assert decoded(text.encode("cp932")) == text


@pytest.mark.parametrize("mark", ["●", "✓", "✔", "☑", "○\ufe0e", "○\u200b"])
def test_a_table_may_mark_what_is_used_in_another_way_throughout(mark: str) -> None:
    assert services_of_hita(f"業務,日田市\n住民記録,{mark}\n") == ("resident_record",)


def test_two_ways_to_mark_in_one_table_are_told_since_they_mean_two_things() -> None:
    assert problems_of("業務,日田市,臼杵市\n住民記録,○,\n収納,,●\n資格,●,○\n") == [
        "row 3 (収納): ● stands beside ○; two marks mean two things, so write ○ for what is used "
        "and ・ for what is not"
    ]


@pytest.mark.parametrize("separator", ["\t", ",", ";"])
@pytest.mark.parametrize("first", ["", "sep={}\n"])
def test_cells_may_be_parted_as_any_spreadsheet_parts_them(separator: str, first: str) -> None:
    text = first.format(separator) + "業務,日田市,臼杵市\n住民記録,○,\n".replace(",", separator)
    assert services_of_hita(text) == ("resident_record",)


@pytest.mark.parametrize("separator", ["，", "、", " "])
def test_a_table_that_is_not_divided_into_cells_is_told_as_one(separator: str) -> None:
    assert problems_of("業務,日田市\n住民記録,○\n".replace(",", separator)) == [
        f"row 1 (業務{separator}日田市) is not divided into cells; save the table as CSV, whose "
        "cells are parted by half-width commas"
    ]


def test_a_column_that_is_nobodys_makes_one_message() -> None:
    assert problems_of("業務,日田市,計\n住民記録,○,1\n収納,,0\n") == [
        "計 is no municipality of the consortium; `kumiai member new` writes its file first"
    ]


def test_numbers_and_groups_may_stand_before_the_services() -> None:
    text = "No,分類,業務,日田市\n1,国民健康保険,資格,○\n2,,収納,○\n"
    assert services_of_hita(text) == ("insurance_eligibility", "insurance_collection")


def test_a_table_that_lies_on_its_side_is_told_as_one() -> None:
    assert problems_of("市町村,住民記録,収納\n日田市,○,\n臼杵市,,○\n") == [
        "services stand across and municipalities down; turn the table round, so that each "
        "service has a row"
    ]


@pytest.mark.parametrize(
    ("written", "near"), [("収能", "収納"), ("決賛", "決算"), ("資各", "資格"), ("支給", None)]
)
def test_a_name_of_two_kanji_with_one_slip_is_asked_about(written: str, near: str | None) -> None:
    asked = f"; did you mean {near}?" if near else ""
    assert problems_of(f"業務,日田市\n{written},○\n") == [
        f"row 2: {written} is no service of the catalogue{asked}"
    ]
