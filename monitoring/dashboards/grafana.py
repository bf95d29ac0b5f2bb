"""A dashboard in Grafana's own words, as its provisioning reads it. Adapter: its builders.

Grafana's builders write it (grafana-foundation-sdk, of its dashboard schema 10.1, which every later
Grafana brings up to its own), so that no field is named here which Grafana does not have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from grafana_foundation_sdk.builders import (
    bargauge,
    common,
    dashboard,
    prometheus,
    stat,
    statetimeline,
    table,
    timeseries,
)
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models.common import (
    BigValueColorMode,
    GraphTresholdsStyleMode,
    TooltipDisplayMode,
    VisibilityMode,
    VizOrientation,
)
from grafana_foundation_sdk.models.dashboard import (
    DataSourceRef,
    DataTransformerConfig,
    DynamicConfigValue,
    FieldColorModeId,
    GridPos,
    Threshold,
    ThresholdsMode,
    ValueMap,
    ValueMappingResult,
)
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from core.message import Message, Translate, say
from monitoring.dashboards.panel import COLUMNS, Dashboard, Kind, Panel, Query, Section, uid

MIXED = DataSourceRef("datasource", "-- Mixed --")
"""Grafana's own: each question names whom it asks."""

UNKNOWN = say("not verified")
"""Never shown as green: nobody looks, or nobody could."""

_GREEN, _RED = "green", "red"

_BUILDERS: Mapping[Kind, Any] = {
    Kind.LINES: timeseries.Panel,
    Kind.STATES: statetimeline.Panel,
    Kind.TABLE: table.Panel,
    Kind.NUMBER: stat.Panel,
    Kind.BARS: bargauge.Panel,
}
"""The builders have no type in common."""


def text_of(one: Dashboard, translate: Translate) -> str:
    """The file's content; the same for the same panels."""
    made = (
        dashboard.Dashboard(one.title.text(translate))
        .uid(one.uid)
        .tags(["kumiai"])
        .timezone("Asia/Tokyo")
        .readonly()
        .refresh("30s")
        .time("now-6h", "now")
    )
    for number, (placed, x, y) in enumerate(one.placed(), start=1):
        if isinstance(placed, Section):
            row = dashboard.Row(placed.title.text(translate)).id(number)
            made = made.with_row(row.grid_pos(GridPos(h=1, w=COLUMNS, x=x, y=y)))
        else:
            where = GridPos(h=placed.height, w=placed.width, x=x, y=y)
            made = made.with_panel(_panel(placed, translate).id(number).grid_pos(where))
    whole = json.dumps(made.build(), cls=JSONEncoder, ensure_ascii=False, indent=1)
    return f"{whole}\n"


def datasource(site: str) -> DataSourceRef:
    """The site's Prometheus, by the uid that `provisioning.py` gives it."""
    return DataSourceRef("prometheus", uid("prometheus", site))


def _panel(panel: Panel, translate: Translate) -> Any:
    sites = panel.sites
    made = (
        _BUILDERS[panel.kind]()
        .title(panel.title.text(translate))
        .unit(panel.unit.value)
        .datasource(datasource(sites[0]) if len(sites) == 1 else MIXED)
    )
    if panel.what is not None:
        made = made.description(panel.what.text(translate))
    for number, query in enumerate(panel.queries):
        made = made.with_target(_target(query, number, panel.kind, translate))
    if panel.fault_from is not None:
        made = _in_colours(made, [(None, _GREEN), (panel.fault_from, _RED)])
    if panel.fault_below is not None:
        made = _in_colours(made, [(None, _RED), (panel.fault_below, _GREEN)])
    return _as_its_kind(made, panel, translate)


def _target(query: Query, number: int, kind: Kind, translate: Translate) -> prometheus.Dataquery:
    legend = query.legend
    made = (
        prometheus.Dataquery()
        .ref_id(f"q{number}")
        .datasource(datasource(query.site))
        .expr(query.expr)
        .legend_format(legend.text(translate) if isinstance(legend, Message) else legend)
    )
    made = made.range() if kind in (Kind.LINES, Kind.STATES) else made.instant()
    return made.format(PromQueryFormat.TABLE) if kind is Kind.TABLE else made


def _in_colours(made: Any, steps: Sequence[tuple[float | None, str]]) -> Any:
    scheme = dashboard.ThresholdsConfig().mode(ThresholdsMode.ABSOLUTE)
    return made.thresholds(scheme.steps([Threshold(value, colour) for value, colour in steps]))


def _as_its_kind(made: Any, panel: Panel, translate: Translate) -> Any:
    match panel.kind:
        case Kind.NUMBER:
            made = made.no_value(UNKNOWN.text(translate)).reduce_options(_last())
            return made.color_mode(BigValueColorMode.BACKGROUND)
        case Kind.BARS:
            made = made.no_value(UNKNOWN.text(translate)).reduce_options(_last())
            return made.orientation(VizOrientation.HORIZONTAL)
        case Kind.STATES:
            # Its own is a scale from green to red.
            made = made.color_scheme(dashboard.FieldColor().mode(FieldColorModeId.THRESHOLDS))
            made = made.no_value(UNKNOWN.text(translate)).merge_values(True)
            return made.show_value(VisibilityMode.NEVER)
        case Kind.TABLE:
            for transformation in _as_columns(panel, translate):
                made = made.with_transformation(transformation)
            for label, words in panel.words.items():
                called = {value: word.text(translate) for value, word in words.items()}
                made = made.override_by_name(panel.columns[label].text(translate), _called(called))
            order = common.TableSortByFieldState().display_name(_headings(panel, translate)[0])
            return made.sort_by([order])
        case Kind.LINES:
            every = common.VizTooltipOptions().mode(TooltipDisplayMode.MULTI)
            made = made.tooltip(every).legend(common.VizLegendOptions().show_legend(True))
            line = common.GraphThresholdsStyleConfig().mode(GraphTresholdsStyleMode.LINE)
            return made.thresholds_style(line)


def _last() -> Any:
    return common.ReduceDataOptions().calcs(["lastNotNull"])


def _headings(panel: Panel, translate: Translate) -> list[str]:
    return [heading.text(translate) for heading in panel.columns.values()]


def _as_columns(panel: Panel, translate: Translate) -> list[DataTransformerConfig]:
    """Of all labels those that are meant, in their order, by names that a person reads."""
    names = list(panel.columns)
    headings = dict(zip(names, _headings(panel, translate), strict=True))
    places = {name: place for place, name in enumerate(names)}
    return [
        DataTransformerConfig("merge", options={}),
        DataTransformerConfig("filterFieldsByName", options={"include": {"names": names}}),
        DataTransformerConfig(
            "organize",
            options={"indexByName": places, "renameByName": headings, "excludeByName": {}},
        ),
    ]


def _called(words: Mapping[str, str]) -> list[DynamicConfigValue]:
    """A column's values, by what a person calls them."""
    options = {value: ValueMappingResult(text=word) for value, word in words.items()}
    return [DynamicConfigValue("mappings", [ValueMap(options=options)])]
