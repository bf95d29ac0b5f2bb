"""The arguments and options that several commands have: each is declared once, with its words.

Adapter.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from cli import completion
from core.language import Language

AsJson = Annotated[bool, typer.Option("--json", help="As JSON.")]

AsPage = Annotated[Path | None, typer.Option("--html", help="Write it as a page to this file.")]
PageLanguage = Annotated[
    Language, typer.Option(help="The language the page opens in; it holds both.")
]

Member = Annotated[
    str, typer.Argument(help="The municipality's slug.", autocompletion=completion.members)
]
Members = Annotated[
    list[str] | None,
    typer.Argument(
        help="Municipalities by slug; all if none is named.", autocompletion=completion.members
    ),
]
SomeMembers = Annotated[
    list[str],
    typer.Argument(help="Municipalities by slug.", autocompletion=completion.members),
]
Server = Annotated[
    str,
    typer.Argument(
        help="The server's name, such as hita-core-db-1.", autocompletion=completion.servers
    ),
]

AtSite = Annotated[
    str | None, typer.Option("--site", help="Only at this site.", autocompletion=completion.sites)
]
OfProduct = Annotated[
    str | None,
    typer.Option("--product", help="Only this product.", autocompletion=completion.products),
]
Product = Annotated[
    str,
    typer.Argument(
        help="The product, as the catalogue names it.", autocompletion=completion.products
    ),
]
AtMoment = Annotated[
    str,
    typer.Option(
        "--at", metavar="MOMENT", help="A moment, such as 2026-10-16T09:30; now if none is given."
    ),
]
CopiesUntil = Annotated[
    str,
    typer.Option(
        "--before",
        metavar="MOMENT",
        help="From the newest proven copies taken until then, such as 2026-10-16T09:30.",
    ),
]
OverMonths = Annotated[
    str,
    typer.Option("--period", metavar="MONTHS", help="Months, such as 2026-04..2027-03 or 2026-04."),
]

Execute = Annotated[bool, typer.Option("--execute", help="Do it; without this only the plan.")]
Reason = Annotated[str, typer.Option("--reason", metavar="WHY", help="Why, for the journal.")]
OverrideLicence = Annotated[
    str,
    typer.Option(
        "--override-licence",
        metavar="WHY",
        help="Why it may violate licences; the journal keeps it.",
    ),
]
