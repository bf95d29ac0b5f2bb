"""The vault of a site, as its daily writer sees it, who may add and nothing else. Adapter: Swift.

A container keeps every version of every name. Its writer can put another on top, or a mark that
says deleted; no version goes by it. So what a receipt names by version stays what it was.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from core.errors import OtherSystemFailed, UserError
from core.message import say
from core.signing import Signer
from recovery.coverage import Kept
from recovery.manifest import DocumentT, Manifest, ObjectCopy, object_of
from recovery.papers import MANIFESTS, PROOFS, RECEIPTS, folder_of, opened
from recovery.receipt import Proof, Receipt
from recovery.services import SWIFT, Services

DELETED = "application/x-deleted;swift_versions_deleted=1"
"""What Swift calls the mark that a name was deleted (swift/common/middleware/versioned_writes)."""


@dataclass(frozen=True)
class Vault:
    """One member's container at one site, by the writer's login."""

    services: Services
    member: str

    @property
    def site(self) -> str:
        return self.services.site

    def put(self, name: str, content: bytes) -> str:
        """The version that it became. Swift compares what arrives with the hash that is sent."""
        copy = object_of(name, content)
        headers = {"ETag": copy.md5, "X-Object-Meta-Sha256": copy.sha256}
        answer = self.services.answer(SWIFT, "PUT", self._path(name), data=content, headers=headers)
        return str(answer.headers["X-Object-Version-Id"])

    def get(self, name: str, version: str) -> bytes:
        """That version of it. Raises: OtherSystemFailed where the vault does not have it."""
        path = f"{self._path(name)}?version-id={quote(version)}"
        return self.services.answer(SWIFT, "GET", path).content

    def need(self, copy: ObjectCopy, version: str) -> bytes:
        """The object, read whole and found to be what the manifest says.

        Raises: OtherSystemFailed where it is missing or is something else.
        """
        self.services.traffic.wait_for(copy.bytes)
        content = self.get(copy.name, version)
        if object_of(copy.name, content) != copy:
            raise OtherSystemFailed(
                say(
                    "{object} in the vault of {site} is not what its manifest says; nothing is "
                    "restored from it",
                    object=f"{self.member}/{copy.name}",
                    site=self.site,
                )
            )
        return content

    def version_like(self, copy: ObjectCopy) -> str | None:
        """A version of that name with the same content, if an earlier run put one there."""
        question = f"versions=&prefix={quote(copy.name)}"
        for row in self.services.listed(self.member, question):
            same = row["name"] == copy.name and row["hash"] == copy.md5
            if same and row["bytes"] == copy.bytes:
                version = str(row["version_id"])
                if object_of(copy.name, self.get(copy.name, version)) == copy:
                    return version
        return None

    def systems(self) -> set[tuple[str, str]]:
        """Of which the vault has receipts: the site that sent them, and the system."""
        rows = self.services.listed(self.member, f"prefix={RECEIPTS}/")
        parts = [row["name"].split("/") for row in rows]
        return {(part[1], part[2]) for part in parts if len(part) == 4}

    def kept(self, source: str, system: str, signers: list[Signer]) -> list[Kept]:
        """Every generation with a receipt, by number.

        Of what stands under one name in several versions the oldest that is signed counts:
        whatever came later was put on top.
        """
        manifests = {
            one.sha256: one for one in self._papers(Manifest, MANIFESTS, source, system, signers)
        }
        proofs = list(self._papers(Proof, PROOFS, source, system, signers))
        found: dict[int, Kept] = {}
        for receipt in self._papers(Receipt, RECEIPTS, source, system, signers):
            manifest = manifests.get(receipt.manifest)
            if manifest is not None and receipt.number not in found:
                its = tuple(one for one in proofs if one.manifest == receipt.manifest)
                found[receipt.number] = Kept(manifest, its, receipt=receipt)
        return [found[number] for number in sorted(found)]

    def _papers(
        self, kind: type[DocumentT], folder: str, source: str, system: str, signers: list[Signer]
    ) -> Iterator[DocumentT]:
        """Those signed by who may sign them, oldest version first; whatever else is none."""
        question = f"versions=&prefix={quote(folder_of(folder, source, system))}"
        rows = list(self.services.listed(self.member, question))
        signer = source if kind is Manifest else self.site
        for row in sorted(rows, key=lambda one: (one["name"], one["last_modified"])):
            if row["content_type"] == DELETED:
                continue
            content = self.get(row["name"], row["version_id"])
            where = f"{self.site}: {self.member}/{row['name']}"
            try:
                yield opened(kind, content, signer, signers, where)
            except UserError:
                continue

    def _path(self, name: str) -> str:
        return f"/{quote(self.member)}/{quote(name)}"
