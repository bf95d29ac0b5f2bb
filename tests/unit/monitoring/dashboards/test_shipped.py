"""Dashboards ask for what is told, and no municipality's for what is another's."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from core.language import Language
from monitoring.dashboards.layers import PANELS
from monitoring.dashboards.shipped import dashboards
from monitoring.exporter.series import ALL
from monitoring.responsibility.matrix import PARTIES_FILE, Matrix
from monitoring.responsibility.party import Parties
from monitoring.responsibility.vocabulary import Layer
from monitoring.routing.labels import MEMBER
from monitoring.rules.alert import series_of
from monitoring.rules.promtool import install
from monitoring.rules.rule_file import rule_file
from tests.lib.alerts import shipped_alerts
from tests.lib.dashboards import DAY, asked, shipped_dashboards, shipped_texts
from tests.lib.definitions import shipped
from tests.lib.matrix import read_as, shipped_matrix, with_rows
from tests.lib.programs import needs
from tests.lib.told import TOLD

MEMBERS = tuple(shipped().present_members())
WITHOUT_MEMBER = {one.name for one in ALL if MEMBER not in one.labels}
"""What is nobody's in particular, and so names no municipality."""
SITE_WIDE = {
    f"kumiai:broken_at:{layer.value}"
    for layer in Layer
    if MEMBER not in [one.value for one in shipped_matrix().dimensions(layer)]
} | {"kumiai:broken:monitoring_blind"}


def test_there_is_one_for_each_site_each_party_and_kumiai_itself() -> None:
    found = {one.uid: one.folder for one in shipped_dashboards()}
    sites = {f"kumiai-site-{site}": "kumiai" for site in shipped().sites}
    own = {
        f"kumiai-party-{member}_{party}": member
        for member in MEMBERS
        for party in ("ict-section", "business-section")
    }
    shared = {
        f"kumiai-party-{party}": "kumiai"
        for party, one in shipped_matrix().parties.value.parties.items()
        if one.each_member is None
    }
    assert found == {**sites, **own, **shared, "kumiai-health": "kumiai"}


def test_a_party_is_shown_the_layers_in_which_it_has_a_part_lowest_first() -> None:
    titles = {
        one.uid: [str(section.title) for section in one.sections][1:]
        for one in shipped_dashboards()
    }
    assert titles["kumiai-party-usuki_business-section"] == ["business package"]
    assert titles["kumiai-party-usuki_ict-section"] == [
        *("facility, power and cooling", "zone network", "backup", "operating system"),
        *("restore test", "business package"),
    ]
    assert "virtualisation" not in titles["kumiai-party-package-vendor"]


def test_a_row_of_the_matrix_gives_and_takes_away() -> None:
    rows = (
        "  - {layers: [os], members: [usuki], sites: [primary], systems: [core], "
        "accountable: line-carrier, responsible: line-carrier, reason: 契約}\n"
    )
    found = dashboards(shipped(), with_rows(rows), shipped_alerts(), DAY)
    [carrier] = [one.dashboard for one in found if one.dashboard.uid == "kumiai-party-line-carrier"]
    stopped = [
        query.expr
        for section in carrier.sections
        for panel in section.panels
        for query in panel.queries
        if "kumiai_server_running" in query.expr and query.expr.startswith("sum")
    ]
    assert stopped == [
        'sum by (site) (1 - kumiai_server_running{member="usuki", site="primary", system="core"})'
    ]


@pytest.mark.parametrize("member", MEMBERS)
def test_no_municipality_is_shown_anything_that_names_another_one(member: str) -> None:
    own = [one.uid for one in shipped_dashboards() if one.folder == member]
    assert len(own) == 2
    for one in asked(*own):
        for series, matchers in one.selectors:
            named = dict(re.findall(r'(\w+)=~?"([^"]*)"', matchers))
            if series in WITHOUT_MEMBER | SITE_WIDE or re.fullmatch(
                "|".join(WITHOUT_MEMBER), named.get("__name__", "-")
            ):
                continue
            assert named.get(MEMBER) in (member, f"{member}|"), one
    others = [name for name in MEMBERS if name != member]
    names = [str(shipped().members[name].value.name.ja) for name in others]
    for text in (shipped_texts(Language.JA)[uid] for uid in own):
        words = set(re.findall(r"[a-z][a-z0-9-]*", text))
        assert words.isdisjoint(others)
        assert not [name for name in names if name in text]


def test_every_layer_that_calls_somebody_has_something_to_be_looked_at() -> None:
    # Of hardware and lines it is seen at a glance; what fires names the host.
    watched = {one.layer for one in shipped_alerts().values()} - {Layer.HARDWARE}
    assert watched - set(PANELS) == set()


def test_every_series_of_a_panel_is_told_by_somebody() -> None:
    rules = rule_file(shipped_alerts(), shipped_matrix(), shipped(), DAY).rules
    recorded = {one["record"] for one in rules if "record" in one}
    expressions = [one.expr for one in asked()]
    ours = {name for one in expressions for name in re.findall(r"\bkumiai:[a-z_:]+", one)}
    named = {
        name
        for one in expressions
        for names in re.findall(r'__name__=~"([^"]*)"', one)
        for name in names.split("|")
    }
    read = {name for one in expressions for name in series_of(one)} | named
    assert read - TOLD == set()
    assert ours - recorded == set()
    assert len(read) > 20


@needs("promtool")
def test_promtool_can_read_every_expression(tmp_path: Path) -> None:
    every = dict.fromkeys(one.expr for one in asked())
    rules = [{"record": f"panel:{number}", "expr": expr} for number, expr in enumerate(every)]
    assert len(rules) > 300
    install(json.dumps({"groups": [{"name": "p", "rules": rules}]}), tmp_path / "r.yml")


def test_the_same_files_make_the_same() -> None:
    made = list(dashboards(shipped(), shipped_matrix(), shipped_alerts(), DAY))
    assert [one.dashboard for one in made] == list(shipped_dashboards())


def test_a_partys_dashboard_is_in_its_language() -> None:
    text = shipped_matrix().parties.document.text
    carrier = "    name: {ja: 回線事業者, en: Line carrier}\n"
    parties = read_as(Parties, text.replace(carrier, f"{carrier}    language: en\n"), PARTIES_FILE)
    whole = shipped_matrix()
    matrix = Matrix.of(whole.layers, parties, whole.responsibilities, whole.holidays)
    found = {
        one.dashboard.uid: one.language
        for one in dashboards(shipped(), matrix, shipped_alerts(), DAY)
    }
    assert found["kumiai-party-line-carrier"] is Language.EN
    assert found["kumiai-party-platform-operator"] is Language.JA
