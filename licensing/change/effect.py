"""What a proposed change would ask for, before anybody makes it. Pure.

One function judges every kind of change: the state as it is, the state as it would be, and the
difference per product in licences and yen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from core.message import Message, say
from licensing.change.change import Change
from licensing.change.world import World, after
from licensing.counting.rounding import shown
from licensing.position.bought import NO_RULE, Bought
from licensing.position.course import course
from licensing.position.period import japan_day
from licensing.position.position import Position, position


class Verdict(StrEnum):
    ALLOWED = "allowed"
    COSTS = "costs"
    """More must be bought, and can be."""
    VIOLATES = "violates"


Course = tuple[tuple[datetime, Fraction], ...]
"""What is required, each from a moment on."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change does to one product. `course` is what is required from then on, and when.

    `course_before` is the same without the change, where it may yet rise: spares that are free for
    some days count once these are used up.
    """

    bought: Bought
    before: Position
    after: Position
    course: Course
    course_before: Course = ()

    @property
    def more(self) -> Fraction:
        return self.after.required.licences - self.before.required.licences

    @property
    def missing(self) -> Fraction:
        """Licences that the change asks for and nobody owns, beyond what is missing already.

        Then or later: what is free for some days only is not owned.
        """
        before = self.before.short_of(_highest(self.before, self.course_before)[1])
        after = self.after.short_of(_highest(self.after, self.course)[1])
        return max(Fraction(0), after - before)

    @property
    def undeclared(self) -> tuple[str, ...]:
        """Hosts that no site's file has, and that count as they were last known."""
        return self.after.undeclared

    @property
    def cost_yen(self) -> int:
        """Of the missing ones, as they are sold: whole, in packs, so many at least."""
        return self.bought.order_of(self.missing)[1]

    @property
    def verdict(self) -> Verdict:
        if self.after.refused - self.before.refused:
            return Verdict.VIOLATES
        if self.missing <= 0:
            return Verdict.ALLOWED
        return Verdict.VIOLATES if self.bought.more_at_yen is None else Verdict.COSTS

    @property
    def is_broken(self) -> bool:
        """Whether licences are missing then that nobody buys for the change: those that it asks
        for, or those that were missing without it."""
        return self.verdict is Verdict.VIOLATES or (self.before.in_breach and self.after.in_breach)


def _highest(position: Position, course: Course) -> tuple[datetime, Fraction]:
    """The most that is required from now on, and from when."""
    now = (position.required.at, position.required.licences)
    return max(course, key=lambda dated: dated[1], default=now)


def judge(
    world: World, changes: Sequence[Change], bought: Mapping[str, Bought], at: datetime
) -> list[Effect]:
    """The effect of all changes together on each product that is owned or runs, if made at `at`.

    Raises: UserError where a change names a server or host that there is none of.
    """
    changed = after(world, changes, at)
    effects: list[Effect] = []
    for product, one in sorted(bought.items()):
        now, then = world.stays.get(product, ()), changed.stays.get(product, ())
        if not (one.is_owned or now or then):
            continue
        may_rise = one.rule.free_days_per_year > 0
        effects.append(
            Effect(
                one,
                position(one, world.park, now, at),
                position(one, changed.park, then, at),
                tuple(course(one, changed.park, then, at)),
                tuple(course(one, world.park, now, at)) if may_rise else (),
            )
        )
    return effects


def touched(effects: Sequence[Effect]) -> list[Effect]:
    """Those of products whose number changes, or that the change makes miss some."""
    return [e for e in effects if e.more != 0 or e.verdict is not Verdict.ALLOWED]


def worth_telling(effects: Sequence[Effect]) -> list[Effect]:
    """Those, and of products that are in breach already: who asks shall not think they are not."""
    return [e for e in effects if e.before.in_breach or touched([e])]


def violations(effects: Sequence[Effect]) -> list[Effect]:
    return [effect for effect in effects if effect.verdict is Verdict.VIOLATES]


