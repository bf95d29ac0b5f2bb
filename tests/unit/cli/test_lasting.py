"""Where a program is to listen, as a person writes it."""

from __future__ import annotations

import pytest

from cli.lasting import place_of
from core.errors import UserError

EXAMPLE = "127.0.0.1:9189"


def test_a_place_is_an_address_and_a_port() -> None:
    assert place_of("192.0.2.6:9189", EXAMPLE) == ("192.0.2.6", 9189)
    assert place_of("localhost:65535", EXAMPLE) == ("localhost", 65535)


@pytest.mark.parametrize(
    "text", ["", "9189", ":9189", "localhost", "localhost:", "localhost:http", "localhost:65536"]
)
def test_what_is_no_place_is_told_with_an_example(text: str) -> None:
    with pytest.raises(UserError) as refused:
        place_of(text, EXAMPLE)
    assert str(refused.value) == f"{text} is no place to listen; write it as 127.0.0.1:9189"
