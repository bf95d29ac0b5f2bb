"""Persons for tests of access, as their files say them, beside the shipped matrix."""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from monitoring.access.operator import Operator
from monitoring.access.staff import Staff
from tests.lib.matrix import read_as, shipped_matrix

OFFICE = """duty:
  - {days: [monday, tuesday, wednesday, thursday, friday], opens: "08:30", closes: "17:15"}
"""


def key_of(number: int) -> str:
    """A public key of which nobody has the private half."""
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0\x20" + bytes([number]) * 32
    return f"ssh-ed25519 {b64encode(blob).decode()}"


SATO = f"""name: {{ja: 佐藤 花子, en: Hanako Sato}}
party: platform-operator
keys: [{key_of(1)}]
reaches: [{{purposes: [look, operate]}}]
{OFFICE}leave: [{{starts_on: 2026-11-16, ends_on: 2026-11-17}}]
until: 2027-03-31
"""
SUZUKI = f"""name: {{ja: 鈴木 一郎, en: Ichiro Suzuki}}
party: platform-operator
keys: [{key_of(2)}]
reaches: [{{purposes: [look, operate]}}]
until: 2027-03-31
"""
KIMURA = f"""name: {{ja: 木村 次郎, en: Jiro Kimura}}
party: package-vendor
keys: [{key_of(3)}]
reaches: [{{purposes: [operate]}}]
until: 2027-03-31
"""
TANAKA = f"""name: {{ja: 田中 陽子, en: Yoko Tanaka}}
party: ict-section
member: hita
keys: [{key_of(4)}]
reaches: [{{members: [hita], purposes: [look]}}]
until: 2027-03-31
"""
PERSONS = {
    "sato-hanako": SATO,
    "suzuki-ichiro": SUZUKI,
    "kimura-jiro": KIMURA,
    "tanaka-yoko": TANAKA,
}


def staff(**other: str) -> Staff:
    """The four, or others by their names, with _ for the hyphen."""
    texts = {**PERSONS, **{name.replace("_", "-"): text for name, text in other.items()}}
    read = {
        name: read_as(Operator, text, Path(f"monitoring/operators/{name}.yaml"))
        for name, text in texts.items()
    }
    return Staff(read, shipped_matrix())
