"""`kumiai alert dashboards`: what Grafana shows, as its own files. Adapter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cli.alert.placed import placed
from cli.files import checked_alerts
from cli.session import Session
from core.errors import UserError
from core.files import write_whole
from core.message import say
from core.translation import translation

if TYPE_CHECKING:
    from tenants.definitions import Definitions

OURS = "kumiai-*.json"
EXAMPLE = "primary=http://192.0.2.6:9090"


def dashboards(
    context: typer.Context,
    to: Annotated[
        Path, typer.Option("--to", help="The folder that Grafana is told to read.")
    ] = Path("dashboards"),
    provisioning: Annotated[
        Path | None,
        typer.Option(
            "--provisioning",
            help="Grafana's folder of provisioning: it is told there of the dashboards, and of "
            "each `--prometheus`.",
        ),
    ] = None,
    prometheuses: Annotated[
        list[str] | None,
        typer.Option(
            "--prometheus",
            metavar="SITE=URL",
            help="Where Grafana reaches a site's Prometheus, such as primary=http://192.0.2.6:9090.",
        ),
    ] = None,
) -> None:
    """Write Grafana's dashboards: one for each site and each party, and one of kumiai itself.

    A party's shows the cells of the matrix in which it has a part, as of today, in its language. A
    municipality's lie in a folder of its name, and ask for nothing that names another one. What is
    in the files no more is removed. They show and call nobody; without Grafana
    `kumiai alert status --html FILE` shows what fires.

    $ kumiai alert dashboards --to /var/lib/grafana/dashboards
    $ kumiai alert dashboards --provisioning grafana --prometheus primary=http://192.0.2.6:9090
    """
    from monitoring.dashboards import provisioning as files
    from monitoring.dashboards.grafana import text_of
    from monitoring.dashboards.shipped import dashboards as of_files

    session: Session = context.obj
    definitions, matrix, alerts = checked_alerts(session)
    addresses = _addresses(definitions, prometheuses or [])
    if addresses and provisioning is None:
        raise UserError(
            say("nobody would be told of it; name Grafana's folder with `--provisioning` as well")
        )
    made = {
        to / one.dashboard.folder / f"{one.dashboard.uid}.json": text_of(
            one.dashboard, translation(one.language)
        )
        for one in of_files(definitions, matrix, alerts, session.now().date())
    }
    told = {to: made}
    if provisioning is not None:
        told[provisioning] = {provisioning / files.PROVIDER_FILE: files.provider(to.absolute())}
        if addresses:
            told[provisioning][provisioning / files.DATASOURCES_FILE] = files.datasources(addresses)
    for folder, texts in told.items():
        _put(session, folder, texts)
    gone = [one for one in sorted([*to.glob(OURS), *to.glob(f"*/{OURS}")]) if one not in made]
    for file in gone:
        file.unlink(missing_ok=True)
        session.say(say("{file} is removed: the files say nothing of it any more", file=file))


def _put(session: Session, folder: Path, texts: Mapping[Path, str]) -> None:
    """Those that are as they should be are left: Grafana would read them anew."""
    changed = {file: text for file, text in texts.items() if _read(file) != text.encode()}
    for file, text in changed.items():
        write_whole(file, text)
    session.say(
        say(
            "{count} files are in {folder}; {changed} of them were written",
            count=len(texts),
            folder=folder,
            changed=len(changed),
        )
    )


def _read(file: Path) -> bytes | None:
    return file.read_bytes() if file.is_file() else None


def _addresses(definitions: Definitions, words: list[str]) -> dict[str, str]:
    """Raises: UserError where a word is no site with its address."""
    found = placed(definitions, words, EXAMPLE)
    for site, address in found.items():
        if "://" not in address:
            raise UserError(say("{address} of {site} is no address", address=address, site=site))
    return found
