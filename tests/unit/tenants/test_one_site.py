"""A member never runs at two sites: every combination of what is wanted and what stands."""

from __future__ import annotations

from itertools import chain, combinations, product

import pytest

from tenants.one_site import move_refused
from tests.lib.definitions import shipped

USUKI = shipped().members["usuki"].value
SITES = ("primary", "remote", "third")
SUBSETS = tuple(chain.from_iterable(combinations(SITES, count) for count in range(4)))


@pytest.mark.parametrize(("wanted", "standing"), list(product(SUBSETS, SUBSETS)))
def test_a_stack_is_begun_only_where_all_that_stands_is_at_the_one_site_that_is_wanted(
    wanted: tuple[str, ...], standing: tuple[str, ...]
) -> None:
    allowed = move_refused(USUKI, wanted, standing) is None
    sites_afterwards = set(wanted) | set(standing)
    assert allowed == (len(sites_afterwards) <= 1 and not (standing and not wanted))


def test_a_changed_home_site_is_refused_with_both_sites_and_the_way() -> None:
    assert str(move_refused(USUKI, ["remote"], ["primary"])) == (
        "臼杵市 has servers or data at primary, and the files let it run at remote; `up` moves "
        "nobody, since its data would stay behind and its servers run twice: put home_site and "
        "tenants/placement.yaml back as they were, and let it move by a switchover or failover"
    )


def test_two_active_sites_are_refused_before_anything_stands() -> None:
    assert str(move_refused(USUKI, ["remote", "primary"], [])) == (
        "臼杵市 would run at primary, remote at once; one site is active, "
        "mend home_site or tenants/placement.yaml"
    )


@pytest.mark.parametrize(("wanted", "standing", "fenced"), list(product(SUBSETS, SUBSETS, SITES)))
def test_where_two_persons_have_fenced_it_nothing_counts_and_nothing_is_begun(
    wanted: tuple[str, ...], standing: tuple[str, ...], fenced: str
) -> None:
    allowed = move_refused(USUKI, wanted, standing, fenced) is None
    unfenced = tuple(site for site in standing if site != fenced)
    assert allowed == (fenced not in wanted and move_refused(USUKI, wanted, unfenced) is None)


def test_files_that_let_it_run_where_it_is_fenced_are_put_back() -> None:
    assert str(move_refused(USUKI, ["primary"], ["remote"], "primary")) == (
        "臼杵市 is fenced at primary: two persons have declared that it runs there no more, and "
        "its servers may run elsewhere; `kumiai failover run` moves it, and if it has moved, put "
        "tenants/placement.yaml back as it was"
    )
