"""Every table of kinds is held to `infra/kinds.py`, and that to what the programs make."""

from __future__ import annotations

from infra import kinds
from infra.asking.table import ASKED, BY_WORD, MADE
from infra.kinds import KINDS, Making
from infra.verify.rows import LISTED
from tests.lib.everything import planned_types
from tests.lib.login import TRIED

NOT_TRIED_BY_ID = (
    # Those of the site.
    *(kinds.FLAVOR, kinds.IMAGE, kinds.AGGREGATE, kinds.VOLUME_TYPE, kinds.VOLUME_LIMIT),
    kinds.USE_OF_A_LIMIT,
    # Those of identity, and containers, which have no id: tests/lab/test_isolation_accounts.py.
    *(kinds.PROJECT, kinds.USER, kinds.ROLE, kinds.CONTAINER),
    # A key pair is its user's, a quota its administrator's; the rest joins two others.
    *(kinds.KEYPAIR, kinds.COMPUTE_QUOTA, kinds.NETWORK_QUOTA, kinds.VOLUME_QUOTA),
    *(kinds.ATTACHMENT, kinds.ROUTER_INTERFACE, kinds.ROUTE),
)


def test_there_is_a_row_for_everything_that_the_programs_make_and_for_nothing_else() -> None:
    assert planned_types() == set(KINDS)


def test_whatever_is_not_merely_set_again_can_be_looked_up() -> None:
    looked_up = {token for token, kind in KINDS.items() if kind.making is not Making.SETTING}
    assert {token for token, asked in MADE.items() if asked.find} == looked_up


def test_what_is_half_made_or_may_be_broken_can_be_taken_away() -> None:
    half_made = {token for token, kind in KINDS.items() if kind.making is Making.STEPWISE}
    may_be_broken = {kinds.SERVER.token, kinds.VOLUME.token}
    assert {token for token, asked in MADE.items() if asked.unmade} == half_made | may_be_broken


def test_each_kind_is_asked_for_in_one_row() -> None:
    assert len(BY_WORD) == len(ASKED)


def test_what_verify_lists_can_be_listed() -> None:
    assert {str(kind) for kind in LISTED.values()} <= {str(one.word) for one in ASKED if one.rows}


def test_no_two_kinds_are_called_the_same() -> None:
    words = [str(kind.word) for kind in KINDS.values()]
    assert sorted(words) == sorted(set(words))


def test_a_stranger_tries_every_kind_that_stands_in_a_members_project() -> None:
    own = {str(kind.word) for kind in KINDS.values() if kind not in NOT_TRIED_BY_ID}
    also = {str(kinds.SNAPSHOT), str(kinds.IMAGE.word)}
    assert {str(kind.word) for kind in TRIED.values()} == own | also
