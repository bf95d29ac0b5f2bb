"""Copies whose time is over go, at their source and in the vault. Adapter: they ask both sites.

Whoever does it needs the administrator's login of the site that holds the copies: its daily writer
cannot take a version away.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from cloud.logins import clouds_of
from core.errors import Exit, OtherSystemFailed, UserError
from core.home import Home
from core.message import Message, say
from core.plan import Action, Objection, Plan, Turn
from recovery.coverage import Held
from recovery.deletion import FOLDER, NAMESPACE, Deletion, is_bulk
from recovery.expiring import HeldUp, expire_at_source, expire_in_vault
from recovery.manifest import Manifest, Sha256
from recovery.persons import PERSONS, persons_of, sign_as_this_person
from recovery.retention import expired, expired_away
from recovery.vault_accounts import holds_copies, vault_owner
from runbooks.actions.given import Given
from runbooks.actions.protected import Protected, kept, owner_lock, protected, source

NO_WAY_BACK = say("what is deleted is gone: nothing brings it back")


@dataclass(frozen=True, slots=True)
class _Over:
    """What is over of one system, the newest first, and what stays."""

    of: Protected
    gone: tuple[Manifest, ...]
    left: tuple[Manifest, ...]
    beside: int = 0
    """How many the system has elsewhere, all of which stay."""
    held_up: list[HeldUp] = field(default_factory=list)
    """What turned out at its source not to go: the vault keeps it too."""

    def only(self, signed: Collection[Sha256]) -> _Over:
        """As far as two persons signed it. What was over on the day of a paper is what nothing
        builds on that stayed then."""
        gone = tuple(one for one in self.gone if one.sha256 in signed)
        left = (*self.left, *(one for one in self.gone if one not in gone))
        return _Over(self.of, gone, left, self.beside)

    @property
    def all(self) -> int:
        return len(self.gone) + len(self.left) + self.beside


def expire(given: Given, members: Sequence[str]) -> Plan:
    """What is over goes; where it is much of a system at once, what two persons have signed of it.

    The days go by between the two, and more is over by then: that waits for another paper. Copies
    at a site that does not answer wait for it, and keep those at the other from nothing.
    """
    silent = _silences(given)
    over = list(_over(given, members, silent))
    bulk = [one for one in over if _is_bulk(given, one)]
    signed = _signed_by_two(given.home) if bulk else frozenset()
    allowed = [one.only(signed) if one in bulk else one for one in over]
    found = [one for one in allowed if one.gone]
    objections = tuple(_unsigned(given, one) for one in bulk if not one.only(signed).gone)
    built = clouds_of(given.home) if found else {}
    actions: list[Action] = []
    for one in found:
        if one.of.group.stack in built:
            actions.append(_at_source(given, one))
        actions.append(_in_vault(given, one))
    nothing = () if actions or silent else (say("the time of no copy is over"),)
    unknown = tuple(Objection(why, Exit.OTHER_SYSTEM_FAILED) for why in silent.values())
    return Plan(tuple(actions), nothing, objections, findings=unknown)


def sign(given: Given, members: Sequence[str]) -> list[str]:
    """This person's word that all of it may go; who has given it by now.

    Where a paper waits for its second person, that one is signed, whatever more is over since.

    Raises: UserError where nothing is over, or where this machine has no person's key.
    """
    gone = [manifest for one in _over(given, members) for manifest in one.gone]
    if not gone:
        raise UserError(say("the time of no copy is over"))
    over = {manifest.sha256 for manifest in gone}
    waiting = (
        paper
        for paper in _papers(given.home)
        if over.issuperset(paper.manifests) and 0 < len(_persons(given.home, paper)) < PERSONS
    )
    paper = next(waiting, None) or Deletion.of(gone)
    return sign_as_this_person(given.home, FOLDER, paper, NAMESPACE)


def _silences(given: Given) -> dict[str, Message]:
    """By site: what is to be said of each that accepts no connection. One to which there is no
    login is asked all the same, and says so."""
    silent: dict[str, Message] = {}
    for name, read in given.definitions.sites.items():
        with contextlib.suppress(UserError):
            silence = given.silence_of(given.home, read.value)
            if silence is not None:
                silent[name] = silence
    return silent


def _over(given: Given, members: Sequence[str], silent: Collection[str] = ()) -> Iterator[_Over]:
    for one in protected(given, members):
        if one.held_at is None or one.held_at in silent:
            continue
        held = kept(given, one)
        yield from _of_side(one, held, expired(held, one.objectives, given.now))
        away = _away(given, one)
        if away is not None and away.held_at not in silent:
            then = kept(given, away)
            gone = expired_away(then, held, one.objectives, given.now)
            yield from _of_side(away, then, gone, len(held))


def _of_side(
    of: Protected, held: Sequence[Held], gone: Sequence[Manifest], beside: int = 0
) -> Iterator[_Over]:
    if gone:
        left = tuple(one.manifest for one in held if one.manifest not in gone)
        yield _Over(of, tuple(gone), left, beside)


def _away(given: Given, one: Protected) -> Protected | None:
    """The system as it was while it ran where its copies are held now, if it is at home and this
    machine knows a vault there. What was made at home is left alone while it is away: a site that
    is lost may need it."""
    group, definitions = one.group, given.definitions
    home = definitions.members[group.member].value.home_site
    if group.site != home or not holds_copies(given.home, definitions.need_site(home)):
        return None
    there = str(one.held_at)
    return replace(one, group=replace(group, site=there), held_at=home)


def _is_bulk(given: Given, one: _Over) -> bool:
    percent = given.definitions.recovery.value.bulk_deletion_percent
    return is_bulk(len(one.gone), one.all, percent)


def _signed_by_two(home: Home) -> frozenset[Sha256]:
    """The manifests that may go by papers that two persons signed."""
    return frozenset(
        manifest
        for paper in _papers(home)
        if len(_persons(home, paper)) >= PERSONS
        for manifest in paper.manifests
    )


def _unsigned(given: Given, one: _Over) -> Objection:
    return Objection(
        say(
            "{subject}: {count} of {all} generations would go at once, more than {percent} %; "
            "if that is meant, two persons sign it first, each with "
            "`kumiai backup expire --sign`",
            subject=one.of.group.subject,
            count=len(one.gone),
            all=one.all,
            percent=given.definitions.recovery.value.bulk_deletion_percent,
        )
    )


def _papers(home: Home) -> Iterator[Deletion]:
    for file in sorted((home.definitions / FOLDER).glob("*.json")):
        try:
            yield Deletion.read(file.read_text(encoding="utf-8"))
        except (ValueError, OSError):
            raise UserError(
                say(
                    "{file} is no list of deletions, or was changed after it was made; restore it "
                    "from git",
                    file=file.relative_to(home.definitions),
                ),
                Exit.FILE_INVALID,
            ) from None


def _persons(home: Home, paper: Deletion) -> list[str]:
    return persons_of(home.definitions, FOLDER, paper, NAMESPACE)


def _at_source(given: Given, one: _Over) -> Action:
    group = one.of.group

    def do(turn: Turn) -> None:
        login = source(given, group.stack)
        one.held_up[:] = expire_at_source(login, one.gone, one.left, turn.changed)

    return Action(
        "backup-expire",
        f"{group.subject} at {group.site}",
        say("{subject} at {site}", subject=group.subject, site=group.site),
        say(
            "{subject} at {site}: {count} generations of before {day} go; {left} stay",
            subject=group.subject,
            site=group.site,
            count=len(one.gone),
            day=one.gone[0].taken_at.date().isoformat(),
            left=len(one.left),
        ),
        do,
        NO_WAY_BACK,
        (f"backup.{group.stack}.{group.system}",),
        lane=group.site,
        mends=True,
    )


def _held_up(one: _Over) -> OtherSystemFailed:
    """Once all else is gone, so that it keeps nothing else from going."""
    first = one.held_up[0]
    return OtherSystemFailed(
        say(
            "{subject}: {count} of {all} generations stay, from {day} on backwards, since a backup "
            "that is in no manifest builds on them: {why}; whoever made it deletes it, and they go "
            "with the next run",
            subject=one.of.group.subject,
            count=len(one.held_up),
            all=len(one.gone),
            day=first.manifest.taken_at.date().isoformat(),
            why=first.refusal.message,
        )
    )


def _in_vault(given: Given, one: _Over) -> Action:
    group, at = one.of.group, str(one.of.held_at)

    def do(turn: Turn) -> None:
        stays = [held.manifest for held in one.held_up]
        gone = [manifest for manifest in one.gone if manifest not in stays]
        with vault_owner(given.home, given.definitions.need_site(at)) as owner:
            expire_in_vault(owner, group.member, gone, [*one.left, *stays], turn.changed)
        if one.held_up:
            raise _held_up(one)

    subject = f"{group.subject} → {at}"
    return Action(
        "backup-expire",
        subject,
        say("{subject} → {site}", subject=group.subject, site=at),
        say(
            "{subject} → {site}: {count} generations of before {day} go from its vault, every "
            "version of them; {left} stay",
            subject=group.subject,
            site=at,
            count=len(one.gone),
            day=one.gone[0].taken_at.date().isoformat(),
            left=len(one.left),
        ),
        do,
        NO_WAY_BACK,
        (f"backup.{at}.{group.member}.{group.system}", owner_lock(at)),
        # What the vault holds no more must not stand at the source: it would look like a replay.
        after=(f"{group.subject} at {group.site}",),
        lane=at,
        mends=True,
    )
