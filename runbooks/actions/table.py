"""The acts that a procedure may name, each with the function that plans it. Adapter."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from recovery.facts import Move
from runbooks.actions import (
    backups,
    beside,
    departure,
    guests,
    hosts,
    passwords,
    planned,
    remedies,
    servers,
    site_loss,
    stacks,
    trial_run,
    vaults,
)
from runbooks.actions.given import Given
from runbooks.around import Act
from runbooks.vocabulary import ActName, Kind

STACKS_AT_ONCE = 3
"""As `kumiai up` does without being told otherwise."""


def acts_of(given: Callable[[], Given]) -> Mapping[ActName, Act]:
    """`given` is asked for anew for each plan: files and time go on while a procedure is run."""
    return {
        ActName.STACKS_UP: Act(
            lambda told, _: stacks.up(
                given(), [told[Kind.MEMBER]], None, refresh=False, override=""
            ),
            STACKS_AT_ONCE,
        ),
        ActName.STACKS_UP_REFRESH: Act(
            lambda told, _: stacks.up(
                given(), [told[Kind.MEMBER]], None, refresh=True, override=""
            ),
            STACKS_AT_ONCE,
        ),
        ActName.MEMBER_TAKE_AWAY: Act(
            lambda told, _: departure.down(given(), told[Kind.MEMBER], None, ()), 1
        ),
        ActName.MEMBER_HAND_OVER: Act(lambda told, _: vaults.hand_over(given(), told[Kind.MEMBER])),
        ActName.MEMBER_FAIL_OVER: Act(
            lambda told, _: site_loss.fail_over_of(given, told[Kind.MEMBER])
        ),
        ActName.MEMBER_TRY: Act(lambda told, _: trial_run.as_one_act(given(), told[Kind.MEMBER])),
        ActName.MEMBER_SWITCH_OVER: Act(
            lambda told, _: planned.move(given, Move.SWITCHOVER, told[Kind.MEMBER])
        ),
        ActName.MEMBER_FAIL_BACK: Act(
            lambda told, _: planned.move(given, Move.FAILBACK, told[Kind.MEMBER])
        ),
        ActName.DIFFERENCES_MEND: Act(
            lambda told, _: remedies.remedy(given(), [told[Kind.MEMBER]], None, ())
        ),
        ActName.HOST_CLOSE: Act(lambda told, _: hosts.close(given(), told[Kind.HOST])),
        ActName.HOST_OPEN: Act(lambda told, _: hosts.open_again(given(), told[Kind.HOST])),
        ActName.HOST_EVACUATE: Act(
            lambda told, _: servers.evacuate_host(given(), told[Kind.HOST], override="")
        ),
        ActName.HOST_BRING_BACK: Act(
            lambda told, done: hosts.bring_back(given(), told[Kind.HOST], done)
        ),
        ActName.SERVER_RESIZE: Act(
            lambda told, _: servers.resize(
                given(), told[Kind.SERVER], told[Kind.FLAVOR], site=None, override=""
            )
        ),
        ActName.SITE_FAIL_OVER: Act(lambda told, _: site_loss.fail_over(given, told[Kind.SITE])),
        ActName.BACKUP_TAKE: Act(lambda told, _: backups.run(given(), [told[Kind.MEMBER]])),
        ActName.BACKUP_PULL: Act(lambda told, _: vaults.pull(given(), [told[Kind.MEMBER]])),
        ActName.BACKUP_PROVE: Act(lambda told, _: vaults.prove(given(), [told[Kind.MEMBER]])),
        ActName.VOLUME_RESTORE: Act(
            lambda told, _: beside.restore(
                given(),
                told[Kind.MEMBER],
                told[Kind.VOLUME],
                datetime.fromisoformat(told[Kind.BEFORE]),
            )
        ),
        ActName.VOLUME_CLEAR: Act(
            lambda told, _: beside.clear(given(), told[Kind.MEMBER], told[Kind.VOLUME])
        ),
        ActName.PASSWORDS_RENEW: Act(lambda told, _: passwords.renew(given(), told[Kind.SITE]), 1),
        ActName.SERVERS_CONFIGURE: Act(
            lambda told, _: guests.configured(given(), (), None), guests.AT_ONCE
        ),
    }
