"""The arguments and options that several commands have: each is declared once, with its words."""

from __future__ import annotations

from typing import Annotated

import typer

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]

Member = Annotated[str, typer.Argument(help="The municipality's slug.")]
Members = Annotated[
    list[str] | None, typer.Argument(help="Municipalities by slug; all if none is named.")
]
Server = Annotated[str, typer.Argument(help="The server's name, such as hita-core-db-1.")]

AtSite = Annotated[str | None, typer.Option("--site", help="Only at this site.")]
OfProduct = Annotated[str | None, typer.Option("--product", help="Only this product.")]
AtMoment = Annotated[
    str, typer.Option("--at", help="A moment, such as 2026-10-16T09:30; now if none is given.")
]
OverMonths = Annotated[
    str, typer.Option("--period", help="Months, such as 2026-04..2027-03 or 2026-04.")
]

Execute = Annotated[bool, typer.Option("--execute", help="Do it; without this only the plan.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the journal.")]
OverrideLicence = Annotated[
    str,
    typer.Option("--override-licence", help="Why it may violate licences; the journal keeps it."),
]
