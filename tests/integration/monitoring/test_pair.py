"""A real pair with a real mailbox: who is called, who takes it, who is next, and after kills."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from core.eras import JAPAN
from core.journal import entries, first_broken_line
from monitoring.answering.held import Held, held_of
from monitoring.answering.log import take
from monitoring.responsibility.matrix import PARTIES_FILE, Matrix
from monitoring.responsibility.party import Parties
from monitoring.routing.alertmanager import firing
from tests.lib.effort import ALL, some
from tests.lib.matrix import (
    ALL_DAY,
    AT_ANY_HOUR,
    NO_HOUR_OF_TODAY,
    read_as,
    with_holiday,
    with_hours,
    with_rows,
)
from tests.lib.pair import (
    PERSON,
    RESEND_SECONDS,
    RealPair,
    nothing_broken,
    real_pair,
    server_stopped,
)
from tests.lib.waiting import until

FIRST, SECOND, THIRD = (
    "operations@platform.example",
    "office@consortium.example",
    "watch@dc.example",
)
"""Of a server that has stopped: whoever is accountable, and the two rungs."""

OFFICES = (
    "  - {layers: [os], accountable: consortium-office, responsible: consortium-office, "
    "informed: [ict-section], reason: 契約}\n"
)

DRAWN = some(["ladder", "kills", "drill", "climbing drill"], 1, "tests of a pair")
all_of_it = pytest.mark.skipif(not ALL, reason="one of several: `make test-all`")


def drawn(name: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(name not in DRAWN, reason="not drawn: `make test-all` has it")


def now() -> datetime:
    return datetime.now(JAPAN)


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[RealPair]:
    with real_pair(tmp_path, with_hours(AT_ANY_HOUR)) as one:
        yield one


def the_fault(pair: RealPair) -> Held:
    [found] = [one for one in held_of(firing(pair.alertmanager)) if one.is_fault]
    return found


@drawn("ladder")
def test_the_next_are_called_until_somebody_takes_it_and_again_when_their_time_is_up(
    pair: RealPair,
) -> None:
    pair.broken = server_stopped()
    until(lambda: (FIRST, "server-stopped") in pair.told(), "the first one is called")
    until(lambda: (SECOND, "unanswered") in pair.told(), "the second one is called")
    until(lambda: (THIRD, "unanswered") in pair.told(), "the third one is called")
    take(pair.home, [the_fault(pair)], now() + timedelta(hours=1), now(), "確認中")
    until(lambda: (THIRD, "unanswered") in pair.over(), "they hear that somebody has it")
    pair.forget()
    take(pair.home, [the_fault(pair)], now() + timedelta(seconds=1), now(), "確認中")
    until(lambda: (SECOND, "unanswered") in pair.told(), "the promise is over, it goes on")
    pair.broken = nothing_broken(pair.broken)
    until(lambda: (FIRST, "server-stopped") in pair.over(), "the first one hears that it is over")
    until(lambda: pair.firing() == set(), "nothing fires any more")
    assert first_broken_line(pair.home.acknowledgements) is None


@drawn("kills")
def test_after_kills_what_fires_is_still_told_and_nobody_is_called_twice(pair: RealPair) -> None:
    pair.broken = server_stopped()
    until(lambda: (FIRST, "server-stopped") in pair.told(), "the first one is called")
    take(pair.home, [the_fault(pair)], now() + timedelta(hours=1), now(), "確認中")
    until(lambda: pair.told_is_kept(), "whom it told is on disk")
    for name in ("prometheus", "alertmanager"):
        pair.kill(name)
        pair.start(name)
    until(lambda: pair.firing() == {"server-stopped"}, "it fires as before")
    until(lambda: pair.series("kumiai_alert_unacknowledged_seconds == 0") == 1, "it is taken")
    pair.broken = [*pair.broken, *server_stopped("aya")]
    until(lambda: pair.calls(FIRST).get("server-stopped", 0) > 1, "another one is told")
    assert pair.calls(FIRST) == {"server-stopped": 2}
    assert len(entries(pair.home.acknowledgements)) == 1


@all_of_it
def test_what_is_over_calls_nobody_a_second_time_for_what_broke_beside_it(tmp_path: Path) -> None:
    """Prometheus says for a quarter of an hour that it is over; a mail that tells of it tells of
    all that fires at the place."""
    with real_pair(tmp_path, with_hours(AT_ANY_HOUR)) as pair:
        pair.broken = server_stopped()
        until(lambda: (FIRST, "server-stopped") in pair.told(), "it is told")
        pair.broken = nothing_broken(pair.broken)
        until(lambda: (FIRST, "server-stopped") in pair.over(), "it is over")
        pair.forget()
        pair.broken = [*pair.broken, *server_stopped(number=2)]
        until(lambda: (FIRST, "server-stopped") in pair.told(), "the one beside it is told")
        # As long as two more mails of the group could take.
        time.sleep(4 * RESEND_SECONDS)
        assert pair.calls(FIRST)["server-stopped"] == 1


@all_of_it
def test_a_party_with_a_webhook_is_told_there_as_well_as_by_mail(tmp_path: Path) -> None:
    came: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Nothing, as a receiver that nobody watches."""

        def do_POST(self) -> None:
            came.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

    with ThreadingHTTPServer(("127.0.0.1", 0), Hook) as hook, ThreadPoolExecutor(1) as beside:
        beside.submit(hook.serve_forever)
        mail = f"email: {FIRST}"
        url = f"http://127.0.0.1:{hook.server_port}/"
        whole = with_hours(AT_ANY_HOUR)
        text = whole.parties.document.text.replace(mail, f"{mail}, webhook: '{url}'")
        parties = read_as(Parties, text, PARTIES_FILE)
        matrix = Matrix.of(whole.layers, parties, whole.responsibilities, whole.holidays)
        try:
            with real_pair(tmp_path, matrix) as pair:
                pair.broken = server_stopped()
                until(lambda: (FIRST, "server-stopped") in pair.told(), "it is mailed")
                until(lambda: came != [], "the webhook is told")
                [alert] = came[0]["alerts"]
                # Alertmanager writes it as a regular expression.
                assert came[0]["receiver"] == r"platform-operator\.critical"
                assert alert["labels"]["server"] == "usuki-core-app-1"
                assert len(came) == 1
        finally:
            hook.shutdown()


