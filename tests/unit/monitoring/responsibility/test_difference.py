"""What a row changes, said with its day."""

from __future__ import annotations

from datetime import date

from core.language import Language
from core.translation import translation
from monitoring.responsibility.difference import changes, told
from monitoring.responsibility.matrix import Matrix
from monitoring.routing.labels import places
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix, with_rows

TODAY = date(2026, 11, 26)

SHIPPED = (
    "  - {layers: [os], activities: [patch], contract: core-package,"
    " responsible: [package-vendor, platform-operator], reason: 検証後に適用}\n"
)


def said(after: Matrix, language: Language = Language.EN) -> list[str]:
    before, definitions = shipped_matrix(), shipped()
    found = changes(before, after, list(places(after, definitions)), TODAY)
    return [told(after, before, definitions, one).text(translation(language)) for one in found]


def test_the_same_matrix_differs_in_nothing() -> None:
    assert said(with_rows(SHIPPED)) == []


def test_a_row_is_told_with_the_day_from_which_it_holds() -> None:
    later = with_rows(
        f"{SHIPPED}  - {{layers: [os], activities: [repair], members: [usuki],"
        " accountable: package-vendor, starts_on: 2027-04-01, reason: 契約}\n"
    )
    assert said(later) == [
        "from 2027-04-01: accountable for repair of operating system of Usuki City, "
        "Core administration system: Package vendor, no longer Platform operator"
    ]
    assert said(later, Language.JA) == [
        "2027-04-01から: 臼杵市、基幹系システムの基本ソフトの復旧の責任者は"
        "パッケージ事業者（変更前: 共同運営事業者）"
    ]


def test_a_change_that_holds_already_has_no_day() -> None:
    assert said(without_contract()) == [
        "responsible for patching of operating system of Core administration system: "
        "Platform operator, no longer Package vendor, Platform operator"
    ]


def without_contract() -> Matrix:
    return with_rows(
        "  - {layers: [os], activities: [patch], systems: [core],"
        " responsible: platform-operator, reason: 元に戻す}\n"
    )