def told(effect: Effect) -> Message:
    """One sentence: product, before, after, owned, and what that means."""
    sentence = say(
        "{product}: {before} → {after} licences of {owned} owned; {verdict}",
        product=effect.bought.called,
        before=shown(effect.before.required.licences),
        after=shown(effect.after.required.licences),
        owned=shown(effect.bought.quantity),
        verdict=verdict_of(effect),
    )
    since, licences = _highest(effect.after, effect.course)
    if licences > effect.after.required.licences:
        sentence = say(
            "{sentence}. From {day} on {licences}, once the free days of spares are used up",
            sentence=sentence,
            day=japan_day(since),
            licences=shown(licences),
        )
    sentence = _by_no_contract(effect, sentence)
    if not effect.undeclared:
        return sentence
    return say(
        "{sentence}. No site's file has {hosts}: counted as last known, else as the largest host",
        sentence=sentence,
        hosts=tuple(effect.undeclared),
    )


def _by_no_contract(effect: Effect, sentence: Message) -> Message:
    """With the reason for which nothing is owned, or nothing says any more how it counts."""
    bought, rule = effect.bought, effect.bought.rule
    if bought.is_owned or rule is NO_RULE:
        return sentence
    at = effect.course[0][0] if effect.course else effect.after.required.at
    if rule.valid_to is not None and rule.valid_to < japan_day(at):
        return say(
            "{sentence}. No entitlement holds; it is counted by {rule} of the last one, which "
            "ended on {end}",
            sentence=sentence,
            rule=rule.id,
            end=rule.valid_to,
        )
    return say(
        "{sentence}. No entitlement holds; it is counted by {rule} of the last one",
        sentence=sentence,
        rule=rule.id,
    )


def verdict_of(effect: Effect) -> Message:
    before, after = _short(effect.before), _short(effect.after)
    refused = effect.after.refused - effect.before.refused
    match effect.verdict:
        case Verdict.ALLOWED if before and effect.bought.rule is NO_RULE:
            return say(
                "in breach: {before} licences are missing at least now, {after} then; "
                "no rule says how it counts, so whether it gets worse is open",
                before=shown(before),
                after=shown(after),
            )
        case Verdict.ALLOWED if before:
            return say(
                "in breach: {before} licences are missing now, {after} then; nothing gets worse",
                before=shown(before),
                after=shown(after),
            )
        case Verdict.ALLOWED:
            return say("allowed")
        case Verdict.COSTS if before:
            return say(
                "{before} licences are missing already, {after} then; the {missing} more cost "
                "¥{yen:,}",
                before=shown(before),
                after=shown(after),
                missing=shown(effect.missing),
                yen=effect.cost_yen,
            )
        case Verdict.COSTS:
            return say("costs ¥{yen:,}", yen=effect.cost_yen)
        case Verdict.VIOLATES if refused:
            return say(
                "violates: the rule {rule} allows no such host as {hosts}",
                rule=effect.bought.rule.id,
                hosts=tuple(sorted(refused)),
            )
        case Verdict.VIOLATES if effect.bought.rule is NO_RULE:
            return say(
                "violates: {after} licences are missing then, and no contract says what one costs",
                after=shown(after),
            )
        case Verdict.VIOLATES if before:
            return say(
                "violates: {before} licences are missing already, {after} then; the {missing} "
                "more are worth ¥{yen:,}",
                before=shown(before),
                after=shown(after),
                missing=shown(effect.missing),
                yen=effect.cost_yen,
            )
        case Verdict.VIOLATES:
            return say(
                "violates: {missing} licences are missing, worth ¥{yen:,}",
                missing=shown(effect.missing),
                yen=effect.cost_yen,
            )


def _short(position: Position) -> Fraction:
    """How many licences are missing."""
    return max(Fraction(0), -position.headroom)


def objection(effects: Sequence[Effect]) -> Message | None:
    """Why it may not be built, and who may decide otherwise; None where it may."""
    found = violations(effects)
    if not found:
        return None
    return say(
        "it would violate licences: {products}. Buy them and add the entitlement, or let whoever "
        "is accountable for licences decide: --override-licence with the reason",
        products=tuple(told(effect) for effect in found),
    )
