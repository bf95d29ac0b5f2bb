"""What a translator would look for: Japanese sentences are Japanese throughout.

Latin letters are for names, fields and commands. Whether each sentence has its Japanese at all is
looked at in the gallery and in tests/docs/test_help.py.
"""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any, cast

import pytest
from babel.messages.pofile import read_po
from typer.main import get_command

from cli.help import Command, words_of
from cli.main import app
from cli.reference.messages import templates
from cli.schema.commands import schemas
from core.home import REPOSITORY
from core.packages import PACKAGES
from core.translation import CATALOGUE
from licensing.papers.store import read_licences
from tests.errors.test_gallery import ALL_CASES

# Products, units, formats and variables that a Japanese reader knows by these letters.
NAMES = frozenset(
    (
        *(
            "CSV",
            "HTML",
            "ID",
            "IPv6",
            "JSON",
            "Shift_JIS",
            "URL",
            "UTF-8",
            "YAML",
            "html",
            "http",
            "svg",
            "NBSP",
        ),
        *("GiB", "IOPS", "IP", "MiB", "TiB", "VLAN", "vCPU"),
        *(
            "A4",
            "Alertmanager",
            "Ansible",
            "Cinder",
            "DNS",
            "Debian",
            "Go",
            "Grafana",
            "Keystone",
            "Nova",
            "nova-compute",
            "OpenStack",
            "Prometheus",
            "Swift",
            "Prometheus",
            "Pulumi",
            "PyPI",
            "Python",
            "amtool",
            "promtool",
            "git",
            "kumiai",
            "systemd",
            "uv",
            "zstd",
        ),
        *(
            "KUMIAI_HOME",
            "KUMIAI_LAB_NETWORK",
            "KUMIAI_LAB_SERVERS",
            "SHELL",
            "SIGKILL",
            "SSH",
            "root",
            "systemd",
            "zstd",
        ),
    )
)

# Words of English that no name, field or command is made of.
GLUE = frozenset(
    ("a", "an", "and", "are", "as", "be", "did", "expected", "found", "in", "is", "must", "not")
) | {"of", "or", "such", "than", "the", "to", "which", "with"}

NO_SENTENCE = (
    re.compile(r"`[^`]*`"),
    re.compile(r"\{[^}]*\}"),
    re.compile(r"--[a-z-]+"),
    re.compile(r"\d[\d.:T-]*\d|[a-z]+://"),
    re.compile(r"[\w.*-]*/[\w./*-]*|[\w-]+\.(?:bak|conf|log|py|yaml)|\.(?:bak|html|svg|yaml)"),
    re.compile("例[:：].*|（例[:：][^）]*）|「[^」]*」|'[^']*'|\"[^\"]*\""),
)
"""What is quoted, filled in, an option, a number, a file, an example."""

JAPANESE = re.compile("[ぁ-んァ-ヶ一-龠]")

WORD = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@cache
def fields() -> frozenset[str]:
    """Names of fields and their fixed values, as the schemas have them."""

    def walk(schema: Any) -> Iterator[str]:
        if isinstance(schema, dict):
            yield from schema.get("properties", {})
            yield from map(str, schema.get("enum", ()))
            yield str(schema.get("const", ""))
            for value in schema.values():
                yield from walk(value)
        elif isinstance(schema, list):
            for value in schema:
                yield from walk(value)

    return frozenset(name for text in schemas().values() for name in walk(json.loads(text)))


def latin_in(sentence: str) -> set[str]:
    for pattern in NO_SENTENCE:
        sentence = pattern.sub(" ", sentence)
    return set(WORD.findall(sentence))


def catalogue() -> dict[str, str]:
    with CATALOGUE.open("rb") as stream:
        return {str(one.id): str(one.string) for one in read_po(stream) if one.id}


def words_filled_in(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Literals among the values of `say(…)`, each with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
            for keyword in node.keywords:
                chosen = keyword.value
                either = (
                    [chosen.body, chosen.orelse]
                    if isinstance(chosen, ast.IfExp)
                    else chosen.values
                    if isinstance(chosen, ast.BoolOp)
                    else [chosen]
                )
                for value in either:
                    if isinstance(value, ast.Constant) and isinstance(value.value, str):
                        yield value.lineno, value.value


def test_no_japanese_sentence_has_an_english_word() -> None:
    found = {
        japanese: words
        for japanese in catalogue().values()
        if (words := latin_in(japanese) - NAMES - fields())
    }
    assert found == {}


def test_what_a_japanese_reader_is_told_of_a_file_has_no_english_in_it() -> None:
    found = [
        line
        for case in ALL_CASES
        for line in case.japanese
        if latin_in(line.split(": ", 1)[1]) & GLUE
    ]
    assert found == []


def test_what_a_japanese_reader_is_told_of_a_licence_rule_is_japanese() -> None:
    rules = [read.value for read in read_licences(REPOSITORY)[0].rules.values()]
    told = [text for rule in rules for text in (rule.title.ja, rule.note.ja) if text]
    assert [text for text in told if latin_in(text) & GLUE or not JAPANESE.search(text)] == []
    assert len(told) > len(rules)


OTHER_WORDS = {
    "拠点": "データセンター",
    "サイト": "データセンター",
    "サーバー": "サーバ",
    "フォルダー": "フォルダ",
}
"""What the glossary calls otherwise: a reader takes two words for two things."""


def test_one_thing_has_one_word_in_japanese() -> None:
    files = [CATALOGUE, REPOSITORY / "README.ja.md", *(REPOSITORY / "docs").rglob("*.ja.md")]
    files += [*(REPOSITORY / "licensing/rules").glob("*.yaml")]
    files += [*(REPOSITORY / "runbooks/procedures").glob("*.yaml")]
    found = [
        f"{file.relative_to(REPOSITORY)}: {other}, say {word}"
        for file in files
        for other, word in OTHER_WORDS.items()
        if other in file.read_text(encoding="utf-8")
    ]
    assert found == []


def test_no_translation_outlives_its_sentence() -> None:
    said = {*templates(REPOSITORY), *words_of(cast(Command, get_command(app)))}
    assert [sentence for sentence in catalogue() if sentence not in said] == []


def test_no_sentence_is_translated_twice() -> None:
    begun = re.split(r"^msgid ", CATALOGUE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    sentences = Counter(entry.partition("\nmsgstr ")[0].replace('"\n"', "") for entry in begun)
    assert [sentence for sentence, times in sentences.items() if times > 1] == []


@pytest.mark.parametrize("package", PACKAGES)
def test_a_word_that_is_filled_in_is_a_message_of_its_own(package: str) -> None:
    found = [
        f"{file.relative_to(REPOSITORY)}:{line}: {word}"
        for file in sorted((REPOSITORY / package).rglob("*.py"))
        for line, word in words_filled_in(ast.parse(file.read_text(encoding="utf-8")))
        if re.search("[a-z]{2}", word)
    ]
    assert found == []
