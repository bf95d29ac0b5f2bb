"""`kumiai matrix show`: who answers for what, for everybody or one municipality. Adapter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cli import completion
from cli.files import checked_matrix, need_members, need_site
from cli.options import AsJson, AsPage, AtSite, PageLanguage
from cli.session import Session
from core.files import write_whole
from core.language import Language
from core.message import Message, say
from monitoring.responsibility.vocabulary import Layer, Part

if TYPE_CHECKING:
    from monitoring.responsibility.matrix import Matrix
    from monitoring.responsibility.table import Row
    from tenants.definitions import Definitions

OfMember = Annotated[
    str | None,
    typer.Option("--member", help="Only this municipality.", autocompletion=completion.members),
]
OfSystem = Annotated[str | None, typer.Option("--system", help="Only this system.")]
OfLayer = Annotated[Layer | None, typer.Option("--layer", help="Only this layer.")]


def show(
    context: typer.Context,
    member: OfMember = None,
    system: OfSystem = None,
    site: AtSite = None,
    layer: OfLayer = None,
    html: AsPage = None,
    page_language: PageLanguage = Language.JA,
    json: AsJson = False,
) -> None:
    """Show who is accountable, responsible, consulted and informed, layer by layer.

    As a page it is the annex (別紙) of a contract: both languages, on A4, with everybody's contacts
    and hours, and from which commit it was made.

    $ kumiai matrix show
    $ kumiai matrix show --member usuki --system core
    $ kumiai matrix show --member usuki --html annex.html
    """
    from monitoring.responsibility.table import Where, otherwise, rows_of
    from monitoring.responsibility.told import override_told

    session: Session = context.obj
    definitions, matrix = checked_matrix(session)
    need_site(definitions, site)
    need_members(definitions, [member] if member else [])
    if system is not None:
        definitions.need_system(system)
    layers = (layer,) if layer is not None else tuple(Layer)
    where = Where(site or "", member or "", system or "", layers)
    today = session.now().date()
    rows = list(rows_of(matrix, where, today))
    apart = list(otherwise(matrix, where, today))
    others = [override_told(matrix, definitions, one) for one in apart]
    if html is not None:
        from board.matrix_page import Annex, matrix_page
        from monitoring.responsibility.history import commit_of
        from monitoring.responsibility.told import scope_of

        scope = scope_of(definitions, where.site, where.member, where.system)
        commit = commit_of(session.home.definitions)
        annex = Annex(scope, rows, others, commit, session.now())
        write_whole(html, matrix_page(annex, matrix, definitions, page_language))
        session.say(say("{file} is written", file=html))
        return
    if json:
        overrides = matrix.responsibilities.value.overrides
        places = [("overrides", overrides.index(one)) for one in apart]
        session.print_json(
            {
                "rows": [_as_json(row) for row in rows],
                "otherwise": [
                    {
                        "says": told.text(session.translate),
                        "row": str(matrix.responsibilities.document.position(place)),
                    }
                    for told, place in zip(others, places, strict=True)
                ],
            }
        )
        return
    _print(session, definitions, matrix, rows)
    for other in others:
        session.say(say("otherwise: {row}", row=other))


def _print(session: Session, definitions: Definitions, matrix: Matrix, rows: list[Row]) -> None:
    from monitoring.responsibility.table import names_of
    from monitoring.responsibility.vocabulary import PART_WORDS

    headings: list[Message] = [say("layer"), say("activity"), *(PART_WORDS[part] for part in Part)]
    session.table(
        headings,
        [
            (
                row.words,
                row.activity_words,
                *(names_of(matrix, definitions, row.parts[part]) for part in Part),
            )
            for row in rows
        ],
    )


def _as_json(row: Row) -> dict[str, object]:
    return {
        "layer": row.layer,
        "site": row.place.site,
        "member": row.place.member,
        "system": row.place.system,
        "activities": list(row.activities),
        **{part.value: [one.key for one in row.parts[part]] for part in Part},
    }
