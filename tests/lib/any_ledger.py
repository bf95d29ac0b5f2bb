"""What holds of a ledger in whatever database: inherited by the tests of each."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import create_engine, text

from core.calendar import MOMENT
from core.errors import Exit, ProblemsFound
from licensing.known import need_unchanged_rules
from licensing.ledger.ledger import Ledger
from licensing.ledger.look import Look
from licensing.ledger.sightings import Source, entries_of
from licensing.papers.licences import Licences
from licensing.papers.measure import Level
from licensing.papers.rule import fingerprint, fingerprint_with_regions
from licensing.papers.store import read_licences
from licensing.papers.used_rules import Counted
from tenants.definitions import Definitions
from tests.lib.definitions import ROOT, shipped
from tests.lib.machines import at, machine, seen

TOLD = [
    seen(0, machine("pri-01")),
    seen(10, machine("pri-02")),
    seen(20, machine("pri-02", vcpus=4)),
    seen(30, None),
]


class AnyLedger:
    """Whoever inherits it has a fixture `ledger`: an empty one."""

    def test_what_is_recorded_is_believed(self, ledger: Ledger) -> None:
        assert ledger.record(TOLD, at(31)) == 3
        assert ledger.believed() == entries_of(TOLD)

    def test_the_same_told_twice_or_in_another_order_adds_nothing(self, ledger: Ledger) -> None:
        for sighting in reversed(TOLD):
            ledger.record([sighting], at(31))
        assert ledger.record(TOLD, at(40)) == 0
        assert ledger.believed() == entries_of(TOLD)

    def test_what_was_believed_then_can_still_be_asked(self, ledger: Ledger) -> None:
        ledger.record(TOLD[:1], at(5))
        ledger.record(TOLD[2:], at(35))
        ledger.record(TOLD[1:2], at(50))
        assert ledger.believed(at(4)) == []
        assert ledger.believed(at(5)) == entries_of(TOLD[:1])
        assert ledger.believed(at(49)) == entries_of([TOLD[0], *TOLD[2:]])
        assert ledger.believed(at(50)) == ledger.believed() == entries_of(TOLD)

    def test_a_correction_supersedes_and_nothing_is_ever_changed_or_deleted(
        self, ledger: Ledger
    ) -> None:
        ledger.record(TOLD, at(31))
        with create_engine(ledger.url).connect() as connection:
            before = connection.execute(text("select * from entry order by id")).all()
        corrected = seen(10, machine("pri-03"), source=Source.CORRECTION)
        ledger.record([corrected], at(60))
        with create_engine(ledger.url).connect() as connection:
            after = connection.execute(text("select * from entry order by id")).all()
        assert after[: len(before)] == before
        assert len(after) > len(before)
        assert [e.machine.host for e in ledger.believed()] == ["pri-01", "pri-03", "pri-02"]
        assert [e.machine.host for e in ledger.believed(at(59))] == ["pri-01", "pri-02", "pri-02"]

    def test_writers_at_the_same_time_lose_nothing_and_write_nothing_twice(
        self, ledger: Ledger
    ) -> None:
        told = [
            seen(minute, machine(f"pri-0{minute % 3}"), server)
            for server in "abc"
            for minute in range(0, 60, 5)
        ]

        def write(part: int) -> None:
            own = Ledger(ledger.url)
            for sighting in told[part::2] + told[part::3]:
                own.record([sighting], at(100))
            own.close()

        with ThreadPoolExecutor(3) as pool:
            list(pool.map(write, range(3)))
        assert ledger.believed() == entries_of(told)

    def test_who_asks_first_and_writes_last_is_recorded_last(self, ledger: Ledger) -> None:
        """A writer that waited for another one must not be taken for the older of the two."""
        ledger.record(TOLD[2:], at(50))
        ledger.record(TOLD[:2], at(49))
        assert ledger.believed() == entries_of(TOLD)
        assert ledger.believed(at(50) + MOMENT) == entries_of(TOLD)

    def test_a_rule_may_be_described_better_but_not_count_otherwise_after_its_first_use(
        self, ledger: Ledger
    ) -> None:
        licences, _ = read_licences(ROOT)
        need_unchanged_rules(ledger, licences, shipped(), at(0))
        rule = licences.rules["oracle-processor"]

        def with_change(**change: object) -> Licences:
            changed = replace(rule, value=rule.value.model_copy(update=change))
            return replace(licences, rules={**licences.rules, "oracle-processor": changed})

        need_unchanged_rules(ledger, with_change(note="read again"), shipped(), at(1))
        with pytest.raises(ProblemsFound) as caught:
            need_unchanged_rules(ledger, with_change(window_days=30), shipped(), at(2))
        assert caught.value.exit_code is Exit.RULE_BROKEN
        assert caught.value.text() == (
            "licensing/rules/oracle-processor.yaml:2:1: "
            "id: oracle-processor counts otherwise than on 2026-04-01, when it was first used; "
            "restore it from git, end it with valid_to, and write a new rule into a file of its own"
        )

    def test_a_level_of_rounding_that_changed_no_number_may_be_taken_out_after_the_first_use(
        self, ledger: Ledger
    ) -> None:
        """`check` asks for that, and the rule counts as it did."""
        licences, _ = read_licences(ROOT)
        database = licences.entitlements["database-2026"]
        by_cores = replace(
            database, value=database.value.model_copy(update={"rule": "vmware-core"})
        )
        rule = licences.rules["vmware-core"]

        def rounded(level: Level) -> Licences:
            value = rule.value.model_copy(update={"round_up_at": level})
            rules = {**licences.rules, "vmware-core": replace(rule, value=value)}
            return replace(licences, rules=rules, entitlements={"database-2026": by_cores})

        need_unchanged_rules(ledger, rounded(Level.HOST), shipped(), at(0))
        need_unchanged_rules(ledger, rounded(Level.PARK), shipped(), at(1))
        changed = rule.value.model_copy(update={"window_days": 30})
        otherwise = {**licences.rules, "vmware-core": replace(rule, value=changed)}
        with pytest.raises(ProblemsFound):
            need_unchanged_rules(
                ledger,
                replace(licences, rules=otherwise, entitlements={"database-2026": by_cores}),
                shipped(),
                at(2),
            )

    def test_when_somebody_looked_is_kept_by_site_with_the_last_look_before(
        self, ledger: Ledger
    ) -> None:
        for minute in (0, 5, 10):
            ledger.record(TOLD[:1], at(minute), Look("primary", at(minute), {"a": machine()}))
        ledger.record([], at(7), Look("remote", at(7), {}))
        ledger.record(TOLD, at(12))
        assert ledger.looks(at(6)) == {"primary": [at(5), at(10)], "remote": [at(7)]}
        assert ledger.looks(at(30)) == {"primary": [at(10)], "remote": [at(7)]}

    def test_who_was_there_or_away_at_the_last_look_or_left_since_is_expected(
        self, ledger: Ledger
    ) -> None:
        there = {"a": machine(), "b": machine()}
        ledger.record([], at(5), Look("primary", at(5), there, {"c", "d"}))
        ledger.record([], at(10), Look("primary", at(10), there, {"d"}))
        ledger.record([seen(12, None, "b")], at(12))
        assert ledger.expected("primary") == {"a", "b", "d"}
        ledger.record([], at(15), Look("primary", at(15), {"a": machine()}))
        assert ledger.expected("primary") == {"a"}
        assert ledger.expected("remote") == set()

    def test_whose_a_project_is_is_kept_by_site_and_id(self, ledger: Ledger) -> None:
        ledger.know("primary", {"p1": "hita", "p2": "usa"}, at(5))
        ledger.know("remote", {"p1": "usuki"}, at(6))
        ledger.know("primary", {"p1": "hita", "p3": "yufu"}, at(7))
        assert ledger.projects("primary") == {"p1": "hita", "p2": "usa", "p3": "yufu"}
        ledger.know("primary", {"p2": "usa-city"}, at(8))
        assert ledger.projects("primary") == {"p1": "hita", "p2": "usa-city", "p3": "yufu"}
        assert ledger.projects("remote") == {"p1": "usuki"}

    def test_a_ledger_of_the_time_when_rules_named_the_regions_goes_on(
        self, ledger: Ledger
    ) -> None:
        """And from then on neither the rule nor the region of a site may change."""
        licences, _ = read_licences(ROOT)
        database = licences.entitlements["database-2026"]
        by_region = replace(database, value=database.value.model_copy(update={"rule": "ibm-vpc"}))
        licences = replace(licences, entitlements={"database-2026": by_region})
        ledger.changed_since_first_use({"ibm-vpc": Counted(IBM_VPC_WITH_REGIONS)}, at(0))
        need_unchanged_rules(ledger, licences, shipped(), at(1))
        need_unchanged_rules(ledger, licences, lying_in("asia-pacific", "archive"), at(2))
        with pytest.raises(ProblemsFound) as caught:
            need_unchanged_rules(ledger, licences, lying_in("europe", "remote"), at(3))
        assert caught.value.text() == (
            "infra/sites/remote.yaml:7:1: 遠隔地データセンター: licence_region: "
            "europe is another region than on 2026-04-01, when licences were first counted by it; "
            "restore it from git, or the past would be counted anew"
        )
        ibm = licences.rules["ibm-vpc"]
        whole = replace(ibm, value=ibm.value.model_copy(update={"per_region": False}))
        changed = replace(licences, rules={**licences.rules, "ibm-vpc": whole})
        with pytest.raises(ProblemsFound, match="problems found: 1"):
            need_unchanged_rules(ledger, changed, shipped(), at(4))

    def test_a_ledger_of_that_time_refuses_sites_that_lie_elsewhere_now(
        self, ledger: Ledger
    ) -> None:
        licences, _ = read_licences(ROOT)
        rule = licences.rules["ibm-vpc"].value
        elsewhere = fingerprint_with_regions(rule, {"primary": "asia-pacific", "remote": "europe"})
        ledger.changed_since_first_use({"ibm-vpc": Counted(IBM_VPC_WITH_REGIONS)}, at(0))
        used = {"ibm-vpc": Counted(fingerprint(rule), frozenset({elsewhere}))}
        assert ledger.changed_since_first_use(used, at(1)) == {"ibm-vpc": at(0)}


IBM_VPC_WITH_REGIONS = "10225609e21d20cd609d2ee9b91c3347b0a0d9d84deec52c1404cf599b0c9b19"
"""What ledgers remember of ibm-vpc while it had `regions: {primary: asia-pacific, remote:
asia-pacific}` (commit 629839c)."""


def lying_in(region: str, site: str) -> Definitions:
    """As shipped, but `site`, which may be a new one, lies in `region`."""
    definitions = shipped()
    read = definitions.sites.get(site, definitions.sites["remote"])
    there = read.value.model_copy(update={"name": site, "licence_region": region})
    return replace(definitions, sites={**definitions.sites, site: replace(read, value=there)})
