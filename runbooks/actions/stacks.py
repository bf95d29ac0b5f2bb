"""Acts on stacks: what the files say is built, and what has left is taken away. Adapter: state."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import partial

from blueprint.naming import stack_name
from core.errors import Exit, UserError
from core.message import Message, say
from core.plan import Action, Objection, Plan, Run
from infra.engine.processes import stop_run
from infra.engine.resources import NOTHING
from infra.engine.state import read_state, stack_names
from infra.remains.projects import left_standing
from infra.stacks.changes import nothing
from infra.stacks.guard import not_retyped
from infra.stacks.lost import lost_secrets, wrong_passphrase
from infra.stacks.planning import preview_of
from infra.stacks.runner import bring_up
from infra.stacks.standing import holds_servers_or_data, standing_of
from infra.stacks.work import MemberWork, SiteWork, StackWork, works
from licensing.change.gate import Today, effects_of
from licensing.collecting.looking import looked
from recovery.declaration import fences
from runbooks.actions.astray import projects_astray, projects_forgotten
from runbooks.actions.decided import emptiness, smaller
from runbooks.actions.given import Given
from runbooks.actions.licences import Answer, answer, unasked
from runbooks.actions.looking import tell_after
from tenants import overdue
from tenants.member import Member
from tenants.one_site import move_refused


def up(
    given: Given,
    members: Sequence[str],
    site: str | None,
    *,
    refresh: bool,
    override: str,
    empty: str = "",
    let_go: str = "",
    in_emergency: bool = False,
) -> Plan:
    """The stacks of these members (all if none is named) become what the files say.

    A site's own stack comes before those of its members; at one that does not answer nothing is
    begun. Refused as a whole where a member would run at two sites, where data would go that nobody
    let go, where volumes would be made empty of which copies are held (unless `empty` says why),
    where servers would go because residents are fewer (unless `let_go` says why), or where licences
    would be violated. `in_emergency` a ledger that does not answer is told, and stops nothing.

    Raises: UserError where the state or the ledger cannot be read; OtherSystemFailed where volumes
    are new and a site that may hold copies of them does not answer.
    """
    left = tuple(_has_left(given.definitions.members[slug].value) for slug in _left(given, members))
    if left:
        return Plan(objections=left)
    behind = () if members else tuple(_left_behind(given))
    all_of_them = works(given.home, given.definitions, members, site, refresh)
    fenced_at = fences(given.home.definitions)
    fenced: list[StackWork] = []
    found: list[StackWork] = []
    for work in all_of_them:
        (fenced if _is_fenced(given, work, fenced_at) else found).append(work)
    silent = _silences(given, found)
    unknown = [Objection(why, Exit.OTHER_SYSTEM_FAILED) for why in silent.values()]
    waiting = [work for work in found if not work.unchanged]
    notes = [say("{subject}: fenced, and left as it is", subject=work.subject) for work in fenced]
    concerned = {work.member.slug: work.member for work in found if isinstance(work, MemberWork)}
    notes += overdue.notes(concerned.values(), given.now.date())
    kept = [work for work in found if work.unchanged and work.site.name not in silent]
    if kept:
        notes.append(say("{count} stacks are what the files say", count=len(kept)))
    reached = [work for work in waiting if work.site.name not in silent]
    astray = list(projects_astray(given, [*kept, *reached]))
    gone = [Objection(why, Exit.WORLD_DIFFERS) for work, why in astray if work.unchanged]
    if not waiting:
        # Of a site that does not answer nobody knows what stands there.
        done = () if silent or gone else (nothing(),)
        return Plan((), (*notes, *done), findings=(*unknown, *behind, *gone))
    notes += _kept_waiting(waiting, silent)
    try:
        licences = _licences(given, found, override, silent)
    except UserError as failure:
        if not in_emergency:
            raise
        licences = unasked(failure.message)
        for note in licences.notes:
            given.tell(note)
    of_members = [work for work in waiting if isinstance(work, MemberWork)]
    new = emptiness(given, of_members, empty)
    fewer = smaller(of_members, let_go)
    sites = {work.site.name: work.stack for work in waiting if isinstance(work, SiteWork)}
    return Plan(
        tuple(_up(given, work, sites) for work in reached),
        (*notes, *licences.notes),
        (
            *_objections(given, waiting, fenced_at),
            *(_moot(why) for work, why in astray if not work.unchanged),
            *map(_moot, projects_forgotten(given, reached)),
            *fewer.objections,
            *new.objections,
            *licences.objections,
        ),
        (*fewer.overrides, *new.overrides, *licences.overrides),
        (*unknown, *behind, *gone),
        partial(tell_after, given, _sites_of(reached)),
    )


def _up(given: Given, work: StackWork, sites: Mapping[str, str]) -> Action:
    after = sites.get(work.site.name) if isinstance(work, MemberWork) else None
    return Action(
        "up",
        work.stack,
        work.subject,
        say("it becomes what the files say"),
        lambda turn: bring_up(given.home, work, turn, given.tell),
        say("what the files said before is in git: check that out and run it again"),
        (work.stack,),
        after=(after,) if after is not None else (),
        lane=work.site.name,
        mends=True,
        preview=lambda run: preview_of(given.home, work, run),
        stop=stop,
    )


def _silences(given: Given, found: Sequence[StackWork]) -> dict[str, Message]:
    """By site: what is to be said of each that accepts no connection.

    A failover runs where there is no login to the lost site: that is as if it did not answer, and
    of no concern where nothing waits for it.

    Raises: UserError where none of the sites has an entry in clouds.yaml.
    """
    sites = {work.site.name: work.site for work in found}
    waits = {work.site.name for work in found if not work.unchanged}
    silent: dict[str, Message] = {}
    unknown: list[UserError] = []
    for name, site in sites.items():
        try:
            silence = given.silence_of(given.home, site)
        except UserError as error:
            unknown.append(error)
            silence = error.message if name in waits else None
        if silence is not None:
            silent[name] = silence
    if unknown and len(unknown) == len(sites):
        raise unknown[0]
    return silent


def _kept_waiting(waiting: Sequence[StackWork], silent: Collection[str]) -> list[Message]:
    """How much is not begun at each site that does not answer."""
    counts = Counter(work.site.name for work in waiting)
    return [
        say("{site}: {count} stacks wait until it answers", site=site, count=counts[site])
        for site in silent
        if counts[site]
    ]


def _sites_of(found: Sequence[StackWork]) -> list[str]:
    return list(dict.fromkeys(work.site.name for work in found))


def stop(run: Run) -> None:
    """Ends Pulumi's processes of a run, in good order."""
    stop_run(run.id)


