"""Who answers for what, and when: the rows that win, nights and holidays."""

from __future__ import annotations

from datetime import date, datetime
from itertools import product

from monitoring.responsibility import checks
from monitoring.responsibility.cell import PartyAt, Place
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.vocabulary import Activity, Dimension, Layer, Part
from tests.lib.definitions import shipped
from tests.lib.matrix import shipped_matrix, with_rows

TODAY = date(2026, 11, 26)
USUKI_OS = Place(Layer.OS, "primary", "usuki", "core")


def who(matrix: Matrix, place: Place, activity: Activity, day: date = TODAY) -> list[str]:
    cell = matrix.cell(place, activity, day)
    return [cell.accountable.key, *(one.key for one in cell.parts[Part.RESPONSIBLE])]


def test_a_default_speaks_for_everybody() -> None:
    assert who(shipped_matrix(), USUKI_OS, Activity.REPAIR) == [
        "platform-operator",
        "platform-operator",
    ]


def test_a_section_that_each_municipality_has_is_that_of_the_place() -> None:
    cell = shipped_matrix().cell(USUKI_OS, Activity.CHANGE_APPROVAL, TODAY)
    assert cell.accountable == PartyAt("ict-section", "usuki")
    assert shipped_matrix().called(shipped(), cell.accountable).ja == "臼杵市 情報主管課"


def test_what_a_row_does_not_name_stays_as_it_was() -> None:
    matrix = with_rows(
        "  - {layers: [os], members: [usuki], accountable: package-vendor, reason: 契約}\n"
    )
    cell = matrix.cell(USUKI_OS, Activity.REPAIR, TODAY)
    assert cell.accountable.key == "package-vendor"
    assert cell.parts[Part.RESPONSIBLE] == (PartyAt("platform-operator"),)
    assert cell.rows[Part.ACCOUNTABLE] == ("overrides", 0, "accountable")
    assert cell.rows[Part.RESPONSIBLE] == ("defaults", "os", "every", "responsible")


def test_a_narrower_row_wins_whatever_the_order() -> None:
    matrix = with_rows(
        "  - {layers: [os], members: [usuki], systems: [core], accountable: ict-section,"
        " reason: a}\n"
        "  - {layers: [os], members: [usuki], accountable: package-vendor, reason: b}\n"
    )
    assert checks.check(matrix, shipped()) == []
    assert matrix.cell(USUKI_OS, Activity.REPAIR, TODAY).accountable.key == "usuki.ict-section"


def test_a_row_holds_from_its_first_to_its_last_day() -> None:
    matrix = with_rows(
        "  - {layers: [os], members: [usuki], accountable: package-vendor, reason: 契約,"
        " starts_on: 2027-04-01, ends_on: 2028-03-31}\n"
    )
    days = [date(2027, 3, 31), date(2027, 4, 1), date(2028, 3, 31), date(2028, 4, 1)]
    said = [matrix.cell(USUKI_OS, Activity.REPAIR, day).accountable.key for day in days]
    assert said == ["platform-operator", "package-vendor", "package-vendor", "platform-operator"]
    assert list(matrix.days_of_change())[1:3] == [date(2027, 4, 1), date(2028, 4, 1)]


def test_a_contract_covers_its_systems_while_it_runs() -> None:
    matrix = shipped_matrix()
    welfare = Place(Layer.OS, "primary", "usuki", "welfare")
    after = date(2031, 4, 1)
    both = ["platform-operator", "package-vendor", "platform-operator"]
    assert who(matrix, USUKI_OS, Activity.PATCH) == both
    assert who(matrix, welfare, Activity.PATCH) == ["platform-operator", "platform-operator"]
    assert who(matrix, USUKI_OS, Activity.PATCH, after) == [
        "platform-operator",
        "platform-operator",
    ]


def test_everywhere_exactly_one_answers_and_somebody_does_it() -> None:
    matrix, definitions = shipped_matrix(), shipped()
    wrong = []
    for layer, site, member, system, activity in product(
        Layer, definitions.sites, definitions.members, definitions.catalogue.value.systems, Activity
    ):
        parts = matrix.cell(matrix.place(layer, site, member, system), activity, TODAY).parts
        if len(parts[Part.ACCOUNTABLE]) != 1 or not parts[Part.RESPONSIBLE]:
            wrong.append((layer, site, member, system, activity))
    assert wrong == []


def test_a_layer_that_is_one_for_all_has_no_municipality() -> None:
    assert shipped_matrix().place(Layer.FACILITY, "primary", "usuki", "core") == Place(
        Layer.FACILITY, "primary"
    )
    assert Dimension.MEMBER not in shipped_matrix().dimensions(Layer.FACILITY)


def test_nights_weekends_and_holidays_are_somebody_elses() -> None:
    matrix = shipped_matrix()
    office = PartyAt("ict-section", "usuki")

    def answers(at: str) -> str:
        return matrix.answering(office, datetime.fromisoformat(f"{at}+09:00")).key

    assert answers("2026-11-26 08:29") == "platform-operator"  # Thursday
    assert answers("2026-11-26 08:30") == "usuki.ict-section"
    assert answers("2026-11-26 17:14") == "usuki.ict-section"
    assert answers("2026-11-26 17:15") == "platform-operator"
    assert answers("2026-11-28 10:00") == "platform-operator"  # Saturday
    assert answers("2026-09-22 10:00") == "platform-operator"  # 国民の休日
    assert answers("2026-12-29 10:00") == "platform-operator"  # 年末
