"""A snapshot as files, sealed; and what differs in one that somebody hands over. Pure.

The manifest names each other file with its hash, and its signature seals the manifest: so each
byte of the folder is sealed. Whether the numbers are right is another question, which nobody's
signature answers: they are counted again, from the extract alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import TYPE_CHECKING

from core.canonical import Json, from_canonical
from core.message import Message, say
from core.signing import Signer, sign, signed_by
from licensing.snapshot.extract import Extract, Files, extract_in, files_of
from licensing.snapshot.figures import figures_of
from licensing.snapshot.plain import from_line, line
from licensing.snapshot.quarter import Quarter

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAMESPACE = "licence-snapshot"
FORM = 1
MANIFEST, SIGNATURE = "manifest.json", "manifest.json.sig"
POSITIONS, READ_ME = "positions.json", "README.txt"

READ_ME_TEXT = """\
kumiai ライセンス監査スナップショット / an audit snapshot of licences

manifest.json       各ファイルのSHA-256 / the SHA-256 of each file
manifest.json.sig   その署名（OpenSSH形式）/ its signature, as OpenSSH makes them
rules/              数え方の規則 / how each product is counted
entitlements.jsonl  保有ライセンスと、その記載の変遷 / what was bought, as its file said when
hosts.json          物理サーバ、フェンス、地域 / hosts, fences, regions
ledger.jsonl        いつ、どのサーバが、どのホストで動いたか / when which server ran on which host
looks.jsonl         OpenStackと照合した時刻 / when servers were compared with OpenStack's records
positions.json      以上から計算した結果 / what was counted from all that

確かめ方 / to check it:
  kumiai licence verify-snapshot FOLDER
  ssh-keygen -Y verify -f allowed_signers -I NAME \\
    -n licence-snapshot -s manifest.json.sig < manifest.json
  sha256sum *.json *.jsonl rules/*
"""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the folder is; `files` are SHA-256 by path."""

    form: int
    first_day: date
    counted_by: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with a snapshot, all of it; and who signed it, if anybody who may."""

    quarter: Quarter | None
    signer: Signer | None
    differences: tuple[Message, ...]


def sealed(
    extract: Extract, quarter: Quarter, program: str, key: Ed25519PrivateKey
) -> dict[str, bytes]:
    """Every file of the snapshot. The same extract and key make the same bytes."""
    files = {
        **files_of(extract),
        POSITIONS: line(figures_of(extract, quarter)).encode(),
        READ_ME: READ_ME_TEXT.encode(),
    }
    manifest = line(Manifest(FORM, quarter.first, program, _hashes(files))).encode()
    signature = sign(key, manifest, NAMESPACE).encode()
    return {**files, MANIFEST: manifest, SIGNATURE: signature}


def checked(files: Files, signers: Iterable[Signer]) -> Finding:
    """Whether the folder is as it was sealed, by whom, and whether its numbers follow from it."""
    raw = files.get(MANIFEST)
    if raw is None:
        return Finding(None, None, (say("{file} is missing", file=MANIFEST),))
    signature = files.get(SIGNATURE, b"").decode(errors="replace")
    signer = signed_by(signature, raw, NAMESPACE, signers)
    try:
        manifest = from_line(raw.decode(), Manifest)
        quarter = _quarter_of(manifest)
    except ValueError:
        return Finding(None, signer, (say("{file} is not as it was written", file=MANIFEST),))
    found = list(_differing_files(files, manifest.files))
    if signer is None:
        found.append(
            say(
                "{file} does not fit {manifest}, or nobody signed it whom "
                "tenants/allowed_signers names",
                file=SIGNATURE,
                manifest=MANIFEST,
            )
        )
    return Finding(quarter, signer, (*found, *_miscounted(files, quarter)))


def _quarter_of(manifest: Manifest) -> Quarter:
    quarter = Quarter(manifest.first_day)
    if manifest.form != FORM or manifest.first_day.day != 1 or manifest.first_day.month % 3 != 1:
        raise ValueError("of another form")
    return quarter


def _hashes(files: Files) -> dict[str, str]:
    return {path: sha256(content).hexdigest() for path, content in sorted(files.items())}


def _differing_files(files: Files, sealed_as: Mapping[str, str]) -> Iterator[Message]:
    there = _hashes({p: c for p, c in files.items() if p not in (MANIFEST, SIGNATURE)})
    for path in sorted({*there, *sealed_as}):
        if path not in there:
            yield say("{file} is missing", file=path)
        elif path not in sealed_as:
            yield say("{file} was not there when it was sealed", file=path)
        elif there[path] != sealed_as[path]:
            yield say("{file} is not as it was when it was sealed", file=path)


def _miscounted(files: Files, quarter: Quarter) -> list[Message]:
    """Each number that is another one when it is counted again."""
    try:
        again: Json = figures_of(extract_in(files), quarter)
    except (ValueError, LookupError, ArithmeticError) as error:
        return [say("the numbers cannot be counted again: {reason}", reason=str(error))]
    try:
        written = from_canonical(files.get(POSITIONS, b"").decode().removesuffix("\n"))
    except ValueError:
        return [say("{file} is not as it was written", file=POSITIONS)]
    return [
        say(
            "{file}: {place} is {written}, counted again it is {again}",
            file=POSITIONS,
            place=place,
            written=one,
            again=other,
        )
        for place, one, other in _differing("", written, again)
    ]


def _differing(place: str, written: Json, again: Json) -> Iterator[tuple[str, str, str]]:
    """Each place, down to the single number, at which two values differ."""
    if isinstance(written, Mapping) and isinstance(again, Mapping):
        for key in sorted({*written, *again}):
            inner = f"{place}.{key}" if place else key
            if key in written and key in again:
                yield from _differing(inner, written[key], again[key])
            else:
                yield inner, _shown(written, key), _shown(again, key)
    elif isinstance(written, list) and isinstance(again, list) and len(written) == len(again):
        for number, pair in enumerate(zip(written, again, strict=True), start=1):
            yield from _differing(f"{place}[{number}]", *pair)
    elif written != again:
        yield place, line(written)[:-1], line(again)[:-1]


def _shown(values: Mapping[str, Json], key: str) -> str:
    return line(values[key])[:-1] if key in values else "–"
