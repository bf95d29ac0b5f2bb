"""Generations brought over from their source into the vault, by reading. Adapter: Swift.

Nothing of the source opens anything here: this side comes and reads, with a login that may read
and nothing else. What it takes in it has hashed itself, and follows from what it holds already.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from blueprint.naming import stack_name
from core.errors import Exit, OtherSystemFailed, UserError
from core.message import Message, say
from core.signing import Signer
from recovery.chain import against_later, chain_of
from recovery.copying import Sent, sent_papers
from recovery.coverage import Kept
from recovery.last_sent import Link, file_of
from recovery.manifest import Manifest, ObjectCopy, object_of
from recovery.papers import MANIFESTS, RECEIPTS, name_of, sealed
from recovery.receipt import Receipt
from recovery.services import Services
from recovery.vault import Vault
from tenants.vocabulary import BACKUP_CONTAINER

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


def waiting(
    source: Services, vault: Vault, site: str, system: str, signers: list[Signer]
) -> tuple[list[Kept], list[Sent]]:
    """What the vault holds of a system, and what of the source it does not hold yet.

    Raises: UserError (exit 11) where the source shows other generations than those it showed
    before, or none that follows from them.
    """
    kept = vault.kept(site, system, signers)
    held = {one.manifest.number: one.manifest for one in kept}
    oldest = min(held, default=1)
    new: list[Sent] = []
    before = newest = kept[-1].manifest if kept else None
    for one in sent_papers(source, site, system, signers):
        manifest = one.manifest
        if newest and manifest.number <= newest.number and manifest.taken_at > newest.taken_at:
            raise _refused(_begun_anew(newest, manifest))
        if manifest.number in held:
            if held[manifest.number] != manifest:
                raise _refused(_another(manifest))
            continue
        if manifest.number < oldest:
            continue  # its time was over here, and is over there once that is done again
        against = _foreign(manifest, vault.member, system) or against_later(manifest, before)
        known = [*held.values(), *(other.manifest for other in new), manifest]
        if against is None and not _whole(manifest, known):
            against = say(
                "generation {number} of {member} {system} builds on a copy that is in no "
                "generation",
                number=manifest.number,
                member=manifest.member,
                system=manifest.system,
            )
        if against is not None:
            raise _refused(against)
        new.append(one)
        before = manifest
    return kept, new


def take_in(
    source: Services,
    vault: Vault,
    new: Sent,
    key: Ed25519PrivateKey,
    changed: Callable[[str], None],
) -> Receipt:
    """Every object of a generation, then its manifest as it was signed, then the receipt.

    Raises: OtherSystemFailed where an object is missing at the source, or is not what it says.
    """
    manifest = new.manifest

    def bring(copy: ObjectCopy) -> tuple[str, str]:
        version = vault.version_like(copy)
        if version is None:
            vault.services.traffic.wait_for(copy.bytes)
            version = vault.put(copy.name, _read(source, manifest, copy))
            changed(copy.name)
        return copy.name, version

    versions = dict(vault.services.traffic.each(bring, manifest.objects.values()))
    where = (manifest.site, manifest.system, manifest.number)
    vault.put(name_of(MANIFESTS, *where), new.content)
    receipt = Receipt(
        held_at=vault.site,
        member=manifest.member,
        system=manifest.system,
        number=manifest.number,
        manifest=manifest.sha256,
        taken_in_at=datetime.now(UTC).replace(microsecond=0),
        versions=versions,
    )
    vault.put(name_of(RECEIPTS, *where), sealed(receipt, key))
    return receipt


def _read(source: Services, manifest: Manifest, copy: ObjectCopy) -> bytes:
    content = source.read(BACKUP_CONTAINER, copy.name, copy.bytes)
    if object_of(copy.name, content) != copy:
        raise OtherSystemFailed(
            say(
                "{object} at {site} is not what the manifest of generation {number} says; it was "
                "damaged or changed there, take another generation",
                object=copy.name,
                site=manifest.site,
                number=manifest.number,
            )
        )
    return content


def _foreign(manifest: Manifest, member: str, system: str) -> Message | None:
    if (manifest.member, manifest.system) == (member, system):
        return None
    return say(
        "a manifest of {other} stands among those of {member} {system}",
        other=f"{manifest.member} {manifest.system}",
        member=member,
        system=system,
    )


def _whole(manifest: Manifest, generations: list[Manifest]) -> bool:
    return all(chain_of(volume, generations) is not None for volume in manifest.volumes)


def _begun_anew(newest: Manifest, anew: Manifest) -> Message:
    """What its machine once knew stands here, so that a person can give it back."""
    return say(
        "{member} {system}: at {site} generation {number} was taken after generation {newest}, "
        "which is held here: its machine lost what numbers go on by, and nothing is taken in; "
        "there, write {link} to var/{file}, delete {paper} from the container {container}, and "
        "copy it once more",
        member=newest.member,
        system=newest.system,
        site=newest.site,
        number=anew.number,
        newest=newest.number,
        link=Link.of(newest).model_dump_json(),
        file=file_of(stack_name(newest.member, newest.site), newest.system),
        paper=name_of(MANIFESTS, anew.site, anew.system, anew.number),
        container=BACKUP_CONTAINER,
    )


def _another(manifest: Manifest) -> Message:
    return say(
        "generation {number} of {member} {system} at {site} is another than the one that was "
        "taken in; somebody signed a second one, or an older one is replayed",
        number=manifest.number,
        member=manifest.member,
        system=manifest.system,
        site=manifest.site,
    )


def _refused(why: Message) -> UserError:
    return UserError(why, Exit.RULE_BROKEN)
