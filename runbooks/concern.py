"""Whose files have to be whole for a run. Pure.

What is broken in the file of a municipality that a run is not about keeps nobody from it. An act
that has to reach every municipality needs all of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from runbooks.procedure import Procedure
from runbooks.vocabulary import REACH_ALL, Kind
from tenants.concerning import Concerned, owner_of


def concerned_by(procedure: Procedure, values: Mapping[Kind, str]) -> Concerned | None:
    """Which municipalities a run is about, by what it is told; None where it is about all."""
    if any(step.act in REACH_ALL for step in procedure.steps.values()):
        return None
    member, owns = values.get(Kind.MEMBER), owner_of(values.get(Kind.SERVER, ""))
    return lambda slug: slug == member or owns(slug)
