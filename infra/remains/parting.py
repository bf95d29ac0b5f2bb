"""What goes with a member that leaves, and what a person has to decide first. Pure.

Invariant: what kumiai did not make is never taken away unless a person has named it. What holds
the copies of what kumiai made, and the objects in its containers, goes with it: whoever wrote
`lifecycle: left` and gives a reason has let that data go.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from infra import kinds
from infra.remains.things import CINDERS_CONTAINER, SEGMENTS, Own, Standing, Thing, is_neutrons

_PARTS = (
    *(kinds.ATTACHMENT.word, kinds.ROUTER_INTERFACE.word, kinds.RULE.word, kinds.ROLE.word),
    kinds.SHARE,
)
"""Each goes with what it is a part of."""

ORDER = tuple(word for word in kinds.LEAVING if word not in _PARTS)

COPIES = (kinds.BACKUP, kinds.SNAPSHOT)


@dataclass(frozen=True, slots=True)
class Parting:
    """Everything that stands, by what becomes of it."""

    own: tuple[Thing, ...] = ()
    """Made by kumiai: Pulumi takes it away, once it is empty."""
    data: tuple[Thing, ...] = ()
    """Copies of what kumiai made, and containers that serve its own: they go before. So does all of
    a project that Keystone has no more."""
    named: tuple[Thing, ...] = ()
    """Made by somebody else, and a person has said that it goes."""
    undecided: tuple[Thing, ...] = ()
    """Made by somebody else: a person decides."""

    @property
    def containers(self) -> tuple[Thing, ...]:
        """Those of kumiai's own, which must be empty before Pulumi can take them away."""
        return tuple(one for one in self.own if one.kind == kinds.CONTAINER.word)

    @property
    def before(self) -> tuple[Thing, ...]:
        """What is taken away before Pulumi begins, in that order.

        Of backups the newest first: an older one is kept by Cinder while one builds on it.
        """

        def rank(one: Thing) -> tuple[int, float, str]:
            age = -one.at.timestamp() if one.at is not None else 0.0
            return ORDER.index(one.kind), age, one.id

        return tuple(sorted((*self.data, *self.named), key=rank))


def parted(standing: Standing, own: Own, named: Collection[str]) -> Parting:
    """What becomes of each thing; `named` are the ids that a person has let go."""
    made = [one for one in standing.things if own.made(one)]
    if own.project and not standing.project:
        # Pulumi logs in to the project, and nobody can: the site's administrator takes all of it.
        made, orphans = [], made
    else:
        orphans = []
    others = [one for one in standing.things if not own.made(one) and not is_neutrons(one)]
    backed_up = any(one.kind == kinds.BACKUP for one in standing.things)
    data = [one for one in others if _is_data(one, own, backed_up)]
    strange = _without_their_ports([one for one in others if one not in data])
    return Parting(
        tuple(made),
        (*orphans, *data),
        tuple(one for one in strange if one.id in named),
        tuple(one for one in strange if one.id not in named),
    )


def _is_data(one: Thing, own: Own, backed_up: bool) -> bool:
    if one.kind in COPIES:
        return one.of in own.volumes
    if one.kind != kinds.CONTAINER.word:
        return False
    if one.name == CINDERS_CONTAINER:
        # It may be somebody's own container of that name where Cinder has put nothing into it.
        return backed_up or not one.objects
    return one.of in own.containers or one.name.removesuffix(SEGMENTS) in own.containers


def _without_their_ports(strange: Sequence[Thing]) -> list[Thing]:
    """A port goes with the server or the router that it belongs to."""
    carriers = {one.id for one in strange if one.kind in (kinds.SERVER.word, kinds.ROUTER.word)}
    return [one for one in strange if not (one.kind == kinds.PORT.word and one.of in carriers)]
