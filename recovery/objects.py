"""A member's own objects brought to where it moves to, as its copies have them. Adapter: Swift.

Only while nothing of the member runs there: what lies there by another name or with another content
is of an earlier day, and is kept in a container beside, since it may be what no copy has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from recovery.services import SWIFT, Services
from recovery.set_aside import name_aside
from recovery.vault import Vault
from recovery.wanted import WantedObjects


@dataclass(frozen=True, slots=True)
class Objects:
    """Of one member, at the target of one move, by the login that owns its containers there."""

    move: str
    services: Services
    vault: Callable[[], Vault]
    wanted: Sequence[WantedObjects]

    def are_there(self) -> bool:
        """Exactly those. Raises: OtherSystemFailed where the site does not answer."""
        return not any(_differing(one, self._there(one.container.name)) for one in self.wanted)

    def bring(self, changed: Callable[[str], None]) -> None:
        """Each read whole out of the vault and compared; what is right already stays."""
        for one in self.wanted:
            name = one.container.name
            self.services.answer(SWIFT, "PUT", f"/{quote(name)}")
            there, by_name, vault = self._there(name), one.by_name, self.vault()
            differing = _differing(one, there)
            self._set_aside(name, [each for each in differing if each in there])
            for each in differing:
                copy = by_name.get(each)
                if copy is None:
                    self.services.gone(SWIFT, _path(name, each))
                else:
                    content = vault.need(copy, one.versions[copy.name])
                    self._put(name, each, content)
                changed(f"{name}/{each}")

    def _set_aside(self, container: str, names: Sequence[str]) -> None:
        if not names:
            return
        beside = name_aside(container, self.move)
        self.services.answer(SWIFT, "PUT", f"/{quote(beside)}")
        kept = self._there(beside)
        for name in names:
            if name not in kept:
                path = _path(container, name)
                self._put(beside, name, self.services.answer(SWIFT, "GET", path).content)

    def _put(self, container: str, name: str, content: bytes) -> None:
        self.services.answer(SWIFT, "PUT", _path(container, name), data=content)

    def _there(self, container: str) -> dict[str, str]:
        return {row["name"]: row["hash"] for row in self.services.listed(container, "")}


def _differing(one: WantedObjects, there: Mapping[str, str]) -> list[str]:
    """Names of which the target has another content, too much, or nothing."""
    wanted = {name: copy.md5 for name, copy in one.by_name.items()}
    return [
        name for name in sorted(there.keys() | wanted.keys()) if there.get(name) != wanted.get(name)
    ]


def _path(container: str, name: str) -> str:
    return f"/{quote(container)}/{quote(name)}"
