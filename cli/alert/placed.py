"""Where something of each site answers, as words of the command line. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.errors import UserError
from core.message import say

if TYPE_CHECKING:
    from tenants.definitions import Definitions


def placed(definitions: Definitions, words: list[str], example: str) -> dict[str, str]:
    """By site. Raises: UserError where a word names no site and place."""
    found: dict[str, str] = {}
    for word in words:
        site, equals, place = word.partition("=")
        if not equals:
            raise UserError(
                say("{word} names no place; write it as {example}", word=word, example=example)
            )
        definitions.need_site(site)
        found[site] = place
    return found
