"""What Grafana's provisioning is given, as Grafana's own classes read it."""

from __future__ import annotations

import json
import re
from itertools import pairwise

import pytest
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.cog.plugins import register_default_plugins
from grafana_foundation_sdk.models import dashboard as grafana
from grafana_foundation_sdk.models.prometheus import Dataquery

from core.language import Language
from tests.lib.dashboards import asked, panels, shipped_texts


@pytest.mark.parametrize("uid", ["kumiai-site-primary", "kumiai-health"])
def test_grafanas_own_classes_read_a_dashboard_whole(uid: str) -> None:
    register_default_plugins()
    written = json.loads(shipped_texts()[uid])
    read = json.loads(JSONEncoder().encode(grafana.Dashboard.from_json(written)))
    for panel, own in zip(written["panels"], read["panels"], strict=True):
        for target in panel.get("targets", ()):
            question = json.loads(JSONEncoder().encode(Dataquery.from_json(target)))
            assert question == target
        if panel.get("datasource") == {"type": "datasource", "uid": "-- Mixed --"}:
            # By its own classes such a question is of no kind; Grafana goes by the question itself.
            own["targets"] = panel["targets"]
    assert lost(written, read) == []


def lost(written: object, read: object, where: str = "") -> list[str]:
    """Every field that its classes do not know, or read otherwise; what they add is theirs."""
    if isinstance(written, dict) and isinstance(read, dict):
        return [
            one
            for name, value in written.items()
            for one in lost(value, read.get(name), f"{where}.{name}")
        ]
    if isinstance(written, list) and isinstance(read, list) and len(written) == len(read):
        return [
            one
            for place, pair in enumerate(zip(written, read, strict=True))
            for one in lost(*pair, f"{where}[{place}]")
        ]
    return [] if written == read else [f"{where}: {written!r} is read as {read!r}"]


def test_a_table_has_its_lowest_layer_first_and_names_it_as_a_person_does() -> None:
    [firing] = [
        one for one in panels("kumiai-site-primary", Language.JA) if "発報中" in one["title"]
    ]
    merge, include, organize = firing["transformations"]
    assert (merge["id"], include["id"]) == ("merge", "filterFieldsByName")
    assert include["options"]["include"]["names"][:3] == ["Value", "layer", "alertname"]
    assert organize["options"]["renameByName"]["member"] == "団体"
    assert firing["options"]["sortBy"] == [{"displayName": "下から"}]
    [called] = firing["fieldConfig"]["overrides"]
    assert called["matcher"] == {"id": "byName", "options": "層"}
    assert called["properties"][0]["value"][0]["options"]["os"] == {"text": "基本ソフト"}


def test_what_nobody_looks_at_is_shown_as_not_verified_and_never_as_green() -> None:
    numbers = [
        one
        for uid in shipped_texts()
        for one in panels(uid)
        if one["type"] in ("stat", "bargauge", "state-timeline")
    ]
    assert len(numbers) > 100
    assert {one["fieldConfig"]["defaults"]["noValue"] for one in numbers} == {"not verified"}
    counted = [one.expr for one in asked() if one.expr.startswith("sum ")]
    # Something that is made up where nothing is told would be 0, and so green.
    assert not [one for one in counted if "vector(" in one or "or " in one.split(" (", 1)[1][:4]]


def test_red_and_green_are_where_they_were_meant() -> None:
    by_title = {one["title"]: one for one in panels("kumiai-site-primary")}
    steps = {
        title: [(step["value"], step["color"]) for step in one["thresholds"]["steps"]]
        for title in ("Hosts that are down", "Licences left")
        for one in (by_title[title]["fieldConfig"]["defaults"],)
    }
    assert steps == {
        "Hosts that are down": [(None, "green"), (1, "red")],
        "Licences left": [(None, "red"), (0, "green")],
    }


def test_a_panel_of_several_sites_asks_each_sites_own_prometheus() -> None:
    for uid in shipped_texts():
        for panel in panels(uid):
            asks = {target["datasource"]["uid"] for target in panel["targets"]}
            alone = panel["datasource"]["uid"]
            assert {alone} == asks if len(asks) == 1 else alone == "-- Mixed --"
            ids = [target["refId"] for target in panel["targets"]]
            assert len(set(ids)) == len(ids)


def test_no_two_panels_lie_on_each_other_and_none_over_the_edge() -> None:
    for text in shipped_texts().values():
        whole = json.loads(text)
        taken = [
            (place["x"] + dx, place["y"] + dy)
            for place in (panel["gridPos"] for panel in whole["panels"])
            for dx in range(place["w"])
            for dy in range(place["h"])
        ]
        assert len(taken) == len(set(taken))
        assert max(x for x, _ in taken) == 23
        ids = [panel["id"] for panel in whole["panels"]]
        assert all(one < other for one, other in pairwise(ids))


def test_grafana_takes_every_uid_and_each_is_its_own() -> None:
    for uid in shipped_texts():
        assert re.fullmatch(r"[a-zA-Z0-9_-]{1,40}", uid)
    folders = {json.loads(text)["uid"] for text in shipped_texts().values()}
    assert len(folders) == len(shipped_texts())


@pytest.mark.parametrize("uid", sorted(shipped_texts()))
def test_nothing_is_left_in_english_where_it_is_japanese(uid: str) -> None:
    whole = json.loads(shipped_texts(Language.JA)[uid])
    titles = [panel["title"] for panel in whole["panels"]]
    descriptions = [panel["description"] for panel in whole["panels"] if "description" in panel]
    for one in (whole["title"], *titles, *descriptions):
        assert re.search(r"[ぁ-んァ-ヶ一-龠]", one), one
