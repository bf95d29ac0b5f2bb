"""`monitoring/matrix/layers.yaml`: of what each layer is one each, and on which it rests. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from core.strict import Strict
from monitoring.responsibility.vocabulary import Dimension, Layer


class LayerRow(Strict):
    """A layer among the others."""

    one_for_each: tuple[Dimension, ...] = Field(min_length=1)
    """A facility is one for each site, an operating system for each site, member and system."""
    rests_on: tuple[Layer, ...] = ()
    """What must be sound for it to be: when that is broken, only that is called for."""


class Layers(Strict):
    """All layers."""

    layers: dict[Layer, LayerRow]

    @property
    def below(self) -> Mapping[Layer, frozenset[Layer]]:
        """By layer everything that it rests on, however far down; a circle is taken once."""
        found: dict[Layer, frozenset[Layer]] = {}
        for layer in self.layers:
            reached: set[Layer] = set()
            asked = [layer]
            while asked:
                row = self.layers.get(asked.pop())
                fresh = set(row.rests_on if row else ()) - reached
                reached |= fresh
                asked += fresh
            found[layer] = frozenset(reached)
        return found
