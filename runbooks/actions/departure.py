"""The act of leaving: everything of a member at a site goes, in every service. Adapter.

Before anything is begun every site is looked at, and what a person has to decide is asked for.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from threading import Event

from blueprint.naming import stack_name
from cloud.asked import asked
from cloud.credentials import credential_file, remove_credentials
from cloud.logins import clouds_of, remove_member_entry
from core.errors import Exit, OtherSystemFailed, UserError
from core.message import Message, say
from core.plan import Action, Objection, Plan, Run, Turn
from infra import kinds
from infra.engine.resources import NOTHING, State
from infra.engine.state import read_state
from infra.kinds import PROVIDER
from infra.remains.clearance import stop_copying
from infra.remains.look import standing_at
from infra.remains.parting import Parting, parted
from infra.remains.things import Own, Standing, own_of
from infra.remains.told import data_lines, named_lines, to_decide, undecided_lines
from infra.removal import Logins
from infra.stacks.departure import Departure, tear_down
from infra.verify.kept import forget_verdict
from runbooks.actions.given import Given
from runbooks.actions.looking import tell_after
from runbooks.actions.stacks import stop
from tenants.member import Member
from tenants.site import Site
from tenants.vocabulary import BACKUP_CONTAINER, LifecycleState


@dataclass(frozen=True, slots=True)
class _Seen:
    """One site, as it was looked at."""

    departure: Departure
    state: State | None
    own: Own
    standing: Standing
    parting: Parting
    remembered: bool
    """This machine has a login of the member's at the site."""
    ended: Event
    """Set once a person has interrupted."""

    @property
    def anything(self) -> bool:
        return self.state is not None or self.remembered or bool(self.standing.things)


def down(given: Given, slug: str, site: str | None, also: Collection[str]) -> Plan:
    """Everything of a member is taken away that has left; at one `site` also where it merely stands
    no longer. `also` are ids of what somebody else made and that goes too.

    Raises: UserError (exit 11) where the files say that it stands there; OtherSystemFailed where a
    site does not answer, since what stands there cannot be known.
    """
    member = given.definitions.need_member(slug)
    sites = _sites(given, member, site)
    seen = [one for name in sites if (one := _seen(given, member, name, also)).anything]
    if not seen:
        return Plan(notes=(say("nothing stands of {member}", member=slug),))
    lines = [line for one in seen for line in _lines(one)]
    found = {one.id for each in seen for one in each.standing.things} | _accounts(seen)
    gone = sorted(set(also) - found)
    if gone:
        lines.append(say("not there, or gone already: {names}", names=tuple(gone)))
    return Plan(
        tuple(_down(given, one) for one in seen),
        tuple(lines),
        tuple(_objections(seen, slug, site, also)),
        afterwards=partial(tell_after, given, [one.departure.site.name for one in seen]),
    )


def _sites(given: Given, member: Member, only: str | None) -> list[str]:
    """Where it goes. Of one that has left, wherever it may ever have stood."""
    if only is not None:
        given.definitions.need_site(only)
    if member.lifecycle.state is LifecycleState.LEFT:
        return [only] if only is not None else list(given.definitions.sites)
    if only is not None and only not in given.definitions.sites_of(member):
        return [only]
    raise UserError(
        say(
            "{member} has not left: its file says {state}; `kumiai down` is for "
            "`lifecycle: {{state: left, left_on: …}}`, or with `--site` for a site where no file "
            "lets the municipality stand any more",
            member=member.name.ja,
            state=str(member.lifecycle.state),
        ),
        Exit.RULE_BROKEN,
    )


def _seen(given: Given, member: Member, site_name: str, also: Collection[str]) -> _Seen:
    site = given.definitions.need_site(site_name)
    stack = stack_name(member.slug, site_name)
    ended = Event()
    departure = Departure(
        member,
        site,
        stack,
        frozenset(also),
        lambda: _logins(given, site, stack, ended),
        lambda logins, own: standing_at(logins.site, logins.member, member.slug, own),
        lambda: _stop_copying(given, member),
    )
    silence = given.silence_of(given.home, site)
    if silence is not None:
        raise OtherSystemFailed(silence)
    state = read_state(given.home, stack)
    own = own_of(state or NOTHING)
    with asked(site_name):
        standing = departure.look(departure.logins(), own)
    parting = parted(standing, own, also)
    return _Seen(departure, state, own, standing, parting, _is_remembered(given, stack), ended)


