"""The words and marks that the picture uses in the terminal and on the page. Pure.

A mark has a shape as well as a colour, so that nobody depends on the colour; what was not verified
is never green.
"""

from __future__ import annotations

from core.message import Message, say
from infra.verify.verdicts import Status
from tenants.vocabulary import LifecycleState, NetworkModel, PlacementState

STATUS_WORDS: dict[Status, Message] = {
    Status.OK: say("OK"),
    Status.CAUTION: say("Caution"),
    Status.FAULT: say("Fault"),
    Status.NOT_VERIFIED: say("Not verified"),
}

STATUS_MEANINGS: dict[Status, Message] = {
    Status.OK: say("as the files say"),
    Status.CAUTION: say("something stands that no file names"),
    Status.FAULT: say("missing, different, or no answer"),
    Status.NOT_VERIFIED: say("not verified within 24 hours, or the files changed since"),
}

STATUS_MARKS: dict[Status, str] = {
    Status.OK: "●",
    Status.CAUTION: "▲",
    Status.FAULT: "✕",
    Status.NOT_VERIFIED: "○",
}

STATUS_COLOURS: dict[Status, str] = {
    Status.OK: "green",
    Status.CAUTION: "yellow",
    Status.FAULT: "bold red",
    Status.NOT_VERIFIED: "bright_black",
}
"""Of the terminal; the page has its own in its style sheet."""

NETWORK_MODELS: dict[NetworkModel, str] = {
    NetworkModel.ALPHA: "α",
    NetworkModel.ALPHA_DASH: "α′",
    NetworkModel.BETA: "β",
    NetworkModel.BETA_DASH: "β′",
}

PLACEMENT_WORDS: dict[PlacementState, Message] = {
    PlacementState.ACTIVE: say("active"),
    PlacementState.STANDBY: say("standby"),
}

LIFECYCLE_WORDS: dict[LifecycleState, Message] = {
    LifecycleState.JOINING: say("joining"),
    LifecycleState.ACTIVE: say("member"),
    LifecycleState.LEAVING: say("leaving"),
    LifecycleState.LEFT: say("left"),
}
