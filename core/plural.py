"""English sentences in which one of something is counted: 1 licence is, 2 licences are. Pure.

Templates are written for many, and are the keys of the Japanese catalogue, which knows no plural.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

MANY = """
bytes cores days devices differences files hosts hours licences minutes months objects packages
receivers routes seconds servers services sessions sets sites sockets stacks systems threads tiers
times trials users vCPUs volumes
"""

NOUNS = {plural: plural.removesuffix("s") for plural in MANY.split()} | {
    "copies": "copy",
    "municipalities": "municipality",
    "processes": "process",
}
"""Whatever a sentence counts, and what one of it is called."""

VERBS = {
    "are": "is",
    "were": "was",
    "have": "has",
    "need": "needs",
    "stand": "stands",
    "tell": "tells",
    "wait": "waits",
}

COUNTED = re.compile(
    rf"\{{(\w+)(:[^}}]*)?\}} ({'|'.join(sorted(NOUNS, reverse=True))})\b"
    rf"(?: ({'|'.join(VERBS)})\b)?"
)

ONE = (1, "1")


def for_one(template: str, values: Mapping[str, object]) -> str:
    """The template with one licence where there is one.

    >>> for_one("{before} → {after} licences; {missing} licences are missing",
    ...     {"before": 2, "after": "1", "missing": 1})
    '{before} → {after} licence; {missing} licence is missing'
    """
    if not any(value in ONE for value in values.values() if isinstance(value, int | str)):
        return template

    def of(found: re.Match[str]) -> str:
        name, form, noun, verb = found.groups()
        if values.get(name) not in ONE:
            return found[0]
        after = f" {VERBS[verb]}" if verb else ""
        return f"{{{name}{form or ''}}} {NOUNS[noun]}{after}"

    return COUNTED.sub(of, template)
