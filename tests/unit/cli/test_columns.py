"""What a screen of any width shows: everything, and in columns where they can be read."""

from __future__ import annotations

from rich.console import Console, RenderableType
from rich.text import Text

from cli.columns import Meanings, Rows

MEMBERS = Rows(
    ["slug", "name", "residents", "network"],
    [
        [Text("usuki"), Text("臼杵市"), Text("41372"), Text("10.64.4.0/22")],
        [Text("hita"), Text("日田市"), Text("70685"), Text("10.64.0.0/22")],
    ],
)
OPTIONS = Meanings(
    [(Text("--execute"), "Do it; without this only the plan."), (Text("-h, --help"), "Show this.")]
)


def drawn(shown: RenderableType, width: int) -> list[str]:
    console = Console(width=width, color_system=None, highlight=False)
    with console.capture() as captured:
        console.print(shown)
    return [line.rstrip() for line in captured.get().splitlines()]


def test_rows_stand_below_their_headings() -> None:
    assert drawn(MEMBERS, 60) == [
        "",
        " slug   name    residents  network",
        " ──────────────────────────────────────",
        " usuki  臼杵市  41372      10.64.4.0/22",
        " hita   日田市  70685      10.64.0.0/22",
        "",
    ]


def test_where_columns_cannot_be_read_each_row_is_shown_field_below_field() -> None:
    assert drawn(MEMBERS, 20) == [
        *("slug: usuki", "name: 臼杵市", "residents: 41372", "network:", "10.64.4.0/22"),
        "",
        *("slug: hita", "name: 日田市", "residents: 70685", "network:", "10.64.0.0/22"),
    ]


def test_no_rows_are_headings_alone_or_nothing() -> None:
    assert drawn(Rows(["slug", "name"], []), 60)[1] == " slug  name"
    assert drawn(Rows(["slug", "name"], []), 5) == []


def test_a_meaning_stands_beside_its_word_or_below_it() -> None:
    assert drawn(OPTIONS, 60) == [
        "--execute   Do it; without this only the plan.",
        "-h, --help  Show this.",
    ]
    assert drawn(OPTIONS, 20) == [
        *("--execute", "  Do it; without", "  this only the", "  plan."),
        *("-h, --help", "  Show this."),
    ]
