"""What a run leaves for others: a folder that can be read and checked without kumiai. Adapter.

The run's journal with the procedure that was followed, the acts of kumiai's journal that it did,
how long each step took, all without secrets; the hashes of all files, signed with this machine's
key as OpenSSH checks it. The journal's own bytes are kept where they hold no secret, so that its
chain can be checked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import yaml

from core.files import write_whole
from core.home import Home
from core.journal import entries
from core.signing import sign
from core.signing_key import signing_key, signing_key_file
from runbooks.progress import Progress, StepSeen
from runbooks.record import key_of
from runbooks.runs import FILES, JOURNAL, PROCEDURE, RunFolder
from runbooks.scrubbing import scrubbed

NAMESPACE = "kumiai-evidence"
SUMS = "SHA256SUMS"

README = """\
証跡 / Evidence: {run}

journal.jsonl    この実行の記録。各行の before は直前の行の SHA-256。
                 The run's journal; `before` is the SHA-256 of the line before.
procedure.yaml   従った手順書 / the procedure that was followed
acts.jsonl       kumiaiが行った操作の記録 / what kumiai did, as its own journal has it
files/           人が渡したファイル / files that people gave, as they gave them
steps.json       段階ごとの結果と所要秒数 / each step: how it ended, and its seconds
SHA256SUMS       sha256sum -c SHA256SUMS
SHA256SUMS.sig   ssh-keygen -Y verify -f allowed_signers -I NAME -n kumiai-evidence \\
                 -s SHA256SUMS.sig < SHA256SUMS

Secrets are blacked out as █████. A journal in which one was has no chain any more, and says so:
{whole}
"""


def write_evidence(home: Home, folder: RunFolder, to: Path) -> list[Path]:
    """The files that were written. Raises: UserError where the journal was changed."""
    progress, procedure = folder.progress, folder.procedure
    secrets = list(secrets_of(home))
    raw = folder.journal.read_text(encoding="utf-8")
    journal = scrubbed(raw, secrets)
    keys = {
        key_of(folder.id, name, again)
        for step in procedure.steps
        for name in (step, f"undo {step}")
        for again in range(progress.steps.get(step, StepSeen()).again + 1)
    }
    acts = [line for line in entries(home.journal) if line.get("run") in keys]
    whole = "journal.jsonl: whole" if journal == raw else "journal.jsonl: blacked out in part"
    texts = {
        JOURNAL: journal,
        PROCEDURE: (folder.path / PROCEDURE).read_text(encoding="utf-8"),
        "acts.jsonl": "".join(
            scrubbed(json.dumps(line, ensure_ascii=False), secrets) + "\n" for line in acts
        ),
        "steps.json": scrubbed(_steps(progress), secrets),
        "README.txt": README.format(run=folder.id, whole=whole),
    }
    contents = {name: text.encode() for name, text in texts.items()}
    contents |= {f"{FILES}/{one.name}": one.read_bytes() for one in folder.files}
    sums = "".join(
        f"{hashlib.sha256(content).hexdigest()}  {name}\n"
        for name, content in sorted(contents.items())
    ).encode()
    contents[SUMS] = sums
    if signing_key_file(home).exists():
        contents[f"{SUMS}.sig"] = sign(signing_key(home), sums, NAMESPACE).encode()
    for name, content in contents.items():
        write_whole(to / name, content)
    return [to / name for name in contents]


def secrets_of(home: Home) -> Iterator[str]:
    """Every password and key that this machine has."""
    if home.clouds_file.exists():
        yield from _secrets_in(yaml.safe_load(home.clouds_file.read_text(encoding="utf-8")))
    if home.passphrase_file.exists():
        yield home.passphrase_file.read_text(encoding="utf-8").strip()
    for file in sorted(home.credentials.rglob("*")) if home.credentials.is_dir() else ():
        if file.is_file():
            text = file.read_text(encoding="utf-8", errors="replace")
            yield text.strip()
            try:
                yield from _secrets_in(yaml.safe_load(text))
            except yaml.YAMLError:
                continue


def _secrets_in(data: object, name: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _secrets_in(value, str(key))
    elif isinstance(data, list):
        for value in data:
            yield from _secrets_in(value, name)
    elif any(word in name for word in ("password", "secret", "passphrase", "key")):
        yield str(data)


def _steps(progress: Progress) -> str:
    steps = {
        name: {
            "state": str(seen.state),
            "begun_at": seen.begun_at.isoformat() if seen.begun_at else None,
            "ended_at": seen.ended_at.isoformat() if seen.ended_at else None,
            "seconds": seen.took.total_seconds() if seen.took is not None else None,
            "who": seen.who,
            "approved_by": seen.approved_by,
            "answers": dict(seen.answers),
            "why": seen.why.en,
        }
        for name, seen in progress.steps.items()
    }
    return json.dumps(steps, ensure_ascii=False, indent=2) + "\n"