def _objections(
    given: Given, waiting: Sequence[StackWork], fenced_at: Mapping[str, str]
) -> list[Objection]:
    """What is against the stacks' being begun, all of it.

    Secrets that would be made anew, members that would run elsewhere, data that would go although
    nobody let it, and volumes that cannot become what is asked for.
    """
    there = stack_names(given.home)
    begun = [work.stack for work in waiting if work.exists]
    sealed_otherwise = wrong_passphrase(given.home, [*begun, *there])
    secrets = lost_secrets(given.home, given.definitions, [work.blueprint for work in waiting])
    members = {work.member.slug: work.member for work in waiting if isinstance(work, MemberWork)}
    moved = {
        slug: against
        for slug, member in members.items()
        if (against := _move_refused(given, member, set(there), fenced_at.get(slug))) is not None
    }
    impossible = [
        say("{subject}: {why}", subject=work.subject, why=why)
        for work in waiting
        if not isinstance(work, MemberWork) or work.member.slug not in moved
        for why in _impossible(work)
    ]
    first = () if sealed_otherwise is None else (sealed_otherwise,)
    return [*map(_moot, (*first, *secrets, *moved.values())), *map(Objection, impossible)]


def _moot(why: Message) -> Objection:
    """What stands, or what may be done with it, is not what the plan is made for."""
    return Objection(why, moot=True)


def _left(given: Given, members: Sequence[str]) -> list[str]:
    """Those of the named members that have left."""
    present = given.definitions.present_members()
    return [slug for slug in members if slug not in present]


def _has_left(member: Member) -> Objection:
    return Objection(
        say(
            "{member} has left, and nothing is built for it; `kumiai down {slug}` takes away what "
            "still stands",
            member=member.name.ja,
            slug=member.slug,
        )
    )


def _left_behind(given: Given) -> Iterator[Objection]:
    """Of each member that has left what its states say still stands."""
    for slug in _left(given, list(given.definitions.members)):
        states = {
            site: read_state(given.home, stack_name(slug, site)) for site in given.definitions.sites
        }
        standing = [
            say("{count} objects at {site}", count=count, site=site)
            for site, state in states.items()
            if (count := sum(one.is_in_a_cloud for one in (state or NOTHING).resources))
        ]
        if standing:
            why = left_standing(slug, standing)
            subject = given.definitions.members[slug].value.name.ja
            yield Objection(say("{subject}: {why}", subject=subject, why=why), Exit.WORLD_DIFFERS)


def _impossible(work: StackWork) -> Iterator[Message]:
    """What of the data would go, or cannot become what is asked for."""
    if isinstance(work, SiteWork):
        if work.against is not None:
            yield work.against
        return
    if work.fate.against is not None:
        yield work.fate.against
    if work.retyped:
        yield not_retyped(work.retyped)


def _move_refused(
    given: Given, member: Member, there: AbstractSet[str], fenced: str | None
) -> Message | None:
    standing = {
        site
        for site in given.definitions.sites
        if (stack := stack_name(member.slug, site)) in there
        and holds_servers_or_data(read_state(given.home, stack) or NOTHING)
    }
    return move_refused(member, given.definitions.active_sites(member), standing, fenced)


def _is_fenced(given: Given, work: StackWork, fenced_at: Mapping[str, str]) -> bool:
    """Whether two persons have declared that the member runs there no more, and it does not.

    Where the files let it run there all the same, that is refused, and not passed over.
    """
    if isinstance(work, SiteWork):
        return False
    here = work.site.name
    named = fenced_at.get(work.member.slug) == here
    return named and here not in given.definitions.active_sites(work.member)


def _licences(
    given: Given, found: Sequence[StackWork], override: str, silent: Collection[str]
) -> Answer:
    """What all stacks together do to licences, those that stay as they are included.

    Judged by what stands: the ledger looks first.
    """
    unseen = looked(given.asked, _sites_of(found), given.now, silent)
    blueprints = [work.blueprint for work in found if isinstance(work, MemberWork)]
    effects = effects_of(given.licensing(), blueprints, _today(given, found), given.now)
    judged = answer(effects, ", ".join(work.stack for work in found), override)
    return replace(judged, notes=(*unseen, *judged.notes))


def _today(given: Given, found: Sequence[StackWork]) -> Today:
    """What each site has that is to be built; a site that stands nowhere yet is not named."""
    sites = [work for work in found if isinstance(work, SiteWork)]
    states = {work.site.name: read_state(given.home, work.stack) for work in sites}
    return {site: standing_of(state) for site, state in states.items() if state is not None}
