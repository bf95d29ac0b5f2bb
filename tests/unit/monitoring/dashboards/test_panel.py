"""Names that Grafana takes."""

from __future__ import annotations

from monitoring.dashboards.panel import uid


def test_a_name_that_is_too_long_is_cut_and_still_its_own() -> None:
    long = "minamikyushu-kouiki-rengou-jouhou"
    one, other = uid("party", f"{long}.ict-section"), uid("party", f"{long}.business-section")
    assert one == uid("party", f"{long}.ict-section")
    assert len(one) == len(other) == 40
    assert one != other
