"""The gallery's cases of persons: who may log in to servers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import Case, content, edit
from tests.lib.definitions import OPERATORS, ROOT

SATO = f"{OPERATORS}/sato-hanako.yaml"
KIMURA = f"{OPERATORS}/kimura-jiro.yaml"
TANAKA = f"{OPERATORS}/tanaka-yoko.yaml"


def key_in(file: str) -> str:
    """The public key of a shipped person."""
    text = (ROOT / file).read_text(encoding="utf-8")
    return next(line.strip(" -") for line in text.splitlines() if "ssh-ed25519" in line)


def without_key(root: Path) -> None:
    file = root / SATO
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace(f"keys:\n  - {key_in(SATO)}\n", ""), encoding="utf-8")


def named(name: str) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        (root / SATO).rename(root / OPERATORS / f"{name}.yaml")

    return make


OPERATOR_CASES = (
    Case(
        "a person without a key",
        without_key,
        ("monitoring/operators/sato-hanako.yaml:3:1: 佐藤 花子: keys: is missing; add it",),
        (
            "monitoring/operators/sato-hanako.yaml:3:1: 佐藤 花子: keys: がありません。追加してください。",
        ),
    ),
    Case(
        "a person with an empty list of keys",
        edit(SATO, f"keys:\n  - {key_in(SATO)}\n", "keys: []\n"),
        ("monitoring/operators/sato-hanako.yaml:5:1: 佐藤 花子: keys: needs at least 1 entries",),
        ("monitoring/operators/sato-hanako.yaml:5:1: 佐藤 花子: keys: 1 件以上必要です。",),
    ),
    Case(
        "a key of two persons",
        edit(KIMURA, key_in(KIMURA), key_in(SATO)),
        (
            "monitoring/operators/sato-hanako.yaml:6:5: 佐藤 花子: keys.0: is kimura-jiro's key too, so that nobody could say which of the two logged in; each makes a key of their own with `ssh-keygen -t ed25519`",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:6:5: 佐藤 花子: keys.0: kimura-jiro の鍵でもあるため、どちらが入ったのか分からなくなります。それぞれが `ssh-keygen -t ed25519` で自分の鍵を作ってください。",
        ),
    ),
    Case(
        "a key that is none",
        edit(SATO, key_in(SATO), "ssh-rsa AAAA sato"),
        (
            "monitoring/operators/sato-hanako.yaml:6:5: 佐藤 花子: keys.0: must be a public key as `ssh-keygen -t ed25519` writes it into its .pub file, got 'ssh-rsa AAAA sato'",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:6:5: 佐藤 花子: keys.0: `ssh-keygen -t ed25519` が `.pub` ファイルに書く公開鍵 でなければなりません（現在の値: 'ssh-rsa AAAA sato'）。",
        ),
    ),
    Case(
        "a key of which a letter is another",
        edit(SATO, "AAAAC3NzaC1lZDI1NTE5", "AAAAC3NzaC1lZDI1NTE6"),
        (
            "monitoring/operators/sato-hanako.yaml:6:5: 佐藤 花子: keys.0: is cut short or changed; copy the whole line of the .pub file",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:6:5: 佐藤 花子: keys.0: 途中で切れているか、書き換わっています。`.pub` ファイルの行全体を写してください。",
        ),
    ),
    Case(
        "a party that there is none of",
        edit(SATO, "platform-operator", "platform"),
        (
            "monitoring/operators/sato-hanako.yaml:4:1: 佐藤 花子: party: platform is not known; did you mean platform-operator?",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:4:1: 佐藤 花子: party: platform は登録されていません。platform-operator ではありませんか。",
        ),
    ),
    Case(
        "a municipality's person of no municipality",
        edit(TANAKA, "member: yufu\n", ""),
        (
            "monitoring/operators/tanaka-yoko.yaml:3:1: 田中 陽子: party: each municipality has its own ict-section; say whose with `member`",
        ),
        (
            "monitoring/operators/tanaka-yoko.yaml:3:1: 田中 陽子: party: ict-section は団体ごとにあります。どの団体かを `member` で書いてください。",
        ),
    ),
    Case(
        "a member that is nobody's",
        edit(SATO, "party: platform-operator\n", "party: platform-operator\nmember: hita\n"),
        (
            "monitoring/operators/sato-hanako.yaml:5:1: 佐藤 花子: member: platform-operator is no municipality's own; take it out",
            "monitoring/operators/sato-hanako.yaml:9:5: 佐藤 花子: reaches.0: a municipality's own person reaches its servers alone; write `members: [hita]`",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:5:1: 佐藤 花子: member: platform-operator は団体ごとのものではありません。この項目を外してください。",
            "monitoring/operators/sato-hanako.yaml:9:5: 佐藤 花子: reaches.0: 団体の職員が入れるのは自団体のサーバだけです。`members: [hita]` と書いてください。",
        ),
    ),
    Case(
        "a municipality's person who reaches another's servers",
        edit(TANAKA, "members: [yufu]", "members: [yufu, usuki]"),
        (
            "monitoring/operators/tanaka-yoko.yaml:8:6: 田中 陽子: reaches.0.members: a municipality's own person reaches its servers alone; write `members: [yufu]`",
        ),
        (
            "monitoring/operators/tanaka-yoko.yaml:8:6: 田中 陽子: reaches.0.members: 団体の職員が入れるのは自団体のサーバだけです。`members: [yufu]` と書いてください。",
        ),
    ),
    Case(
        "a municipality that there is none of",
        edit(TANAKA, "[yufu]", "[yufuu]"),
        (
            "monitoring/operators/tanaka-yoko.yaml:8:6: 田中 陽子: reaches.0.members: a municipality's own person reaches its servers alone; write `members: [yufu]`",
            "monitoring/operators/tanaka-yoko.yaml:8:16: 田中 陽子: reaches.0.members.0: yufuu is not known; did you mean yufu?",
        ),
        (
            "monitoring/operators/tanaka-yoko.yaml:8:6: 田中 陽子: reaches.0.members: 団体の職員が入れるのは自団体のサーバだけです。`members: [yufu]` と書いてください。",
            "monitoring/operators/tanaka-yoko.yaml:8:16: 田中 陽子: reaches.0.members.0: yufuu は登録されていません。yufu ではありませんか。",
        ),
    ),
    Case(
        "a purpose that there is none of",
        edit(KIMURA, "[operate]", "[repair]"),
        (
            "monitoring/operators/kimura-jiro.yaml:8:17: 木村 次郎: reaches.0.purposes.0: must be one of look, operate, got 'repair'",
        ),
        (
            "monitoring/operators/kimura-jiro.yaml:8:17: 木村 次郎: reaches.0.purposes.0: 次のいずれかでなければなりません: look、operate（現在の値: 'repair'）。",
        ),
    ),
    Case(
        "hours over midnight",
        edit(SATO, '"17:15"', '"08:00"'),
        (
            "monitoring/operators/sato-hanako.yaml:10:76: 佐藤 花子: duty.0.closes: ends at 08:00, before it begins at 08:30; of a night write two entries, until 24:00 and from 00:00",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:10:76: 佐藤 花子: duty.0.closes: 08:30に始まり08:00に終わることになります。夜間は、24:00までと00:00からの二つに分けて書いてください。",
        ),
    ),
    Case(
        "a leave that ends first",
        edit(SATO, "ends_on: 2026-12-25", "ends_on: 2026-12-20"),
        (
            "monitoring/operators/sato-hanako.yaml:12:29: 佐藤 花子: leave.0.ends_on: ends before it begins on 2026-12-21; exchange them",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:12:29: 佐藤 花子: leave.0.ends_on: 開始日（2026-12-21）より前に終わります。二つを入れ替えてください。",
        ),
    ),
    Case(
        "a file that is nobody's name",
        named("sato"),
        (
            "monitoring/operators/sato.yaml:3:1: 佐藤 花子: the file's name is its person's account on servers, got sato; name it like sato-hanako.yaml, at most 26 letters",
        ),
        (
            "monitoring/operators/sato.yaml:3:1: 佐藤 花子: ファイル名はサーバでの本人のアカウント名になります（現在の値: sato）。`sato-hanako.yaml` のように、26文字以内で付けてください。",
        ),
    ),
    Case(
        "a file of nothing",
        content(SATO, b""),
        (
            "monitoring/operators/sato-hanako.yaml:1:1: is empty; copy another person's file, and put in the name and the public key of this one",
        ),
        (
            "monitoring/operators/sato-hanako.yaml:1:1: 空のファイルです。他の人のファイルを写し、本人の氏名と公開鍵を書いてください。",
        ),
    ),
)
