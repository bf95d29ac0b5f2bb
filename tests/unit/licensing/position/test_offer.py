"""More licences are sold in packs, so many at least, at a price that falls with the quantity."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from licensing.papers.entitlement import Entitlement
from licensing.papers.store import read_licences
from licensing.position.offer import Offer, offer_of
from tests.lib.definitions import ROOT

JAVA = Offer(((999, 1500), (2999, 1200), (9999, 1050), (None, 825)))
"""oraclelicensingexperts.com, Java SE employee metric: 15, 12, 10.50 and 8.25 dollars a month."""

PAPER = read_licences(ROOT)[0].entitlements["application-server-2026"].value


@pytest.mark.parametrize(
    ("missing", "ordered", "yen"),
    [(0, 0, 0), (100, 100, 150_000), (2500, 2500, 3_000_000), (8000, 10_000, 8_250_000)],
)
def test_the_whole_order_has_the_price_of_its_quantity(
    missing: int, ordered: int, yen: int
) -> None:
    assert (JAVA.ordered(Fraction(missing)), JAVA.yen(Fraction(missing))) == (ordered, yen)


def test_more_is_bought_where_it_costs_less() -> None:
    assert JAVA.ordered(Fraction(990)) == 1000
    assert JAVA.yen(Fraction(990)) == 1_200_000


def test_half_a_licence_is_bought_whole() -> None:
    assert Offer(((None, 100),)).yen(Fraction(1, 2)) == 100


def test_whole_packs_are_bought() -> None:
    assert Offer(((None, 100),), packs_of=16).ordered(Fraction(17)) == 32


def test_no_fewer_are_sold_than_the_least_order() -> None:
    assert Offer(((None, 100),), packs_of=16, least=72).ordered(Fraction(4)) == 80


def paper(**changes: object) -> Entitlement:
    return Entitlement.model_validate({**PAPER.model_dump(), **changes})


def test_a_contract_that_sells_no_more_makes_no_offer() -> None:
    assert offer_of(paper(more_at_yen=None)) is None


def test_a_contract_says_how_it_sells_more() -> None:
    steps = ({"up_to": 9, "yen": 500}, {"yen": 400})
    said = paper(more_at_yen=None, prices_by_quantity=steps, sold_in_packs_of=2, least_order=4)
    assert offer_of(said) == Offer(((9, 500), (None, 400)), 2, 4, date(2027, 3, 31))
