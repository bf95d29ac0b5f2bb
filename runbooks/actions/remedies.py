"""What `verify` tells and `up --refresh` does not mend is mended. Adapter: OpenStack is asked.

Nothing is deleted that a person has not named, one by one; and only what `verify` tells is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from blueprint.member import blueprint_of
from blueprint.naming import read_stack
from blueprint.parts import Blueprint
from cloud.connection import Cloud
from core.errors import Exit, UserError
from core.message import Message, say
from core.plan import Action, Objection, Plan
from infra.remains.things import Thing
from infra.removal import Logins
from infra.verify.aspect import Aspect
from infra.verify.difference import Difference
from infra.verify.mending import AS_MEMBER, Wrong, mend
from infra.verify.taking_away import take_away
from infra.verify.ways import DELETABLE, Act, ByDeletion, ByPerson, ByRefresh, ByRemedy
from infra.verify.whole import Verified, verify_sites
from recovery.declaration import fences
from runbooks.actions.given import Given


def remedy(given: Given, members: Sequence[str], site: str | None, delete: Sequence[str]) -> Plan:
    """Acts on all that one call to OpenStack puts right, and on what `delete` names.

    Raises: UserError where `delete` names what `verify` does not tell.
    """
    sites = [site] if site else list(given.definitions.sites)
    fenced = fences(given.home.definitions)
    return mended(
        given, verify_sites(given.home, given.definitions, sites, members, fenced), delete
    )


def mended(given: Given, results: Sequence[Verified], delete: Sequence[str]) -> Plan:
    """The same for what was found already. Raises: as `remedy`."""
    found = [one for result in results for one in result.differences]
    silent = tuple(
        Objection(result.failure.message, Exit.OTHER_SYSTEM_FAILED)
        for result in results
        if result.failure is not None
    )
    actions = (*_mending(given, found), *_taking_away(given, found, delete))
    notes = tuple(_left(found, delete))
    if not actions and not notes and not silent:
        notes = (say("nothing to mend: everything is as the YAML says"),)
    return Plan(actions, notes, silent)


def _mending(given: Given, found: Sequence[Difference]) -> list[Action]:
    """One action for each object and act, whatever is wrong with the object."""
    wanted: dict[tuple[str, Act, str], Difference] = {}
    for one in found:
        if isinstance(one.way, ByRemedy):
            wanted.setdefault((one.subject, one.way.act, one.id), one)
    return [_mend(given, act, one) for (_, act, _), one in wanted.items()]


def _mend(given: Given, act: Act, one: Difference) -> Action:
    wrong = Wrong(one.id, one.name, _blueprint(given, one))
    does = Message(act.value.template, {"name": one.name})
    return Action(
        "remedy",
        f"{one.subject} {act.name.lower()} {one.name}",
        say("{subject}: {kind} {name}", subject=one.subject, kind=one.kind, name=one.name),
        say("{subject}: {what}", subject=one.subject, what=does),
        lambda turn: mend(_login(given, act, one), one.site, act, wrong),
        say("how it was before is in what `kumiai verify` told"),
        (one.subject,),
    )


def _taking_away(given: Given, found: Sequence[Difference], delete: Sequence[str]) -> list[Action]:
    named = {key: _named(found, key) for key in dict.fromkeys(delete)}
    order = {str(kind): place for place, kind in enumerate(DELETABLE)}
    return [
        _take_away(given, one, key)
        for key, one in sorted(named.items(), key=lambda item: order[str(item[1].kind)])
    ]


def _named(found: Sequence[Difference], key: str) -> Difference:
    """What a person has named; of what is there twice either may be."""
    for one in found:
        keys = (
            [f"{one.key.split('/', 1)[0]}/{id_}" for id_ in one.id.split(", ")]
            if one.aspect is Aspect.TWICE
            else [one.key]
            if isinstance(one.way, ByDeletion)
            else []
        )
        if key in keys:
            return one
    raise UserError(
        say(
            "{key} is nothing that `kumiai verify` tells as too much; "
            "copy it from there, as in --delete port/5f0c…",
            key=key,
        )
    )


def _take_away(given: Given, one: Difference, key: str) -> Action:
    id_ = key.split("/", 1)[1]
    logins = Logins(_site(given, one), given.login_of(given.home, one.subject))
    thing = Thing(one.kind, id_, one.name)
    return Action(
        "take-away",
        f"{one.subject} {key}",
        say("{subject}: {kind} {name}", subject=one.subject, kind=one.kind, name=one.name),
        say(
            "{subject}: {kind} {name} ({id}) is deleted",
            subject=one.subject,
            kind=one.kind,
            name=one.name,
            id=id_,
        ),
        lambda turn: take_away(logins, one.site, thing),
        say("what is deleted is gone"),
        (one.subject,),
    )


def _left(found: Sequence[Difference], delete: Sequence[str]) -> list[Message]:
    """What is not mended by this, and how it is."""
    refreshed = Counter(one.command for one in found if isinstance(one.way, ByRefresh))
    unasked = sum(isinstance(one.way, ByDeletion) and one.key not in delete for one in found)
    told = [
        say("{count} differences are mended by `{command}`", count=count, command=command)
        for command, count in refreshed.items()
    ]
    if unasked:
        told.append(
            say(
                "left standing, since nothing goes that is not named with --delete: {count}",
                count=unasked,
            )
        )
    persons = sum(isinstance(one.way, ByPerson) for one in found)
    if persons:
        told.append(say("{count} differences need a person; see `kumiai verify`", count=persons))
    return told


def _blueprint(given: Given, one: Difference) -> Blueprint | None:
    stack = read_stack(one.subject)
    if stack is None or stack.member is None:
        return None
    return blueprint_of(given.definitions, stack.member, stack.site)


def _login(given: Given, act: Act, one: Difference) -> Cloud:
    """Whoever may do it; what is seen with a member's login alone has been seen with it."""
    return given.login_of(given.home, one.subject) if act in AS_MEMBER else _site(given, one)


def _site(given: Given, one: Difference) -> Cloud:
    return given.cloud_of(given.home, given.definitions.sites[one.site].value)
