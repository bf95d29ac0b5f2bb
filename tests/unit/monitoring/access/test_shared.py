"""A shared login shows in the logs, and a month of persons who keep to themselves shows nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.eras import JAPAN
from monitoring.access.attribution import month_of, who
from monitoring.access.session import Session
from monitoring.access.shared import Sign, suspicions
from tests.lib.staff import staff

STAFF = staff()
MORNING = datetime(2026, 11, 26, 8, 45, tzinfo=JAPAN)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def session(
    person: str = "sato-hanako",
    began_at: datetime = MORNING,
    lasts: timedelta = HOUR,
    address: str = "10.1.0.5",
    server: str = "hita-core-app-1",
    account: str = "",
    key: str = "",
    typed: tuple[datetime, ...] = (),
) -> Session:
    return Session(
        server=server,
        account=account or person,
        person=person,
        serial=1,
        key=key or f"key of {person}",
        address=address,
        began_at=began_at,
        ended_at=began_at + lasts,
        typed=typed,
        recorded=True,
    )


def signs(*sessions: Session) -> set[Sign]:
    return {one.sign for one in suspicions(sessions, STAFF)}


def counter() -> list[Session]:
    """The source's case (p.15-24): one account at three terminals of a counter for eight hours."""
    return [
        session(
            person="",
            account="madoguchi",
            key="the counter's key",
            address=f"10.1.0.{terminal}",
            lasts=8 * HOUR,
            typed=tuple(
                MORNING + minute * timedelta(minutes=1) + terminal * timedelta(milliseconds=200)
                for minute in range(8 * 60)
            ),
        )
        for terminal in (1, 2, 3)
    ]


def test_one_account_at_three_terminals_for_eight_hours_is_flagged_and_nobodys() -> None:
    assert signs(*counter()) == {Sign.TWO_ADDRESSES, Sign.TYPED_AT_ONCE}
    answer = who("hita-core-app-1", MORNING.date(), counter(), STAFF, ())
    assert answer.person == ""
    assert str(answer.because) == "it came in without a certificate"
    assert len(month_of(MORNING.date(), counter(), STAFF, ()).unclear) == 3


def test_the_same_certificate_at_three_terminals_is_nobodys_either() -> None:
    shared = [session(address=f"10.1.0.{terminal}", lasts=8 * HOUR) for terminal in (1, 2, 3)]
    assert signs(*shared) == {Sign.TWO_ADDRESSES}
    answer = who("hita-core-app-1", MORNING.date(), shared, STAFF, ())
    assert str(answer.because) == "the same key is used from two addresses at once"


def test_keys_of_two_persons_on_one_account_are_told() -> None:
    found = signs(
        session(account="counter"),
        session("suzuki-ichiro", MORNING + 2 * HOUR, account="counter"),
    )
    assert found == {Sign.TWO_PERSONS}


def test_two_windows_of_one_person_are_no_sign_until_both_are_typed_at_in_the_same_moments() -> (
    None
):
    one = tuple(MORNING + 10 * n * SECOND for n in range(50))
    other = tuple(moment + 5 * SECOND for moment in one)
    assert signs(session(typed=one), session(typed=other)) == set()
    assert signs(session(typed=one), session(typed=one)) == {Sign.TYPED_AT_ONCE}


def test_a_session_that_outlasts_the_shift_is_told_by_the_persons_own_hours() -> None:
    """8:30 to 17:15 are 8 h 45 min; of whoever has no hours and a party around the clock 12."""
    assert signs(session(lasts=timedelta(hours=8, minutes=45))) == {Sign.OFF_DUTY}
    assert signs(session(lasts=timedelta(hours=9))) == {Sign.OFF_DUTY, Sign.TOO_LONG}
    assert signs(session("suzuki-ichiro", lasts=12 * HOUR)) == set()
    assert signs(session("suzuki-ichiro", lasts=12 * HOUR + SECOND)) == {Sign.TOO_LONG}


def test_whoever_logs_in_off_duty_or_on_leave_is_told() -> None:
    assert signs(session(began_at=MORNING + 10 * HOUR)) == {Sign.OFF_DUTY}
    assert signs(session(began_at=datetime(2026, 11, 17, 10, tzinfo=JAPAN))) == {Sign.ON_LEAVE}


def test_off_duty_is_told_and_is_still_that_person() -> None:
    answer = who(
        "hita-core-app-1", MORNING.date(), [session(began_at=MORNING + 10 * HOUR)], STAFF, ()
    )
    assert (answer.person, answer.because) == ("sato-hanako", None)


DAYS = st.sampled_from([2, 4, 5, 6, 9, 10, 11, 12, 13, 18, 19, 20, 24, 25, 26, 27, 30])
"""November 2026 without weekends, the holidays of the 3rd and 23rd, and Sato's leave."""


@given(
    st.dictionaries(
        st.tuples(DAYS, st.sampled_from(["sato-hanako", "suzuki-ichiro"])),
        st.lists(st.integers(0, 499), min_size=2, max_size=2, unique=True),
        max_size=40,
    )
)
def test_in_a_clean_month_nothing_is_flagged_and_every_session_is_somebodys(
    month: dict[tuple[int, str], list[int]],
) -> None:
    """Each person at an own terminal, within the hours, one session a day."""
    sessions = [
        session(
            person,
            datetime(2026, 11, day, 8, 30, tzinfo=JAPAN) + timedelta(minutes=min(minutes)),
            timedelta(minutes=max(minutes) - min(minutes)),
            address={"sato-hanako": "10.1.0.5", "suzuki-ichiro": "10.1.0.6"}[person],
        )
        for (day, person), minutes in month.items()
    ]
    found = month_of(date(2026, 11, 1), sessions, STAFF, ())
    assert (found.suspicions, found.unclear, found.count) == ((), (), len(sessions))


@given(
    st.integers(0, 400),
    st.integers(1, 100),
    st.integers(0, 400),
    st.integers(1, 100),
    st.sampled_from(["hita-core-app-1", "hita-core-db-1"]),
)
def test_one_key_from_two_addresses_is_flagged_exactly_while_both_are_open(
    begins: int, lasts: int, other_begins: int, other_lasts: int, server: str
) -> None:
    minute = timedelta(minutes=1)
    one = session(began_at=MORNING + begins * minute, lasts=lasts * minute)
    other = session(
        began_at=MORNING + other_begins * minute,
        lasts=other_lasts * minute,
        address="10.1.0.6",
        server=server,
    )
    both = max(begins, other_begins) < min(begins + lasts, other_begins + other_lasts)
    assert (Sign.TWO_ADDRESSES in signs(one, other)) is both
