"""Whose alert keeps whose silent: only the lowest broken layer is called for. Pure.

It is the second line of defence. Alertmanager's inhibition has races and forgets on a restart, so
the rules of Prometheus say first what is broken and what only rests on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitoring.responsibility.layers import Layers
from monitoring.responsibility.vocabulary import Dimension, Layer
from monitoring.routing.configuration import Inhibition, Matcher, Op, one_of
from monitoring.routing.labels import HOST, LAYER, PARTIAL


def inhibitions_of(layers: Layers) -> Iterator[Inhibition]:
    """A broken layer keeps everything silent that rests on it at the same place.

    A label that is missing on both sides would be taken for the same, so each that is compared must
    be there. An alert about a part of its layer silences nothing. Whatever is broken of one host
    says nothing of what is on another; what is broken without a host is broken for the whole
    site.
    """
    below = layers.below
    for source, row in layers.layers.items():
        above = [layer for layer in layers.layers if source in below[layer]]
        dimensions = row.one_for_each
        if Dimension.HOST in dimensions:
            whole = tuple(one for one in dimensions if one is not Dimension.HOST)
            yield from _rules(layers, source, above, whole, (Matcher(HOST, Op.IS, ""),))
            if above:
                yield _rule(source, above, dimensions, ())
        else:
            yield from _rules(layers, source, above, dimensions, ())


def _rules(
    layers: Layers,
    source: Layer,
    above: Sequence[Layer],
    dimensions: Sequence[Dimension],
    further: tuple[Matcher, ...],
) -> Iterator[Inhibition]:
    """One rule for all layers above that have the same labels in common with the source."""
    alike: dict[tuple[Dimension, ...], list[Layer]] = {}
    for layer in above:
        shared = tuple(one for one in dimensions if one in layers.layers[layer].one_for_each)
        if shared:
            alike.setdefault(shared, []).append(layer)
    for shared, targets in alike.items():
        yield _rule(source, targets, shared, further)


def _rule(
    source: Layer,
    targets: Sequence[Layer],
    equal: Sequence[Dimension],
    further: tuple[Matcher, ...],
) -> Inhibition:
    there = tuple(Matcher(one.value, Op.IS_NOT, "") for one in equal)
    return Inhibition(
        (Matcher(LAYER, Op.IS, source.value), Matcher(PARTIAL, Op.IS, ""), *further, *there),
        (one_of(LAYER, [one.value for one in targets]), *there),
        tuple(one.value for one in equal),
    )
