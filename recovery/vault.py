"""The vault of a site, as its daily writer sees it, who may add and nothing else. Adapter: Swift.

A container keeps every version of every name. Its writer can put another on top, or a mark that
says deleted; no version goes by it. So what a receipt names by version stays what it was.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from core.errors import OtherSystemFailed, UserError
from core.message import Message, say
from core.signing import Signer
from recovery.coverage import Kept
from recovery.manifest import DocumentT, Manifest, ObjectCopy, object_of
from recovery.papers import MANIFESTS, PROOFS, RECEIPTS, folder_of, opened
from recovery.receipt import Proof, Receipt
from recovery.services import SWIFT, Services

DELETED = "application/x-deleted;swift_versions_deleted=1"
"""What Swift calls the mark that a name was deleted (swift/common/middleware/versioned_writes)."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What a vault holds of one system."""

    kept: list[Kept]
    """Every generation with a receipt, by number."""
    unread: tuple[Message, ...]
    """Papers that count as none, and why: nobody's who may sign, or of another form. What they tell
    of may be copies all the same, so whoever finds no others says so."""


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
        return self.shelf(source, system, signers).kept

    def shelf(self, source: str, system: str, signers: list[Signer]) -> Shelf:
        """Of what stands under one name in several versions the oldest that is signed counts:
        whatever came later was put on top.
        """
        where = (source, system, signers)
        manifests, unread = self._papers(Manifest, MANIFESTS, *where)
        proofs, unread_proofs = self._papers(Proof, PROOFS, *where)
        receipts, unread_receipts = self._papers(Receipt, RECEIPTS, *where)
        by_hash = {one.sha256: one for one in manifests}
        found: dict[int, Kept] = {}
        for receipt in receipts:
            manifest = by_hash.get(receipt.manifest)
            if manifest is not None and receipt.number not in found:
                its = tuple(one for one in proofs if one.manifest == receipt.manifest)
                found[receipt.number] = Kept(manifest, its, receipt=receipt)
        return Shelf(
            [found[number] for number in sorted(found)],
            (*unread, *unread_receipts, *unread_proofs),
        )

    def _papers(
        self, kind: type[DocumentT], folder: str, source: str, system: str, signers: list[Signer]
    ) -> tuple[list[DocumentT], list[Message]]:
        """Those signed by who may sign them, oldest version first; and of each name under which
        there is none, why not."""
        question = f"versions=&prefix={quote(folder_of(folder, source, system))}"
        rows = [
            row
            for row in self.services.listed(self.member, question)
            if row["content_type"] != DELETED
        ]
        rows.sort(key=lambda one: (one["name"], one["last_modified"]))
        signer = source if kind is Manifest else self.site
        papers: list[DocumentT] = []
        unread: list[Message] = []
        for name, versions in groupby(rows, lambda one: str(one["name"])):
            where = f"{self.site}: {self.member}/{name}"
            found, refusals = [], []
            for row in versions:
                content = self.get(name, row["version_id"])
                try:
                    found.append(opened(kind, content, signer, signers, where))
                except UserError as refusal:
                    refusals.append(refusal.message)
            papers += found
            unread += [] if found else refusals[:1]
        return papers, unread

    def _path(self, name: str) -> str:
        return f"/{quote(self.member)}/{quote(name)}"
