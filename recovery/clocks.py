"""What may be said of spans, where several machines say what time it is. Pure.

The machine that copies, the one that holds copies, whoever looks, and each site's services have
clocks of their own. One that is wrong once must keep nothing from being copied for ever.
"""

from __future__ import annotations

from datetime import datetime, timedelta

THEY_DIFFER = timedelta(minutes=5)
"""By no more than this, or one of them is wrong. As much as Kerberos bears (MIT's krb5.conf,
`clockskew`: 300 seconds)."""


def is_over(since: datetime, span: timedelta, now: datetime) -> bool:
    """Whether the span has passed. From what is still to come nothing is counted: it is over, too.

    >>> at, day = datetime(2026, 11, 26), timedelta(days=1)
    >>> is_over(at, day, at + timedelta(hours=23)), is_over(at, day, at + day)
    (False, True)
    >>> is_over(at, day, at - timedelta(minutes=5)), is_over(at, day, at - timedelta(minutes=6))
    (False, True)
    """
    return now - since >= span or is_to_come(since, now)


def is_to_come(at: datetime, now: datetime) -> bool:
    return at - now > THEY_DIFFER