def closed(matrix: Matrix) -> Matrix:
    return with_holiday(now().date(), matrix)


@all_of_it
@pytest.mark.parametrize(
    ("hours", "holiday", "called"),
    [
        pytest.param(AT_ANY_HOUR, False, SECOND, id="at any hour"),
        pytest.param(ALL_DAY, False, SECOND, id="in its hours"),
        pytest.param(ALL_DAY, True, FIRST, id="on a holiday"),
        pytest.param(NO_HOUR_OF_TODAY, False, FIRST, id="at night"),
    ],
)
def test_outside_its_hours_and_on_a_holiday_whoever_has_the_nights_is_called(
    tmp_path: Path, hours: str, holiday: bool, called: str
) -> None:
    matrix = with_hours(hours, with_rows(OFFICES))
    with real_pair(tmp_path, closed(matrix) if holiday else matrix) as pair:
        pair.broken = server_stopped()
        until(lambda: (called, "server-stopped") in pair.told(), "somebody is called")
        until(lambda: ("ict@usuki.example", "server-stopped") in pair.told(), "it has its copy")
        # With what whoever is above can go by: the row, and that nothing below is broken. Of hosts
        # nobody tells anything here.
        texts = [line["text"] for line in pair.lines() if line["to"] == ["ict@usuki.example"]]
        assert all(re.search(r"根拠.* monitoring/matrix/responsibilities", one) for one in texts)
        assert all(re.search(r"facility \d{4}-.* JST, .*virtualisation –", one) for one in texts)
        assert {to for to, alert in pair.told() if alert == "server-stopped"} == {
            *(called, "ict@usuki.example")
        }


@drawn("climbing drill")
def test_a_drill_of_the_ladder_calls_the_next_ones_until_somebody_takes_it(pair: RealPair) -> None:
    def take_it_late() -> None:
        until(lambda: (SECOND, "unanswered") in pair.told(), "the second one is called")
        take(pair.home, [the_fault(pair)], now() + timedelta(minutes=1), now(), "訓練")

    with ThreadPoolExecutor(1) as somebody:
        taken = somebody.submit(take_it_late)
        words = ("layer=os", "member=usuki", "system=core", "--ladder", "--minutes", "5", "--json")
        shown = pair.kumiai("alert", "drill", *words)
        taken.result()
    assert shown.exit_code == 0, shown.output
    measured = json.loads(shown.stdout)
    assert measured["fired_at"] < measured["called_next"]["2"] < measured["answered_at"]
    assert measured["answered_by"] == PERSON
    assert all(mail["subject"].startswith("[訓練] ") for mail in pair.lines())
    assert entries(pair.home.drills)[-1]["called_next"] == measured["called_next"]
    until(lambda: pair.firing() == set(), "it ends with the drill")


@drawn("drill")
def test_a_drill_goes_the_whole_way_to_a_mailbox_and_what_came_of_it_is_kept(
    pair: RealPair,
) -> None:
    shown = pair.kumiai("alert", "drill", "layer=os", "member=usuki", "system=core", "--json")
    assert shown.exit_code == 0, shown.output
    measured = json.loads(shown.stdout)
    [begun, ended] = entries(pair.home.drills)
    assert begun["outcome"] == "begun"
    assert (ended["outcome"], ended["who"]) == ("received", PERSON)
    assert measured["begun_at"] < measured["fired_at"] < measured["received_at"]
    [mail] = pair.lines()
    assert mail["to"] == [FIRST]
    assert mail["subject"].startswith("[訓練] [FIRING]")
    assert first_broken_line(pair.home.drills) is None
    until(lambda: pair.firing() == set(), "it ends with the drill")
