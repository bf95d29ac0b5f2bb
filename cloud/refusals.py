"""How a site's silence and its refusals are said: one sentence each, whoever asked. Pure.

Python's clients and Pulumi's provider (in Go) say the same in other words; both are known here.
"""

from __future__ import annotations

import re

from core.message import Message, say

LONGEST = 300

_CAUSES: tuple[tuple[re.Pattern[str], Message], ...] = (
    (re.compile(r"connection refused", re.IGNORECASE), say("the connection is refused")),
    (
        re.compile(r"no route to host|network is unreachable", re.IGNORECASE),
        say("there is no way to it"),
    ),
    (
        re.compile(r"no such host|name or service not known|name resolution", re.IGNORECASE),
        say("its name is not known"),
    ),
    (re.compile(r"certificate", re.IGNORECASE), say("its certificate is not trusted")),
    (
        re.compile(r"connection reset|connection aborted|remote end closed", re.IGNORECASE),
        say("it cut the connection"),
    ),
    (
        re.compile(r"timed? ?out|deadline exceeded|Client\.Timeout", re.IGNORECASE),
        say("no answer in time"),
    ),
)
"""What a client's text means, by the words in it. The first that fits is the cause."""

_ADDRESS = (re.compile(r"https?://([^/\s\"]+)"), re.compile(r"dial tcp ([\w.\-\[\]:]+:\d+)"))


def silent(site: str, address: str, why: Message) -> Message:
    """The site was asked and did not answer at all."""
    return say(
        "site {site} does not answer at {address}: {why}; "
        "start it, or mend the way to it, then run this again",
        site=site,
        address=address,
        why=why,
    )


def is_silence(told: Message) -> bool:
    """Whether a site that does not answer is what is told."""
    return told.template == silent("", "", told).template


def silence_there(silence: Message) -> Message:
    """The same of a site that has been named before it."""
    return say(
        "the site does not answer at {address}: {why}; "
        "start it, or mend the way to it, then run this again",
        address=silence.values["address"],
        why=silence.values["why"],
    )


def silence_in(text: str, site: str) -> Message:
    """The same, from what a client said when it could not reach the site."""
    addresses = [found[1] for pattern in _ADDRESS if (found := pattern.search(text))]
    return silent(site, addresses[0] if addresses else "?", cause_of(text))


def login_refused(site: str) -> Message:
    return say(
        "site {site} refuses the login in clouds.yaml; compare its user and password. Those that "
        "kumiai made itself get new ones with `kumiai credential rotate {site}`",
        site=site,
    )


def refused(site: str, service: str, reason: str) -> Message:
    """A service answered, and said no; `reason` are its own words."""
    return say(
        "{service} of site {site} says no: {reason}",
        service=service,
        site=site,
        reason=_first_line(reason),
    )


def cause_of(text: str) -> Message:
    """Why a connection failed, by a client's words for it."""
    for pattern, cause in _CAUSES:
        if pattern.search(text):
            return cause
    return say("{detail}", detail=_first_line(text))


def _first_line(text: str) -> str:
    return text.strip().split("\n")[0][:LONGEST]
