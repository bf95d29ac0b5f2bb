"""The exit codes, and the errors that are a user's to mend.

Pure. Whatever is raised and is not a `UserError` is a defect of ours and shows a traceback.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from core.message import Message, Translate, in_english, say
from core.problem import Problem


class Exit(IntEnum):
    """What a command ends with; documented in docs/reference/exit-codes.md."""

    DONE = 0
    DEFECT = 1
    USAGE = 2
    FILE_INVALID = 10
    RULE_BROKEN = 11
    WORLD_DIFFERS = 12
    OTHER_SYSTEM_FAILED = 13
    STEP_UNDONE = 14
    UNDO_FAILED = 15
    INTERRUPTED = 130


class UserError(Exception):
    """One sentence that says what is wrong and what to do, and the exit code that goes with it."""

    def __init__(self, message: Message, exit_code: Exit = Exit.USAGE) -> None:
        super().__init__(str(message))
        self.message = message
        self.exit_code = exit_code

    def text(self, translate: Translate = in_english) -> str:
        return self.message.text(translate)


class ProblemsFound(UserError):
    """Files are wrong: every problem at once, in file order."""

    def __init__(self, problems: Sequence[Problem], exit_code: Exit = Exit.FILE_INVALID) -> None:
        super().__init__(say("problems found: {count}", count=len(problems)), exit_code)
        self.problems = tuple(sorted(problems))

    def text(self, translate: Translate = in_english) -> str:
        return "\n".join(problem.text(translate) for problem in self.problems)


class OtherSystemFailed(UserError):
    """OpenStack, the database or another system said no, or did not answer in time."""

    def __init__(self, message: Message) -> None:
        super().__init__(message, Exit.OTHER_SYSTEM_FAILED)
