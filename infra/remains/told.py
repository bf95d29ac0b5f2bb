"""What stands of a member and what becomes of it, in words. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from core.eras import moment_in_figures
from core.message import Message, say
from infra import kinds
from infra.remains.parting import COPIES, Parting
from infra.remains.things import CINDERS_CONTAINER, Thing, counted, is_neutrons

MOST_NAMES = 8

UNITS = ("B", "KiB", "MiB", "GiB", "TiB", "PiB")


def amount(size_bytes: int) -> str:
    """A size as people say it, in powers of 1024.

    >>> amount(3 * 2**30), amount(1536), amount(7)
    ('3 GiB', '1.5 KiB', '7 B')
    """
    size, unit = float(size_bytes), 0
    while size >= 1024 and unit < len(UNITS) - 1:
        size, unit = size / 1024, unit + 1
    return f"{round(size, 1):g} {UNITS[unit]}"


def summary(things: Sequence[Thing]) -> tuple[Message, ...]:
    """How many of each kind, as in `server × 3, volume × 4`."""
    told = [one for one in things if not is_neutrons(one)]
    return tuple(
        say("{kind} × {count}", kind=kind, count=len(found)) for kind, found in counted(told)
    )


def data_lines(subject: Message, parting: Parting) -> list[Message]:
    """The data that goes with the member, with sizes and how new it is."""
    volumes = [one for one in parting.own if one.kind == kinds.VOLUME.word]
    lines = []
    if volumes:
        lines.append(
            say(
                "{subject}: the data of {count} volumes goes, {size}: {names}",
                subject=subject,
                count=len(volumes),
                size=amount(sum(one.size_bytes for one in volumes)),
                names=_names(volumes),
            )
        )
    for kind in COPIES:
        found = [one for one in parting.data if one.kind == kind]
        if found:
            lines.append(
                say(
                    "{subject}: {kind} × {count} go, {size}, the newest of {newest}",
                    subject=subject,
                    kind=kind,
                    count=len(found),
                    size=amount(sum(one.size_bytes for one in found)),
                    newest=_newest(found),
                )
            )
    for one in (*parting.containers, *parting.data, *parting.named):
        if one.kind == kinds.CONTAINER.word and one.objects and one.name != CINDERS_CONTAINER:
            lines.append(
                say(
                    "{subject}: {count} objects in the container {container} go, {size}, "
                    "the newest of {newest}",
                    subject=subject,
                    count=one.objects,
                    container=one.name,
                    size=_size(one),
                    newest=_newest([one]),
                )
            )
    return lines


def named_lines(subject: Message, parting: Parting) -> list[Message]:
    """What somebody else made and goes, because it was named."""
    return [
        say("{subject}: {kind} {name} goes, as it was named", subject=subject, kind=kind, name=one)
        for kind, found in counted(parting.named)
        for one in (thing.called for thing in found)
    ]


def undecided_lines(subject: Message, parting: Parting) -> list[Message]:
    """What somebody else made, each by itself."""
    return [_undecided(subject, one) for one in parting.undecided]


def _undecided(subject: Message, one: Thing) -> Message:
    if one.objects:
        return say(
            "{subject}: {kind} {name} is not of kumiai's making, {count} objects, {size}",
            subject=subject,
            kind=one.kind,
            name=one.called,
            count=one.objects,
            size=_size(one),
        )
    if one.size_bytes:
        return say(
            "{subject}: {kind} {name} is not of kumiai's making, {size}",
            subject=subject,
            kind=one.kind,
            name=one.called,
            size=amount(one.size_bytes),
        )
    return say(
        "{subject}: {kind} {name} is not of kumiai's making",
        subject=subject,
        kind=one.kind,
        name=one.called,
    )


def _size(container: Thing) -> Message | str:
    """With what nobody sees in an ordinary list of its objects."""
    size = amount(container.size_bytes)
    if not container.older:
        return size
    return say("{size} with {older} older versions", size=size, older=container.older)


def to_decide(command: str, undecided: Sequence[Thing]) -> Message:
    """Why nothing is begun, and the two ways on."""
    return say(
        "{count} things are not of kumiai's making, and nobody has said what becomes of them. "
        "Whoever made them takes them away, or they go as well with `{command}`",
        count=len(undecided),
        command=" ".join([command, *dict.fromkeys(f"--also {one.id}" for one in undecided)]),
    )


def still_standing(things: Sequence[Thing]) -> Message:
    """After everything was taken away that could be."""
    return say(
        "{things} still stand: {names}; the project is kept as long as anything is in it. "
        "Run the same command again, and it says what keeps them",
        things=summary(things),
        names=_names(things),
    )


def _newest(things: Sequence[Thing]) -> str:
    found = [one.at for one in things if one.at is not None]
    return moment_in_figures(max(found)) if found else "?"


def _names(things: Sequence[Thing]) -> tuple[str, ...]:
    names = sorted(one.name or one.id for one in things)
    return (*names[:MOST_NAMES], *(["…"] if len(names) > MOST_NAMES else []))
