"""What a failover would be if it began now: files, copies, licences and the last look together.

Adapter: reads the ledger, what `verify` found last, and the vaults of the sites that would take
over; asks nothing of the one that would be lost.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from blueprint.member import blueprint_of
from blueprint.naming import stack_name
from core.errors import Exit, OtherSystemFailed, ProblemsFound, UserError
from core.message import Message, say
from infra.verify.kept import last_verdicts
from infra.verify.verdicts import Status, Verdict, digest_of, status_of
from licensing.change.effect import Verdict as LicenceVerdict
from licensing.change.effect import told
from licensing.change.failover import failover
from licensing.change.gate import judged
from licensing.change.licensing import Licensing
from recovery import past_moves, trials
from recovery.forecast import Copies, plan_of
from recovery.plan import FailoverPlan, LicenceNeed
from recovery.proven import ProvenCopy, newest_proven
from recovery.rates import rates_used
from recovery.vault_accounts import holds_copies
from runbooks.actions.given import Given
from runbooks.actions.protected import protected, shelf
from runbooks.pace import Pace, paces, people_first
from runbooks.progress import Progress
from runbooks.runs import RunFolder, all_runs
from runbooks.store import read_procedures
from tenants.protection import protected_systems
from tenants.vocabulary import Priority

NO_COPIES: Copies = {}
NOTHING_MORE: Mapping[str, Sequence[Message]] = {}


def nothing_to_move(members: Collection[str]) -> UserError:
    return UserError(
        say(
            "no system of {members} has volumes, so there is nothing to bring up elsewhere",
            members=tuple(sorted(members)),
        ),
        Exit.RULE_BROKEN,
    )


def need_systems(plan: FailoverPlan, members: Collection[str]) -> None:
    """Raises: UserError where the plan has nothing to do for one of them."""
    without = set(members) - {one.member for one in plan.members}
    if without:
        raise nothing_to_move(without)


def failover_plans(
    given: Given,
    lost: str | None,
    members: Collection[str],
    tier: Priority | None = None,
    copies: Copies = NO_COPIES,
    against: Mapping[str, Sequence[Message]] = NOTHING_MORE,
) -> list[FailoverPlan]:
    """One plan for each way that anybody goes: from a site to the one that stands by for it.

    `lost` names one site, `members` some municipalities; without either everybody is meant.
    `against` is what else speaks against a member, as its target has told.
    """
    ways: dict[tuple[str, str], list[str]] = {}
    for slug, source in _running(given, members, tier):
        member = given.definitions.members[slug].value
        target = given.definitions.other_site(member, source)
        if target is not None and lost in (None, source):
            ways.setdefault((source, target), []).append(slug)
    licences = _licences(given)
    verdicts = last_verdicts(given.home)
    rates = given.definitions.recovery.value.rates
    return [
        plan_of(
            given.definitions,
            source,
            target,
            slugs,
            copies,
            {
                slug: [*_standing(given, slug, target, verdicts), *against.get(slug, ())]
                for slug in slugs
            },
            _At(given, licences, source),
            rates_used(
                rates,
                trials.measured_at(given.home, target),
                past_moves.measured_at(given.home, target),
            ),
            given.now,
        )
        for (source, target), slugs in ways.items()
    ]


def before_failover(given: Given, lost: str | None) -> tuple[str, Pace | None]:
    """The procedure by which it would be begun, and how long people took until then in earlier
    runs of it. A run whose journal was changed says nothing."""
    name = "site-loss" if lost else "member-failover"
    read = read_procedures(given.home.definitions)[0].get(name)
    if read is None:
        return name, None
    runs = [seen for one in all_runs(given.home) if (seen := _seen(one)) is not None]
    own = [one for one in runs if one.procedure == name]
    return name, people_first(read.value, paces(read.value, own))


def _seen(run: RunFolder) -> Progress | None:
    try:
        return run.progress
    except UserError:
        return None


def proven_copies(given: Given, members: Collection[str]) -> tuple[Copies, tuple[Message, ...]]:
    """The newest proven copy of each system, and why of some none is known."""
    found: dict[tuple[str, str], ProvenCopy] = {}
    notes: dict[str, Message] = {}
    unread: list[Message] = []
    for one in protected(given, sorted(members)):
        holder = one.held_at
        if holder is None or holder in notes:
            continue
        if not holds_copies(given.home, given.definitions.need_site(holder)):
            continue
        try:
            there = shelf(given, one)
        except OtherSystemFailed as failure:
            notes[holder] = failure.message
            continue
        unread += there.unread
        newest = newest_proven(there.kept)
        if newest is not None:
            found[one.group.member, one.group.system] = newest
    return found, (*notes.values(), *unread)


def _licences(given: Given) -> Licensing | UserError:
    """What is known of them, or why nothing is: the ledger may have stood at the lost site, or a
    file about them is broken."""
    try:
        return given.licensing()
    except (OtherSystemFailed, ProblemsFound) as failure:
        return failure


def _running(
    given: Given, members: Collection[str], tier: Priority | None
) -> Iterator[tuple[str, str]]:
    """Whom it would concern, each with the site where it runs."""
    definitions, catalogue = given.definitions, given.definitions.catalogue.value
    for slug, member in definitions.present_members(members).items():
        if tier is None or tier in protected_systems(member, catalogue).values():
            for site in definitions.active_sites(member):
                yield slug, site


@dataclass(frozen=True)
class _At:
    """What the ledger says of licences once `source` is lost."""

    given: Given
    known: Licensing | UserError
    source: str

    def needed(self, members: Collection[str]) -> Sequence[LicenceNeed]:
        if isinstance(self.known, UserError):
            return [LicenceNeed(self.known.message, refused=True)]
        changes = failover(
            self.known, self.given.definitions, self.source, members, self.given.now
        ).changes
        effects = judged(self.known, changes, self.given.now)
        return [LicenceNeed(told(one), one.verdict is LicenceVerdict.VIOLATES) for one in effects]


def _standing(
    given: Given, slug: str, target: str, verdicts: Mapping[str, Verdict]
) -> Iterator[Message]:
    """What `verify` found last of the member's stack at the target, if that is not well."""
    stack = stack_name(slug, target)
    digest = digest_of(blueprint_of(given.definitions, slug, target))
    match status_of(verdicts.get(stack), digest, given.now):
        case Status.NOT_VERIFIED:
            yield say(
                "whether {stack} stands as agreed was not verified in the last day; "
                "run `kumiai verify {member}`",
                stack=stack,
                member=slug,
            )
        case Status.FAULT:
            yield say(
                "{stack} did not stand as agreed when it was verified last; see "
                "`kumiai verify {member}`",
                stack=stack,
                member=slug,
            )
