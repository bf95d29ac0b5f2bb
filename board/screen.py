"""The picture as one screen of the terminal. Pure: makes what rich prints."""

from __future__ import annotations

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from board.picture import GroupUse, Picture, Row, SiteView, Standing, Verified
from board.words import (
    LIFECYCLE_WORDS,
    NETWORK_MODELS,
    PLACEMENT_WORDS,
    STATUS_COLOURS,
    STATUS_MARKS,
    STATUS_MEANINGS,
    STATUS_WORDS,
)
from core.eras import moment_in_english, moment_in_japanese
from core.message import Message, Translate, say
from infra.verify.verdicts import Status
from tenants.vocabulary import LifecycleState

WIDE = 136
"""Columns of a terminal from which on every group has a column of its own."""


def screen(picture: Picture, language: str, translate: Translate, width: int) -> RenderableType:
    """Head with totals, a line per site, a row per member, the legend.

    A terminal narrower than `WIDE` gets one number of services per member and the servers' count.
    """
    wide = width >= WIDE
    return Group(
        _head(picture, language, translate),
        *(_site_line(site, language, translate) for site in picture.sites),
        *([_key(picture, language, translate)] if wide else []),
        _table(picture, language, translate, wide),
        _legend(picture, translate),
    )


def _head(picture: Picture, language: str, translate: Translate) -> Text:
    moment = moment_in_japanese if language == "ja" else moment_in_english
    totals = picture.totals
    head = Text(picture.consortium.in_language(language), style="bold")
    head.append(f"  {moment(picture.drawn_at)}\n", style="bright_black")
    sums = say(
        "{members} members, {population} residents, {services} services in use, "
        "{servers} servers, {vcpu} vCPU, {ram} GiB memory, {data} GiB data",
        members=totals.members,
        population=f"{totals.population:,}",
        services=totals.services_in_use,
        servers=totals.servers,
        vcpu=totals.vcpu,
        ram=totals.ram_gib,
        data=totals.data_gib,
    )
    head.append(sums.text(translate), style="not bold")
    return head


def _site_line(site: SiteView, language: str, translate: Translate) -> Text:
    line = Text(site.title.in_language(language), style="bold")
    line.append(" ")
    line.append_text(_status(site.verified, translate))
    carried = say(
        "{active} active, {standby} standby, {servers} servers on {hosts} hosts, "
        "vCPU {vcpu} of {vcpu_carried}, memory {ram} of {ram_carried} GiB",
        active=site.active_members,
        standby=site.standby_members,
        servers=site.servers,
        hosts=site.hosts,
        vcpu=site.vcpu,
        vcpu_carried=site.vcpu_carried,
        ram=site.ram_gib,
        ram_carried=site.ram_gib_carried,
    )
    line.append(f"  {carried.text(translate)}", style="not bold")
    return line


def _key(picture: Picture, language: str, translate: Translate) -> Text:
    """Which number stands for which group: their names are too long for a narrow column."""
    key = Text(say("Services in use").text(translate), style="bright_black")
    for number, group in enumerate(picture.groups, start=1):
        key.append(f"  {_keyed(number)} {group.title.in_language(language)}")
    return key


def _keyed(number: int) -> str:
    """① and so on; from 21 on, which the circles do not reach, the bare number."""
    return chr(ord("①") + number - 1) if number <= 20 else str(number)


def _table(picture: Picture, language: str, translate: Translate, wide: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), row_styles=("", "on grey7"))
    table.add_column(say("Member").text(translate), style="bold", no_wrap=True)
    if wide:
        table.add_column(say("Residents").text(translate), justify="right", no_wrap=True)
        table.add_column(say("Model").text(translate), justify="center", no_wrap=True)
        for number in range(1, len(picture.groups) + 1):
            table.add_column(_keyed(number), justify="right", no_wrap=True)
    else:
        table.add_column(say("Services").text(translate), justify="right", no_wrap=True)
    for site in picture.sites:
        table.add_column(site.title.in_language(language), no_wrap=True)
    for row in picture.rows:
        uses = row.uses if wide else (_all_groups(row),)
        table.add_row(
            _name(row, language, translate),
            *([f"{row.population:,}", NETWORK_MODELS[row.network_model]] if wide else []),
            *(_use(use) for use in uses),
            *(_standing(standing, translate, wide) for standing in row.standings),
        )
    return table


def _all_groups(row: Row) -> GroupUse:
    return GroupUse(
        in_use=sum(use.in_use for use in row.uses),
        stopped=sum(use.stopped for use in row.uses),
        services=sum(use.services for use in row.uses),
    )


def _name(row: Row, language: str, translate: Translate) -> str:
    name = row.name.ja if language == "ja" else row.name.en
    if row.lifecycle is LifecycleState.ACTIVE:
        return name
    return f"{name} ({LIFECYCLE_WORDS[row.lifecycle].text(translate)})"


def _use(use: GroupUse) -> Text:
    if not use.in_use:
        return Text("-", style="bright_black")
    return Text.assemble(str(use.in_use), (f"/{use.services}", "bright_black"))


def _standing(standing: Standing | None, translate: Translate, wide: bool) -> Text:
    if standing is None:
        return Text("-", style="bright_black")
    cell = _status(standing.verified, translate)
    if not standing.servers:
        placement = PLACEMENT_WORDS[standing.state].text(translate)
        cell.append(f" {placement}", style="default not bold")
    if standing.servers:
        cell.append(f" {_size(standing, wide).text(translate)}", style="bright_black not bold")
    return cell


def _size(standing: Standing, wide: bool) -> Message:
    if not wide:
        return say("{servers} servers", servers=standing.servers)
    return say(
        "{servers} servers {vcpu} vCPU {ram} GiB",
        servers=standing.servers,
        vcpu=standing.vcpu,
        ram=standing.ram_gib,
    )


def _status(verified: Verified, translate: Translate) -> Text:
    found = Text(
        f"{STATUS_MARKS[verified.status]} {STATUS_WORDS[verified.status].text(translate)}",
        style=STATUS_COLOURS[verified.status],
    )
    if verified.status in (Status.CAUTION, Status.FAULT):
        why = str(verified.differences) if verified.reached else say("no answer").text(translate)
        found.append(f" ({why})")
    return found


def _legend(picture: Picture, translate: Translate) -> Text:
    legend = Text("\n")
    for status, meaning in STATUS_MEANINGS.items():
        legend.append(
            f"{STATUS_MARKS[status]} {STATUS_WORDS[status].text(translate)}",
            style=STATUS_COLOURS[status],
        )
        legend.append(f" {picture.totals.statuses[status]}", style="bold")
        legend.append(f" {meaning.text(translate)}   ", style="bright_black")
    return legend
