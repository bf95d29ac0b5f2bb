"""What watches the lab's sites, brought to what the files say now."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.errors import OtherSystemFailed
from lab.watching import read_anew
from tests.lib.lab_site import primary


def test_a_program_that_does_not_read_its_file_anew_is_told_with_its_log() -> None:
    nowhere = replace(primary(), address="127.255.255.254")
    with pytest.raises(OtherSystemFailed) as refused:
        read_anew(nowhere, "prometheus")
    assert str(refused.value) == (
        "prometheus of primary does not read its file anew: <urlopen error [Errno 111] Connection "
        "refused>; see /lab/sites/primary/log/prometheus.out"
    )
