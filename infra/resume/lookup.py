"""Looks for objects whose making was cut off: by project, kind and name. Adapter to OpenStack."""

from __future__ import annotations

from cloud.connection import Cloud
from infra.asking.row import Inputs
from infra.asking.sighting import Sighting
from infra.asking.table import MADE


def sightings(cloud: Cloud, token: str, inputs: Inputs) -> list[Sighting]:
    """Everything in the cloud that fits, settled: ready or broken, no longer on its way.

    `cloud` is logged in to the project that the object belongs to.
    """
    find = MADE[token].find
    assert find is not None  # a house test: whatever is not merely set again can be looked up
    return find(cloud, inputs)


def remove(cloud: Cloud, token: str, identifier: str) -> None:
    """Take away an object that holds no data, and wait until it is gone."""
    take_away = MADE[token].unmade
    assert take_away is not None  # a house test: what may be made anew can be taken away
    take_away(cloud, identifier)
