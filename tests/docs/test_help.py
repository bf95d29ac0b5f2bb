"""Every command explains itself: with an example that can be typed, and in both languages."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.help import EXAMPLE, Command, examples, words_of
from core.language import Language
from core.translation import translation
from tests.lib.typed import ROOT, typed

JAPANESE = translation(Language.JA)


def commands(path: str = "", command: Command = ROOT) -> Iterator[tuple[str, Command]]:
    children: dict[str, Command] = getattr(command, "commands", {})
    if not children:
        yield path, command
    for name, child in children.items():
        yield from commands(f"{path} {name}".strip(), child)


ALL = dict(commands())


def answered(words: str, language: str = "en") -> str:
    done = typed("--lang", language, *shlex.split(words))
    return f"{done.output}{done.exit_code}"


@pytest.mark.parametrize("path", ALL)
def test_every_command_has_an_example_of_itself_that_can_be_typed(path: str) -> None:
    found = examples(ALL[path])
    assert found
    for example in found:
        assert example.startswith(f"{EXAMPLE}{path}")
        words = shlex.split(example.removeprefix(EXAMPLE))
        assert typed(*words, "--help").exit_code == 0, example


def test_every_word_of_the_help_has_its_japanese() -> None:
    assert [words for words in words_of(ROOT) if JAPANESE(words) == words] == []


def test_a_page_is_asked_for_by_one_word_in_every_command() -> None:
    """What a browser reads is written by `--html`; beside it is only the language it opens in."""
    names = {
        name
        for command in ALL.values()
        for option in command.params
        if not getattr(option, "hidden", False)
        for name in option.opts
        if "page" in name or "html" in name
    }
    assert names == {"--html", "--page-language"}


def test_help_is_in_the_language_that_is_asked_for_behind_the_command_too() -> None:
    shown = typed("verify", "-h", "--lang", "ja").output
    assert "Pulumiの状態ではなくOpenStackそのものを、YAMLの定義と比べます。" in shown
    assert "例\n  $ kumiai verify\n  $ kumiai verify usuki --site primary\n" in shown
    assert "  MEMBERS  団体のスラッグ。省略時は全団体です。\n" in shown


def test_a_japanese_locale_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ja_JP.UTF-8")
    assert "この説明を表示します。" in typed("check", "-h").output


@pytest.mark.parametrize(
    ("words", "english", "japanese"),
    [
        (
            "verfy",
            "kumiai: no command verfy is here; did you mean verify?\nsee `kumiai --help`\n2",
            "kumiai: verfy というコマンドはありません。verify ではありませんか。\n"
            "使い方は `kumiai --help` で表示します。\n2",
        ),
        (
            "verify --jsn",
            "kumiai verify: no option --jsn is here; did you mean --json?\n"
            "see `kumiai verify --help`\n2",
            "kumiai verify: --jsn というオプションはありません。--json ではありませんか。\n"
            "使い方は `kumiai verify --help` で表示します。\n2",
        ),
        (
            "verify --to",
            "kumiai verify: no option --to is here\nsee `kumiai verify --help`\n2",
            "kumiai verify: --to というオプションはありません。\n"
            "使い方は `kumiai verify --help` で表示します。\n2",
        ),
        (
            "verify --site",
            "kumiai verify: --site needs a value behind it\nsee `kumiai verify --help`\n2",
            "kumiai verify: --site の後に値が必要です。\n"
            "使い方は `kumiai verify --help` で表示します。\n2",
        ),
        (
            "up --at-once 99",
            "kumiai up: --at-once: must be at most 32, got '99'\nsee `kumiai up --help`\n2",
            "kumiai up: --at-once: 32 以下でなければなりません（現在の値: '99'）。\n"
            "使い方は `kumiai up --help` で表示します。\n2",
        ),
        (
            "up --at-once many",
            "kumiai up: --at-once: must be a whole number, got 'many'\nsee `kumiai up --help`\n2",
            "kumiai up: --at-once: 整数でなければなりません（現在の値: 'many'）。\n"
            "使い方は `kumiai up --help` で表示します。\n2",
        ),
        (
            "member show",
            "kumiai member show: NAME is missing\nsee `kumiai member show --help`\n2",
            "kumiai member show: NAME がありません。\n"
            "使い方は `kumiai member show --help` で表示します。\n2",
        ),
        (
            "check everything",
            "kumiai check: nothing is expected behind the others: everything\n"
            "see `kumiai check --help`\n2",
            "kumiai check: 余分な引数があります: everything\n"
            "使い方は `kumiai check --help` で表示します。\n2",
        ),
    ],
)
def test_a_slip_is_told_in_the_readers_language(words: str, english: str, japanese: str) -> None:
    assert answered(words) == english
    assert answered(words, "ja") == japanese


def test_an_unknown_language_is_told() -> None:
    assert "--lang: must be ja, en, got 'fr'" in answered("check", "fr")


@pytest.mark.parametrize(
    ("line", "completed"),
    [
        ("kumiai ser", ["server"]),
        ("kumiai verify us", ["usa", "usuki"]),
        ("kumiai --lang ja up --site re", ["remote"]),
        ("kumiai server migrate usuki-core-db-1 rem", [f"rem-0{n}" for n in (1, 2, 3, 4)]),
        ("kumiai server resize usuki-core-db", ["usuki-core-db-1"]),
        ("kumiai server resize usuki-core-db-1 me", ["medium"]),
        ("kumiai licence explain data", ["database"]),
        ("kumiai licence compare database --rule oracle-s", ["oracle-se2"]),
        ("kumiai runbook show site-l", ["site-loss"]),
        ("kumiai access lock sato", ["sato-hanako"]),
    ],
)
def test_the_shell_completes_commands_and_what_the_files_name(
    line: str, completed: list[str]
) -> None:
    asked = {"COMP_WORDS": line, "COMP_CWORD": str(len(line.split()) - 1)}
    done = subprocess.run(
        [Path(sys.executable).parent / "kumiai"],
        env={**os.environ, **asked, "_KUMIAI_COMPLETE": "complete_bash"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == completed
