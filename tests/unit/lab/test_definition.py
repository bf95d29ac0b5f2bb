"""What the variables of a lab say, and what is said of those that say nothing it knows."""

from __future__ import annotations

import pytest

from core.errors import UserError
from lab.definition import lab_servers


@pytest.mark.parametrize(
    ("given", "servers"),
    [
        ({}, "books"),
        ({"KUMIAI_LAB_SERVERS": ""}, "books"),
        ({"KUMIAI_LAB_SERVERS": "light"}, "light"),
    ],
)
def test_servers_are_books_unless_another_kind_is_asked_for(
    given: dict[str, str], servers: str
) -> None:
    assert lab_servers(given) == servers


def test_a_kind_of_servers_that_nobody_knows_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        lab_servers({"KUMIAI_LAB_SERVERS": "qemu"})
    assert str(refused.value) == "KUMIAI_LAB_SERVERS is qemu; it takes one of: books, light"
