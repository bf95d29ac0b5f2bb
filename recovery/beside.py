"""A volume restored beside the one that stands, for somebody to take out what was lost. Adapter.

Nothing that stands is touched: the restored one has a name of its own for as long as it is there.
Its id follows from the copy, so whoever asks for the same copy again finds the same volume, also
after a kill.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import ClassVar

from recovery.landing import Landing, Row, overdue
from recovery.services import SWIFT, is_error
from recovery.wanted import Wanted


class Beside(Landing):
    """Of one copy of one volume, where that volume stands."""

    UNTIL_COMPARED: ClassVar[str] = "beside"

    def name_of(self, name: str) -> str:
        """What the restored one is called."""
        return self._until_compared(name)

    def whole(self, name: str) -> Row | None:
        """The restored one, if it is there and was found to be what its manifest says."""
        rows = [one for one in self._ours(name) if not self._is_broken(one, name)]
        return next((one for one in rows if self._found_in(one) is not None), None)

    def is_done(self, name: str) -> bool:
        """It is there, and nothing is left of what served to make it."""
        if self.whole(name) is None:
            return False
        return self.services.found(SWIFT, f"/{self.container}?format=json") is None

    def bring(self, name: str, changed: Callable[[str], None]) -> None:
        """It is there and compared afterwards.

        Raises: as `compared`; OtherSystemFailed where Cinder could not restore it.
        """
        if self.whole(name) is None:
            ours = self._ours(name)
            if len(ours) > 1 or any(self._is_broken(one, name) for one in ours):
                self.discard(name, ())
                ours = []
            if not ours:
                self.copy(changed)
                self.record()
                self.restore(name)
            [row] = self._ours(name)
            self.restorer.arrived(row["id"], self.wanted[name].leaf)
            self.compared(name)
        self.clean_up()
        changed(self._until_compared(name))

    def _is_broken(self, row: Row, name: str) -> bool:
        late = row["status"] in {"creating", "restoring-backup"} and overdue(row, self.services.now)
        differs = self._found_in(row) not in (None, self.wanted[name].leaf.content)
        return late or differs or is_error(row["status"])


def id_of(wanted: Wanted) -> str:
    """Of the restored one: the same for the same copy."""
    return hashlib.sha256(wanted.leaf.backup.encode()).hexdigest()[:12]