def _logins(given: Given, site: Site, stack: str, ended: Event) -> Logins:
    return Logins(given.cloud_of(given.home, site), given.login_of(given.home, stack), ended)


def _is_remembered(given: Given, stack: str) -> bool:
    with contextlib.suppress(UserError):
        if stack in clouds_of(given.home):
            return True
    return credential_file(given.home, stack).exists()


def _stop_copying(given: Given, member: Member) -> None:
    """At every site that answers: one that does not copies nothing."""
    from openstack.exceptions import SDKException

    for name, read in given.definitions.sites.items():
        if given.silence_of(given.home, read.value) is None:
            login = given.login_of(given.home, stack_name(member.slug, name))
            with contextlib.suppress(OtherSystemFailed, SDKException):
                if login is not None:
                    with asked(name):
                        stop_copying(login, BACKUP_CONTAINER)


def _lines(seen: _Seen) -> Iterator[Message]:
    subject = seen.departure.subject
    yield from data_lines(subject, seen.parting)
    yield from named_lines(subject, seen.parting)
    yield from undecided_lines(subject, seen.parting)


def _accounts(seen: Collection[_Seen]) -> set[str]:
    return {_account(one) for one in seen}


def _account(seen: _Seen) -> str:
    """What Swift calls the containers of a project."""
    return f"AUTH_{seen.own.project or seen.standing.project}"


def _objections(
    seen: Collection[_Seen], slug: str, site: str | None, also: Collection[str]
) -> Iterator[Objection]:
    for one in seen:
        closed = one.standing.account_closed and (one.own.containers or one.state is None)
        if closed and _account(one) not in also:
            yield Objection(_closed(one, slug))
        if one.standing.below:
            yield Objection(_below(one))
    undecided = [thing for one in seen for thing in one.parting.undecided]
    if undecided:
        command = " ".join(
            (
                f"kumiai down {slug}",
                *(() if site is None else (f"--site {site}",)),
                *(f"--also {one}" for one in also),
            )
        )
        yield Objection(to_decide(command, undecided))


def _closed(seen: _Seen, slug: str) -> Message:
    if not seen.standing.project:
        return say(
            "{subject}: its project is gone from Keystone, so its containers cannot be looked at, "
            "nor taken away. Restore the project with its id from Keystone's backup; or have "
            "Swift's operator delete the account, and say so with "
            "`kumiai down {slug} --also {account}`",
            subject=seen.departure.subject,
            slug=slug,
            account=_account(seen),
        )
    return say(
        "{subject}: nobody here may log in to the project any more, so its containers cannot be "
        "looked at, nor taken away. Give the user kumiai-provisioner the role member in it again; "
        "or have Swift's operator delete the account, and say so with "
        "`kumiai down {slug} --also {account}`",
        subject=seen.departure.subject,
        slug=slug,
        account=_account(seen),
    )


def _below(seen: _Seen) -> Message:
    return say(
        "{subject}: somebody has made projects below its own: {projects}. Keystone deletes no "
        "project that has others below; whoever made them takes them away first",
        subject=seen.departure.subject,
        projects=tuple(one.called for one in seen.standing.below),
    )


def _down(given: Given, seen: _Seen) -> Action:
    departure = seen.departure
    slug, site = departure.member.slug, departure.site.name

    def gone(turn: Turn) -> None:
        tear_down(given.home, departure, turn, given.tell)
        with contextlib.suppress(UserError):
            remove_member_entry(given.home, slug, site)
        remove_credentials(given.home, slug, site)
        forget_verdict(given.home, departure.stack)

    def stopped(run: Run) -> None:
        seen.ended.set()
        stop(run)

    resources = () if seen.state is None else seen.state.resources
    own = sum(one.type.startswith(PROVIDER) for one in resources)
    more = sum(one.kind != kinds.CONTAINER.word for one in seen.parting.before)
    return Action(
        "down",
        departure.stack,
        departure.subject,
        say(
            "{subject}: all {count} objects of kumiai's making go, and {more} others before",
            subject=departure.subject,
            count=own,
            more=more,
        ),
        gone,
        say("what is deleted is gone"),
        (departure.stack,),
        lane=site,
        mends=True,
        stop=stopped,
    )
