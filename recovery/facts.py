"""What is true of a move to another site, and what can be done about it: words alone. Pure.

`recovery/failover.py` decides with them; whoever looks at the two sites fills them in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Move(StrEnum):
    """Why the member is to run at another site."""

    FAILOVER = "failover"
    """The source is lost: from the newest proven copy, with what was entered since then gone."""
    SWITCHOVER = "switchover"
    """Planned, without loss: the last copy is made once the source stands still."""
    FAILBACK = "failback"
    """The same, to the site that was lost, where servers and volumes of that day still lie."""


class Act(StrEnum):
    """One step. Those of volumes name one."""

    REMOVE_STALE = "remove_stale"
    """Servers of an earlier day at the target, behind its fence. Their volumes are kept."""
    PROVE = "prove"
    """The newest copy, restored for trial at the target."""
    STOP_SOURCE = "stop_source"
    COPY_LAST = "copy_last"
    """Of the source, which stands still."""
    RENEW_KEY = "renew_key"
    """By which the source's deletions would travel here, if it came back."""
    FENCE = "fence"
    """One fence at a time: with the source's the one of an earlier move, at the target, is over."""
    CHECK = "check"
    """The manifest's signature, and every object of the chain by its hash."""
    COPY = "copy"
    """Objects out of the vault, for this run alone."""
    RECORD = "record"
    """Backup records that name those copies."""
    SET_ASIDE = "set_aside"
    """A volume of an earlier day, under another name: it may hold what no copy has."""
    RESTORE = "restore"
    DISCARD = "discard"
    """A volume that this run restored, and that is not what it should be."""
    COMPARE = "compare"
    """A restored volume with its manifest."""
    ADOPT = "adopt"
    """A volume into the stack's state, so that `up` builds no empty one beside it."""
    BRING_OBJECTS = "bring_objects"
    """Those of the member's own containers, while nothing of it runs at the target."""
    PLACE = "place"
    """tenants/placement.yaml: from here on the files let the member run at the target."""
    START = "start"
    """`up`, whose preview may create or replace no volume."""
    VERIFY = "verify"
    SWITCH_NAMES = "switch_names"
    TELL = "tell"
    """Alert routes, and people."""
    CLEAN_UP = "clean_up"
    """Records and copies of this run; the vault is left as it is."""
    UNFENCE_SOURCE = "unfence_source"
    """Only where a move is called off."""
    START_SOURCE = "start_source"
    """As the one before."""
    ISOLATE = "isolate"
    """A project and networks for a trial, which reach nothing and are reached by nobody."""
    START_TRIAL = "start_trial"
    JUDGE = "judge"
    """The system's own checks, within the trial; what was found is kept."""
    STOP_TRIAL = "stop_trial"


class Volume(StrEnum):
    """How a volume of the member stands at the target."""

    ABSENT = "absent"
    EARLIER = "earlier"
    """One of its name, which no run of this move restored."""
    RESTORING = "restoring"
    BROKEN = "broken"
    """Its restore failed, or it is not what the manifest of this move's generation says."""
    RESTORED = "restored"
    EQUAL = "equal"
    """Compared with the manifest."""
    ADOPTED = "adopted"


OURS = frozenset({Volume.RESTORING, Volume.BROKEN, Volume.RESTORED, Volume.EQUAL, Volume.ADOPTED})
"""What this move has brought there."""


class Extent(StrEnum):
    """How much of something there is; a step that was killed leaves some of it."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


class Why(StrEnum):
    """What has to come from elsewhere before anything can be done."""

    PERSONS = "persons"
    """Two of them, who declare that the member moves."""
    NO_PROVEN_COPY = "no_proven_copy"
    SOURCE_SILENT = "source_silent"
    """A planned move needs it: call it off, or declare a failover."""
    RESTORING = "restoring"
    """Restores of this member are under way."""
    PLACE_IN_LINE = "place_in_line"
    """As many restores as the site bears are under way."""


@dataclass(frozen=True, slots=True)
class Do:
    act: Act
    volume: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    why: Why


@dataclass(frozen=True, slots=True)
class Done:
    """Nothing is left to do."""


Next = Do | Wait | Done


@dataclass(frozen=True, slots=True)
class Copies:
    """The generation that a move restores from, and how far that is."""

    proven: bool
    """The newest generation at the target was restored there, and found right."""
    checked: bool
    copied: Extent
    recorded: Extent
    volumes: Mapping[str, Volume]


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of a member. Of a silent site what was true last, and the worse of two."""

    declared: bool
    """Two persons have said that the member moves, or for a planned move whoever may."""
    called_off: bool
    source_answers: bool
    source: Extent
    source_fenced: bool
    last_copied: bool
    """The newest generation was taken after the source stood still for good."""
    key_renewed: bool
    copies: Copies
    stale: bool
    """Servers of an earlier day stand at the target."""
    target_fenced: bool
    objects_there: bool
    """The member's own, as its copies have them; not asked any more once it is placed there."""
    placed: bool
    target: Extent
    verified: bool
    names_switched: bool
    told: bool


@dataclass(frozen=True, slots=True)
class Trial:
    """What is true of a trial in a project and a network of its own; the member runs elsewhere."""

    copies: Copies
    isolated: Extent
    """Its project and networks, of which some may be left over."""
    stands: bool
    """There are servers in it."""
    runs: bool
    """All that may be started do."""
    judged: bool
    ended: bool
    """It was called off, or its time is over."""
