"""What a procedure may name: occasions, the things it is about, acts and looks. Pure.

`actions/table.py` has the function of each act, `looks.py` that of each look.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Occasion(StrEnum):
    """What a procedure is for; its file is called after it, with hyphens."""

    ONBOARDING = "onboarding"
    OFFBOARDING = "offboarding"
    HOST_MAINTENANCE = "host-maintenance"
    HOST_LOST = "host-lost"
    DRIFT = "drift"
    LICENCE_BREACH = "licence-breach"
    BUSY_SEASON = "busy-season"
    PROOF_OF_RESTORE = "proof-of-restore"
    VOLUME_RESTORE = "volume-restore"
    CREDENTIAL_ROTATION = "credential-rotation"
    CA_KEY_LOST = "ca-key-lost"
    SITE_LOSS = "site-loss"
    MEMBER_FAILOVER = "member-failover"
    MEMBER_STRUCK = "member-struck"
    SWITCHOVER = "switchover"
    FAILBACK = "failback"
    DRILL = "drill"


class Kind(StrEnum):
    """What a procedure is told when it begins: one of each kind at most."""

    MEMBER = "member"
    SITE = "site"
    HOST = "host"
    SERVER = "server"
    FLAVOR = "flavor"
    VOLUME = "volume"
    BEFORE = "before"
    """A moment: what is restored was copied until then."""


class ActName(StrEnum):
    """What a step may do."""

    STACKS_UP = "stacks.up"
    STACKS_UP_REFRESH = "stacks.up_refresh"
    MEMBER_TAKE_AWAY = "member.take_away"
    MEMBER_HAND_OVER = "member.hand_over"
    MEMBER_FAIL_OVER = "member.fail_over"
    MEMBER_TRY = "member.try"
    MEMBER_SWITCH_OVER = "member.switch_over"
    MEMBER_FAIL_BACK = "member.fail_back"
    DIFFERENCES_MEND = "differences.mend"
    HOST_CLOSE = "host.close"
    HOST_OPEN = "host.open"
    HOST_EVACUATE = "host.evacuate"
    HOST_BRING_BACK = "host.bring_back"
    SERVER_RESIZE = "server.resize"
    SITE_FAIL_OVER = "site.fail_over"
    BACKUP_TAKE = "backup.take"
    BACKUP_PULL = "backup.pull"
    BACKUP_PROVE = "backup.prove"
    VOLUME_RESTORE = "volume.restore"
    VOLUME_CLEAR = "volume.clear"
    PASSWORDS_RENEW = "passwords.renew"
    SERVERS_CONFIGURE = "servers.configure"


class LookName(StrEnum):
    """What a step may look at, before and after."""

    MEMBER_IS_PRESENT = "member.is_present"
    MEMBER_HAS_LEFT = "member.has_left"
    MEMBER_STANDS = "member.stands"
    MEMBER_IS_GONE = "member.is_gone"
    MEMBER_IS_HOME = "member.is_home"
    MEMBER_IS_AWAY = "member.is_away"
    MEMBER_IS_DECLARED_LOST = "member.is_declared_lost"
    MEMBER_IS_HANDED_OVER = "member.is_handed_over"
    MEMBER_WAS_TRIED = "member.was_tried"
    SITE_ANSWERS = "site.answers"
    SITE_IS_DECLARED_LOST = "site.is_declared_lost"
    SITE_RUNS_ELSEWHERE = "site.runs_elsewhere"
    HOST_IS_KNOWN = "host.is_known"
    HOST_TAKES_SERVERS = "host.takes_servers"
    HOST_TAKES_NO_SERVERS = "host.takes_no_servers"
    HOST_IS_EMPTY = "host.is_empty"
    SERVER_IS_KNOWN = "server.is_known"
    SERVER_HAS_FLAVOR = "server.has_flavor"
    LICENCES_ARE_KEPT = "licences.are_kept"
    FAILOVER_IS_READY = "failover.is_ready"
    COPIES_ARE_HELD = "copies.are_held"
    COPIES_ARE_PROVEN = "copies.are_proven"
    VOLUME_IS_KNOWN = "volume.is_known"
    VOLUME_IS_RESTORED = "volume.is_restored"
    VOLUME_IS_CLEARED = "volume.is_cleared"
    LOGINS_WORK = "logins.work"
    SERVERS_ARE_REACHABLE = "servers.are_reachable"
    SERVERS_ARE_CONFIGURED = "servers.are_configured"


REACH_ALL = frozenset({ActName.PASSWORDS_RENEW, ActName.SERVERS_CONFIGURE})
"""Acts that are not done while one municipality is left out: whoever had the old password or key
would still come in there."""

NEEDS: Mapping[ActName | LookName, tuple[Kind, ...]] = {
    ActName.STACKS_UP: (Kind.MEMBER,),
    ActName.STACKS_UP_REFRESH: (Kind.MEMBER,),
    ActName.MEMBER_TAKE_AWAY: (Kind.MEMBER,),
    ActName.MEMBER_HAND_OVER: (Kind.MEMBER,),
    ActName.MEMBER_FAIL_OVER: (Kind.MEMBER,),
    ActName.MEMBER_TRY: (Kind.MEMBER,),
    ActName.MEMBER_SWITCH_OVER: (Kind.MEMBER,),
    ActName.MEMBER_FAIL_BACK: (Kind.MEMBER,),
    ActName.DIFFERENCES_MEND: (Kind.MEMBER,),
    ActName.HOST_CLOSE: (Kind.HOST,),
    ActName.HOST_OPEN: (Kind.HOST,),
    ActName.HOST_EVACUATE: (Kind.HOST,),
    ActName.HOST_BRING_BACK: (Kind.HOST,),
    ActName.SERVER_RESIZE: (Kind.SERVER, Kind.FLAVOR),
    ActName.SITE_FAIL_OVER: (Kind.SITE,),
    ActName.BACKUP_TAKE: (Kind.MEMBER,),
    ActName.BACKUP_PULL: (Kind.MEMBER,),
    ActName.BACKUP_PROVE: (Kind.MEMBER,),
    ActName.VOLUME_RESTORE: (Kind.MEMBER, Kind.VOLUME, Kind.BEFORE),
    ActName.VOLUME_CLEAR: (Kind.MEMBER, Kind.VOLUME),
    ActName.PASSWORDS_RENEW: (Kind.SITE,),
    ActName.SERVERS_CONFIGURE: (),
    LookName.MEMBER_IS_PRESENT: (Kind.MEMBER,),
    LookName.MEMBER_HAS_LEFT: (Kind.MEMBER,),
    LookName.MEMBER_STANDS: (Kind.MEMBER,),
    LookName.MEMBER_IS_GONE: (Kind.MEMBER,),
    LookName.MEMBER_IS_HOME: (Kind.MEMBER,),
    LookName.MEMBER_IS_AWAY: (Kind.MEMBER,),
    LookName.MEMBER_IS_DECLARED_LOST: (Kind.MEMBER,),
    LookName.MEMBER_IS_HANDED_OVER: (Kind.MEMBER,),
    LookName.MEMBER_WAS_TRIED: (Kind.MEMBER,),
    LookName.SITE_ANSWERS: (Kind.SITE,),
    LookName.SITE_IS_DECLARED_LOST: (Kind.SITE,),
    LookName.SITE_RUNS_ELSEWHERE: (Kind.SITE,),
    LookName.HOST_IS_KNOWN: (Kind.HOST,),
    LookName.HOST_TAKES_SERVERS: (Kind.HOST,),
    LookName.HOST_TAKES_NO_SERVERS: (Kind.HOST,),
    LookName.HOST_IS_EMPTY: (Kind.HOST,),
    LookName.SERVER_IS_KNOWN: (Kind.SERVER,),
    LookName.SERVER_HAS_FLAVOR: (Kind.SERVER, Kind.FLAVOR),
    LookName.LICENCES_ARE_KEPT: (),
    LookName.FAILOVER_IS_READY: (Kind.SITE,),
    LookName.COPIES_ARE_HELD: (Kind.MEMBER,),
    LookName.COPIES_ARE_PROVEN: (Kind.MEMBER,),
    LookName.VOLUME_IS_KNOWN: (Kind.MEMBER, Kind.VOLUME),
    LookName.VOLUME_IS_RESTORED: (Kind.MEMBER, Kind.VOLUME, Kind.BEFORE),
    LookName.VOLUME_IS_CLEARED: (Kind.MEMBER, Kind.VOLUME),
    LookName.LOGINS_WORK: (Kind.SITE,),
    LookName.SERVERS_ARE_REACHABLE: (),
    LookName.SERVERS_ARE_CONFIGURED: (),
}
"""What each has to be told; the procedure's `ask` has to name it."""
