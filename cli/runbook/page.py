"""What is under way, as a page. Adapter."""

from __future__ import annotations

from pathlib import Path

from board.page_words import RunsWords
from board.runs_page import Row, runs_page
from cli.session import Session
from core.files import write_whole
from core.language import Language
from core.message import say
from runbooks.progress import StepSeen, Turn, held_until, next_of
from runbooks.runs import RunFolder, all_runs

TURNS = {
    Turn.KUMIAI: RunsWords.by_kumiai,
    Turn.PERSON: RunsWords.by_person,
    Turn.APPROVER: RunsWords.by_approver,
    Turn.ABORT: RunsWords.taken_back,
    Turn.NOBODY: RunsWords.at_its_end,
}


def show_page(session: Session, html: Path, first: Language) -> None:
    """What is under way, as a page for the wall."""
    rows = [_on_page(one) for one in all_runs(session.home) if one.progress.end is None]
    write_whole(html, runs_page(rows, first, session.now()))
    session.say(say("{file} is written", file=html))


def _on_page(folder: RunFolder) -> Row:
    procedure, progress = folder.procedure, folder.progress
    following = next_of(procedure, progress)
    name = following.step
    seen = progress.steps.get(name, StepSeen())
    order = procedure.in_order
    return Row(
        folder.id,
        procedure.title,
        ", ".join(f"{kind} {value}" for kind, value in progress.values.items()),
        order.index(name) + 1 if name else len(order),
        len(order),
        procedure.steps[name].title if name else None,
        TURNS[following.turn],
        seen.why if seen.why.en else None,
        progress.holder,
        progress.begun_at,
        seen.begun_at or progress.last_at,
        held_until(procedure, progress),
    )
