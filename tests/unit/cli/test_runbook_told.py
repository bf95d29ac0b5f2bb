"""What somebody types who is called at night, with the slips that they make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lib.typed import Answer, typed

OF_A_HOST = ("--site", "primary", "--host", "pri-02")
WHY = ("--execute", "--reason", "the alert")


def asked(home: Path, language: str, *words: str) -> Answer:
    return typed("--lang", language, "runbook", *words, env={"KUMIAI_HOME": str(home)})


@pytest.mark.parametrize(
    ("words", "english", "japanese"),
    [
        (
            ("compute-host-dwn", *OF_A_HOST),
            "there is no procedure compute-host-dwn; did you mean compute-host-down?",
            "手順書 compute-host-dwn はありません。compute-host-down ではありませんか。",
        ),
        (
            ("compute-host-down", "--site", "primary"),
            "--host is missing; this procedure has to be told --site, --host",
            "--host の指定がありません。この手順書では",
        ),
        (
            ("compute-host-down", "--site", "remote", "--host", "pri-02"),
            "pri-02 is a host of primary",
            "pri-02 は primary のホストです。",
        ),
        (
            ("compute-host-down", *OF_A_HOST, "--answer", "fund=x"),
            "no step asks for fund; did you mean found?",
            "fund を尋ねる段階はありません。found ではありませんか。",
        ),
        (
            ("hardware-failing", *OF_A_HOST, "--answer", "cause=x"),
            "no step asks for cause; this procedure asks for part, well",
            "cause を尋ねる段階はありません。この手順書で答えるもの: part",
        ),
    ],
)
def test_a_slip_is_told_by_name_and_nothing_is_begun(
    words: tuple[str, ...], english: str, japanese: str, tmp_path: Path
) -> None:
    for language, sentence in (("en", english), ("ja", japanese)):
        done = asked(tmp_path, language, "run", *words, *WHY)
        assert sentence in done.output
        assert done.exit_code == 2
    assert not list(tmp_path.glob("runs/*"))


def test_a_slip_in_a_name_is_asked_back_where_it_may_be_a_run_as_well(tmp_path: Path) -> None:
    shown = asked(tmp_path, "ja", "show", "host-maintenace")
    assert shown.output == (
        "手順書 host-maintenace はありません。host-maintenance ではありませんか。\n"
    )
    assert asked(tmp_path, "ja", "show", "20261128").output == (
        "20261128 という実行はありません。まだ一つも始められていません。"
        "`kumiai runbook run` で始めます。\n"
    )
