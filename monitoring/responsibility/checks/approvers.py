"""Who approves a 特定通信 is a party that there is. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from core.names import nearest
from core.problem import Problem
from monitoring.responsibility.matrix import Matrix
from tenants.definitions import Definitions
from tenants.rules.finding import in_member, unknown


def problems(matrix: Matrix, definitions: Definitions) -> Iterator[Problem]:
    parties = matrix.parties.value.parties
    for read in definitions.members.values():
        for index, one in enumerate(read.value.specific_communication):
            if one.approver not in parties:
                at = ("specific_communication", index, "approver")
                near = nearest(one.approver, parties)
                yield in_member(read, at, unknown(one.approver, parties, near))
