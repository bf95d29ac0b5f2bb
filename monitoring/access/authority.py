"""The keys that sign persons' certificates, and what they sign. Adapter: ssh-keygen.

Whose certificates servers believe stands in `monitoring/operators/trusted_ca`, in git: it is
decided by whoever may merge there. The private halves stay in a folder of their own, 0600. To
rotate is to add a key, to configure all servers, and then to take the old line out.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from core.errors import Exit, OtherSystemFailed, UserError
from core.files import locked, write_private, write_whole
from core.home import Home
from core.journal import append, entries
from core.message import say
from core.private_key import private_key_in, write_private_key
from core.signing import Signer, public_key_of
from monitoring.access.certificate import Certificate, validity
from monitoring.access.staff import OPERATORS_FOLDER, signer_of

TRUSTED = OPERATORS_FOLDER / "trusted_ca"
KEYGEN_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Issued:
    """A certificate that was made, as the journal of them keeps it."""

    at: datetime
    serial: int
    certificate: Certificate
    authority: str
    key: str
    why: str

    act = "certificate"
    outcome = "done"

    @property
    def subject(self) -> str:
        return self.certificate.person

    def as_json(self) -> Mapping[str, object]:
        return {
            "at": self.at.isoformat(),
            "act": self.act,
            "subject": self.subject,
            "serial": self.serial,
            "principals": list(self.certificate.principals),
            "holds_from": self.certificate.holds_from.isoformat(),
            "holds_until": self.certificate.holds_until.isoformat(),
            "authority": self.authority,
            "key": self.key,
            "why": self.why,
            "outcome": self.outcome,
        }


def trusted_lines(root: Path) -> list[str]:
    """The public keys whose certificates servers believe, as OpenSSH's file has them.

    Raises: UserError with the line that is none.
    """
    file = root / TRUSTED
    text = file.read_text(encoding="utf-8") if file.exists() else ""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        try:
            signer_of("key", line)
        except (ValueError, IndexError):
            raise UserError(
                say(
                    "{file}:{line}: is no public key; write `ssh-ed25519`, the key and a name, as "
                    "`kumiai access authority new NAME` adds them",
                    file=TRUSTED,
                    line=number,
                ),
                Exit.FILE_INVALID,
            ) from None
        found.append(line.strip())
    return found


def make_authority(home: Home, name: str) -> str:
    """A new key by this name; its public line is added to the file that servers are given.

    Raises: UserError where there is one by this name already.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    known = trusted_lines(home.definitions)
    with locked(home.locks / "access-ca"):
        file = _private(home, name)
        if file.exists() or any(line.endswith(f" {name}") for line in known):
            raise UserError(
                say("there is a key {name} already; choose another name, as in ca-2027", name=name)
            )
        key = Ed25519PrivateKey.generate()
        write_private_key(file, key)
        line = f"{Signer('key', public_key_of(key)).line.partition(' ')[2]} {name}"
        written = home.definitions / TRUSTED
        text = written.read_text(encoding="utf-8") if written.exists() else ""
        write_whole(written, f"{text.rstrip()}\n{line}\n".lstrip())
    return line


def signing_authority(home: Home) -> str:
    """The name of the key that signs: the last one that servers are given and that is held here.

    Raises: UserError where there is none, or others may read it.
    """
    for line in reversed(trusted_lines(home.definitions)):
        name = line.split()[-1]
        key = private_key_in(_private(home, name))
        if key is None or public_key_of(key) != signer_of("key", line).public_key:
            continue
        if _private(home, name).stat().st_mode & 0o077:
            raise UserError(
                say(
                    "{file}: others may read the key that signs certificates; rotate it (docs/"
                    "how-to/access.md), or `chmod 600` it if nobody had a chance to",
                    file=_private(home, name),
                ),
                Exit.RULE_BROKEN,
            )
        return name
    raise UserError(
        say(
            "no key of {file} is held in {folder}, so no certificate can be made; "
            "`kumiai access authority new NAME` makes one, or log in where it is held",
            file=TRUSTED,
            folder=home.authority,
        ),
        Exit.RULE_BROKEN,
    )


def issue(home: Home, one: Certificate, public_key: str, at: datetime, why: str) -> None:
    """Make the certificate, where `ssh` finds it; the journal of certificates has it from then on.

    Raises: UserError, OtherSystemFailed where it cannot be made; nothing is kept then.
    """
    authority = signing_authority(home)
    with locked(home.locks / "access-issued"), tempfile.TemporaryDirectory() as folder:
        serial = 1 + len(issued(home))
        file = Path(folder) / "key.pub"
        file.write_text(f"{public_key}\n", encoding="ascii")
        ssh_keygen(
            *("-q", "-s", str(_private(home, authority)), "-I", one.person, "-z", str(serial)),
            *("-n", ",".join(one.principals), "-V", validity(one)),
            *("-O", "clear", "-O", "permit-pty", str(file)),
        )
        made = (Path(folder) / "key-cert.pub").read_text(encoding="ascii")
        append(home.access / "issued.jsonl", Issued(at, serial, one, authority, public_key, why))
        write_private(certificate_file(home, one.principals[0]), made)


def issued(home: Home) -> list[dict[str, Any]]:
    """Every certificate that was made here, the first one first."""
    return entries(home.access / "issued.jsonl")


def revocation_list(home: Home, persons: Iterable[str], version: int) -> bytes:
    """OpenSSH's list (KRL): no certificate of these persons is believed, whoever signed it."""
    with tempfile.TemporaryDirectory() as folder:
        said, made = Path(folder) / "said", Path(folder) / "krl"
        said.write_text("".join(f"id: {person}\n" for person in persons), encoding="ascii")
        ssh_keygen("-q", "-k", "-f", str(made), "-s", "none", "-z", str(version), str(said))
        return made.read_bytes()


def signature(key: Path, content: bytes, namespace: str) -> str:
    """What a person signs with its own key, which may be in its agent.

    Raises: OtherSystemFailed where OpenSSH cannot sign.
    """
    return ssh_keygen("-q", "-Y", "sign", "-f", str(key), "-n", namespace, given=content)


def ssh_keygen(*words: str, given: bytes = b"") -> str:
    """What it prints. Raises: OtherSystemFailed with its own last words."""
    program = shutil.which("ssh-keygen")
    if program is None:
        raise OtherSystemFailed(
            say("ssh-keygen is not installed; install Debian's package openssh-client")
        )
    try:
        done = subprocess.run(
            [program, *words], input=given, capture_output=True, timeout=KEYGEN_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise OtherSystemFailed(
            say("ssh-keygen did not end within {seconds} s", seconds=KEYGEN_SECONDS)
        ) from None
    if done.returncode:
        words_of_it = done.stderr.decode(errors="replace").strip().splitlines()
        raise OtherSystemFailed(
            say("ssh-keygen refused: {reason}", reason=(words_of_it or ["–"])[-1])
        )
    return done.stdout.decode(errors="replace")


def certificate_file(home: Home, principal: str) -> Path:
    """Of the certificate that was made last for it."""
    return home.access / "certificates" / f"{principal.replace(':', '.')}-cert.pub"


def _private(home: Home, name: str) -> Path:
    return home.authority / f"{name}.key"
