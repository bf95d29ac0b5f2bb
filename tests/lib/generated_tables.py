"""Service matrices as spreadsheets leave them, and worse."""

from __future__ import annotations

import csv
import io
import random
import unicodedata
from collections.abc import Sequence

from tenants.catalogue_model import Catalogue
from tenants.member import Member

MARKS = ("○", "◯", "〇", "・", "", "×", "-", " ○", "○　")
ODD = ("?", "有", "\x1b[31m", "\u200b", "a\nb", '"', "1", "TRUE", "○○", "\ufeff", "x" * 200_000)
ENCODINGS = ("utf-8", "utf-8-sig", "cp932", "utf-16", "euc-jp", "utf-8")


def generated_table(
    chance: random.Random, catalogue: Catalogue, members: Sequence[Member]
) -> bytes:
    """A table of some services and municipalities, with slips."""
    names = [member.name.ja for member in chance.sample(list(members), chance.randrange(1, 8))]
    services = [service.ja for service in catalogue.services.values()]
    rows = [["業務", *names]]
    for service in chance.sample(services, chance.randrange(0, 8)):
        rows.append([service, *(chance.choice(MARKS) for _ in names)])
    for _ in range(chance.choice((0, 0, 1, 1, 2, 4))):
        _slip(chance, rows)
    stream = io.StringIO()
    csv.writer(stream, delimiter=chance.choice(",,,\t;"), lineterminator="\r\n").writerows(rows)
    raw = stream.getvalue().encode(chance.choice(ENCODINGS), "replace")
    if chance.random() < 0.1:
        at = chance.randrange(len(raw) + 1)
        raw = raw[:at] + bytes([chance.randrange(256)]) + raw[at + chance.randrange(3) :]
    return raw


def _slip(chance: random.Random, rows: list[list[str]]) -> None:
    row = chance.choice(rows)
    at = chance.randrange(len(row)) if row else 0
    match chance.randrange(9):
        case 0:
            rows.append(list(row))
        case 1:
            for one in rows:
                one.insert(min(at, len(one)), one[at] if at < len(one) else "")
        case 2 if row:
            row[at] = chance.choice(ODD)
        case 3 if row:
            del row[at]
        case 4:
            row += [""] * chance.randrange(4)
        case 5 if row:
            row[at] = unicodedata.normalize("NFD", row[at]) + chance.choice(("", "　", " "))
        case 6:
            for one in rows:
                one.insert(0, chance.choice(("", "税", "住民情報関連")))
        case 7:
            rows.insert(chance.randrange(len(rows) + 1), chance.choice(([], [""], ["税"], [",,"])))
        case _:
            del rows[1:]
