"""Places in as few words as they can be said, and never one more among them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from monitoring.dashboards.cells import Cells, Product, _products

SITES, MEMBERS, SYSTEMS = ("primary", "remote"), ("aya", "hita", "usuki"), ("core", "internal")
EVERYWHERE = [(site, member, system) for member in MEMBERS for site in SITES for system in SYSTEMS]


def by_member(places: set[tuple[str, str, str]]) -> dict[str, set[tuple[str, str]]]:
    found: dict[str, set[tuple[str, str]]] = {}
    for site, member, system in places:
        found.setdefault(member, set()).add((site, system))
    return found


def holds(product: Product, place: tuple[str, str, str]) -> bool:
    return all(
        value in product.get(name, (value,))
        for name, value in zip(("site", "member", "system"), place, strict=True)
    )


@given(
    some.sets(some.sampled_from(EVERYWHERE), min_size=1),
    some.sets(some.sampled_from(EVERYWHERE), min_size=1),
)
def test_exactly_the_places_that_are_meant_are_asked_for(
    there: set[tuple[str, str, str]], wanted: set[tuple[str, str, str]]
) -> None:
    own = wanted & there
    products = list(_products(by_member(own), by_member(there)))
    assert {place for place in there if any(holds(one, place) for one in products)} == own


def test_a_site_at_which_there_is_nothing_is_not_asked() -> None:
    cells = Cells(({"site": ("primary",), "member": ("usuki",)}, {"member": ("aya",)}))
    assert cells.at("remote") == Cells(({"site": ("remote",), "member": ("aya",)},))
    assert Cells(({"site": ("primary",)},)).at("remote") is None


def test_places_that_are_no_product_are_several_selectors() -> None:
    cells = Cells(({"site": ("primary",), "system": ("core",)}, {"member": ("aya",)}))
    assert cells.select("kumiai_backup_newest_copy_seconds") == (
        '(kumiai_backup_newest_copy_seconds{site="primary", system="core"} or '
        'kumiai_backup_newest_copy_seconds{member="aya"})'
    )


def test_a_municipalitys_own_party_asks_by_its_name_wherever_there_is_one() -> None:
    cells = Cells(({"site": ("primary",)},), "usuki")
    assert cells.select("kumiai_quota_used") == 'kumiai_quota_used{member="usuki", site="primary"}'
    assert cells.select("kumiai_api_up") == 'kumiai_api_up{site="primary"}'
