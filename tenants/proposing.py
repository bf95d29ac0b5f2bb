"""What can be proposed for a new municipality, so that its file need not be begun empty. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from ipaddress import IPv4Network

from core.document import Document
from core.message import say
from core.problem import Position, Problem
from core.strict import LONGEST_SLUG, SHORTEST_SLUG
from core.surprises import LOOKALIKE
from tenants.catalogue_model import Catalogue
from tenants.consortium_model import Consortium
from tenants.definitions import MEMBERS_FOLDER, Definitions, Read
from tenants.member import Member
from tenants.romaji import romaji
from tenants.rules import check
from tenants.vocabulary import KUMIAI

KINDS = {
    "市": ("し", "City"),
    "区": ("く", "Ward"),
    "町": ("ちょう", "Town"),
    "村": ("むら", "Village"),
}
"""How a municipality's name ends: in kanji, commonly in hiragana, and its kind in English."""

MARK = "# 要確認"
"""Behind each line that only a person can fill in."""

OTHER_READINGS = ("まち", "そん")


@dataclass(frozen=True, slots=True)
class Body:
    """What is known of a municipality before its file is written."""

    code: str
    prefecture: str
    name: str
    kana: str


def next_free_network(consortium: Consortium, taken: Iterable[IPv4Network]) -> IPv4Network | None:
    """The first network of a member's size that overlaps none of `taken`; None if all are used.

    Networks of exactly that size are the rule, so most are found by look-up alone.
    """
    others = set(taken)
    larger = [network for network in others if network.prefixlen != consortium.member_prefix_length]
    for network in consortium.address_range.subnets(new_prefix=consortium.member_prefix_length):
        if network not in others and not any(network.overlaps(other) for other in larger):
            return network
    return None


def slug_for(body: Body, taken: Iterable[str]) -> str:
    """The name in Latin letters without 市 and the like; with the code where that is taken.

    Of a long name, as a wide-area union has, as much as leaves room for the code.
    """
    slug = romaji(_stem(body))
    if len(slug) < SHORTEST_SLUG or slug == KUMIAI:
        return f"m{body.code}"
    if len(slug) > LONGEST_SLUG or slug in set(taken):
        return f"{slug[: LONGEST_SLUG - len(body.code) - 1]}-{body.code}"
    return slug


def english_name(body: Body) -> str:
    """As in `Hita City`."""
    kind = KINDS.get(body.name[-1:], ("", ""))[1]
    return f"{romaji(_stem(body)).capitalize()} {kind}".strip() or "Municipality"


def member_file(
    body: Body, slug: str, network: IPv4Network, home_site: str, catalogue: Catalogue, today: date
) -> str:
    """A commented file to start from. Every service is there, behind a `#` to be taken away."""
    lines = [
        "# yaml-language-server: $schema=../schema/member.schema.json",
        f"# {body.name} ({body.code}). 内容を確認し、「要確認」の行を直してください。"
        "確認は `kumiai check` で行います。",
        "# Look through it, mend the lines marked 要確認, then run `kumiai check`.",
        f"slug: {_written(slug)}",
        f'code: "{body.code}"',
        f"name: {{ja: {_written(body.name)}, kana: {_written(body.kana)}, "
        f"en: {english_name(body)}}}",
        f"prefecture: {body.prefecture}",
        "population: {count: 1, as_of: " + f"{today}}}  {MARK}: 人口と基準日",
        "staff: {count: 1, as_of: " + f"{today}}}  {MARK}: 職員数と基準日",
        f"home_site: {home_site}",
        f"network_model: alpha  {MARK}: alpha / alpha_dash / beta / beta_dash",
        f"network: {network}",
        f"lifecycle: {{state: joining, joined_on: {today}}}",
        "contacts:",
        f"  - {{role: ict_section, name: 情報主管課, email: ict@{slug}.example, "
        f"phone: 0000-00-{body.code}}}  {MARK}",
        f"  - {{role: business_section, name: 業務原課, email: business@{slug}.example, "
        f"phone: 0000-01-{body.code}}}  {MARK}",
        "# 利用する業務の行頭の「# 」を外してください。 Take the `# ` away from what is used.",
        "services:",
    ]
    first = next(iter(catalogue.services))
    group = ""
    for name, service in catalogue.services.items():
        if service.group != group:
            group = service.group
            lines.append(f"  # {catalogue.groups[group].ja}")
        shown = f"  {name}:  # {service.ja}"
        lines.append(shown if name == first else f"  # {shown.strip()}")
    return "\n".join(lines) + "\n"


def _written(text: str) -> str:
    """As YAML takes it for this text and for nothing else."""
    if not text.isprintable() or (_PLAIN.fullmatch(text) and LOOKALIKE.match(text) is None):
        return text
    return "'" + text.replace("'", "''") + "'"


_PLAIN = re.compile(r"[^\W\d_][\w-]*")


def problems_with(definitions: Definitions, slug: str, text: str, today: date) -> list[Problem]:
    """What `kumiai check` would say if this were the file of a new member called `slug`."""
    document, problems = Document.parse(text, MEMBERS_FOLDER / f"{slug}.yaml")
    if document is None:
        return problems
    member, problems = document.read_as(Member)
    if member is None:
        # The file's addresses are made of the slug, and wrong with it.
        return [one for one in problems if one.field == "slug"] or problems
    newcomer = {slug: Read(document, member)}
    return check(replace(definitions, members={**definitions.members, **newcomer}), today)


def _stem(body: Body) -> str:
    """The kana of the name without its kind: ひたし of 日田市 is ひた."""
    kind = KINDS.get(body.name[-1:])
    if kind is None:
        return body.kana
    endings = (kind[0], *OTHER_READINGS) if kind[1] in ("Town", "Village") else (kind[0],)
    for ending in endings:
        if body.kana.endswith(ending):
            return body.kana.removesuffix(ending)
    return body.kana


def unreviewed(definitions: Definitions) -> Iterator[Problem]:
    """Files whose lines nobody has looked through: one resident is no size to build by."""
    for read in definitions.members.values():
        marked = [
            (number, line.index(MARK) + 1)
            for number, line in enumerate(read.document.text.splitlines(), start=1)
            if MARK in line
        ]
        if marked:
            (line, column), *_ = marked
            yield Problem(
                Position(read.document.file, line, column),
                read.value.name.ja,
                "",
                say(
                    "lines {lines} are still marked {mark}, as they were proposed; write what is "
                    "right and take the marks away",
                    lines=tuple(str(number) for number, _ in marked),
                    mark=MARK.removeprefix("# "),
                ),
            )
