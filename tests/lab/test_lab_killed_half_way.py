"""`kumiai lab up` killed at some moment; the next one finishes what it began."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lab.definition import Lab
from lab.processes import living
from tests.lib.effort import some
from tests.lib.second_lab import SecondLab
from tests.lib.waiting import until

pytestmark = pytest.mark.lab


def first_steps_run(lab: Lab) -> bool:
    return any(process.name == "first-time" for process in living(lab.root, "remote"))


def image_is_begun(lab: Lab) -> bool:
    return any((lab.root / "golden").glob("remote-*"))


def services_start(lab: Lab) -> bool:
    return any(process.name == "keystone" for process in living(lab.root, "remote"))


MADE_ANEW_SECONDS = 1200.0
"""A limit for a machine that has much else to do."""

MOMENTS = (first_steps_run, image_is_begun, services_start)


@pytest.mark.parametrize("moment", some(MOMENTS, 1, "when lab up is killed"))
def test_up_finishes_what_was_killed_half_way(
    lab_as_it_is: SecondLab, moment: Callable[[Lab], bool]
) -> None:
    """Of a lane's first start, which is killed, or of one that runs, which goes down for it."""
    lab = lab_as_it_is
    definition = lab.definition
    lab.kumiai("lab", "down")
    for image in (definition.root / "golden").glob("remote-*"):
        image.unlink()
    begun = lab.begin("lab", "up", "--no-watch")
    try:
        until(lambda: moment(definition), "the moment to kill it", MADE_ANEW_SECONDS)
    finally:
        begun.kill()
        begun.wait()
    finished = lab.kumiai("lab", "up", "--no-watch")
    assert finished.returncode == 0, finished.stderr
    assert lab.kumiai("lab", "status").returncode == 0
