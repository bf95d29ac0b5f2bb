"""What a municipality declares and no machine tells: users, devices, storage; with a day. Pure.

Its staff stands in its own file (`tenants/members`), with the day that it is valid for; what has
changed since, and whom a vendor counts beyond it, is declared here.
"""

from __future__ import annotations

from pydantic import Field

from core.strict import Day, Slug, Strict, Text
from core.units import Count
from licensing.papers.measure import Metric


class Declared(Strict):
    """So many from a day on, until the next figure of the same."""

    counts: Metric
    product: Slug | None = None
    """As the catalogue's `software` names it; staff is nobody's product."""
    count: Count
    as_of: Day
    source: Text
    """Which register says so."""
    changed_on: Day | None = None
    """From which day on it says this, where that is not the day of the edit: to correct a figure
    of the past."""


class Declaration(Strict):
    """One municipality's figures, in any order; older ones stay, for the past counts by them."""

    member: Slug
    figures: tuple[Declared, ...] = Field(min_length=1)
