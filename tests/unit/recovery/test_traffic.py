"""Copies keep to what a site allows them."""

from __future__ import annotations

from recovery.traffic import MIB, Traffic, traffic_at
from tenants.site import CopyLimits


def test_whoever_reads_after_others_waits_until_their_bytes_have_gone() -> None:
    slept: list[float] = []
    limits = CopyLimits(requests_at_once=2, mib_per_second=4)
    traffic = Traffic(limits, clock=lambda: 100.0, sleep=slept.append)
    for size in (8 * MIB, 2 * MIB, MIB):
        traffic.wait_for(size)
    assert slept == [2.0, 2.5]


def test_without_a_limit_nobody_waits() -> None:
    slept: list[float] = []
    traffic = Traffic(CopyLimits(), clock=lambda: 100.0, sleep=slept.append)
    traffic.wait_for(10**12)
    traffic.wait_for(10**12)
    assert slept == []


def test_all_that_is_done_at_a_site_shares_one_limit_and_keeps_its_order() -> None:
    limits = CopyLimits(requests_at_once=2)
    assert traffic_at("primary", limits) is traffic_at("primary", limits)
    assert traffic_at("primary", limits) is not traffic_at("remote", limits)
    assert traffic_at("primary", limits).each(lambda one: one * 2, range(5)) == [0, 2, 4, 6, 8]
