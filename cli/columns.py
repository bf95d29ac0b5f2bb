"""Rows below their headings, and words beside what they mean, on a screen of any width. Pure.

Where the columns would be too narrow to be read, each row is shown field below field instead:
nothing is ever left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rich.box import SIMPLE
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

READABLE = 6
"""Narrower than this, a column cuts every other word."""
BETWEEN = 2
"""Between two columns."""
MEANING = 20
"""What stands beside a word needs so much."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows below their headings."""

    headings: Sequence[str]
    rows: Sequence[Sequence[Text]]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        if self._needs() <= options.max_width:
            yield self._as_table()
            return
        for number, row in enumerate(self.rows):
            if number:
                yield Text()
            for heading, cell in zip(self.headings, row, strict=True):
                yield Text.assemble((heading, "bold"), ": ", cell)

    def _needs(self) -> int:
        """The width at which the columns can be read."""
        columns = zip(*([Text(one) for one in self.headings], *self.rows), strict=True)
        return sum(
            BETWEEN + min(READABLE, max(cell_len(cell.plain) for cell in column))
            for column in columns
        )

    def _as_table(self) -> Table:
        table = Table(box=SIMPLE, pad_edge=False, padding=(0, 1, 0, 0))
        for heading in self.headings:
            table.add_column(heading, overflow="fold")
        for row in self.rows:
            table.add_row(*row)
        return table


@dataclass(frozen=True, slots=True)
class Meanings:
    """Words, each with what it means beside it."""

    rows: Sequence[tuple[Text, str]]

    def __rich_console__(self, _: Console, options: ConsoleOptions) -> Iterator[RenderableType]:
        longest = max((word.cell_len for word, _ in self.rows), default=0)
        if longest + BETWEEN + MEANING > options.max_width:
            for word, meaning in self.rows:
                yield word
                if meaning:
                    yield Padding(Text(meaning), (0, 0, 0, BETWEEN))
            return
        table = Table.grid(padding=(0, BETWEEN, 0, 0))
        table.add_column(no_wrap=True)
        table.add_column(overflow="fold")
        for word, meaning in self.rows:
            table.add_row(word, Text(meaning))
        yield table
