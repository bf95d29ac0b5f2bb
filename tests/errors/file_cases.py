"""Cases of the gallery: files that are not read, say nothing, or were copied from another."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.errors.cases import HITA, USUKI, Case, content


def within_a_folder(root: Path) -> None:
    (root / "tenants/members/oita").mkdir()
    (root / "tenants/members/oita/beppu.yaml").write_text("slug: beppu\n", encoding="utf-8")


def side_files(root: Path) -> None:
    """What Emacs, vi and macOS leave beside a file; none of them is a definition."""
    for name in ("._hita.yaml", ".#hita.yaml", ".hita.yaml.swp", "hita.yaml~", "#hita.yaml#"):
        (root / "tenants/members" / name).write_bytes(b"\x00\x05")


def pipe_instead_of_a_file(root: Path) -> None:
    """Whoever opens it waits for a writer that never comes."""
    (root / HITA).unlink()
    os.mkfifo(root / HITA)


def a_device(root: Path) -> None:
    """It says that it is empty, and never ends."""
    (root / "tenants/members/beppu.yaml").symlink_to("/dev/zero")


def a_link_to_itself(root: Path) -> None:
    (root / "tenants/members/beppu.yaml").symlink_to("beppu.yaml")


def newcomer(root: Path) -> None:
    """A file that is read before the one it was copied from, and joined after it."""
    text = (root / USUKI).read_text(encoding="utf-8")
    text = text.replace("slug: usuki", "slug: beppu").replace(
        "joined_on: 2012-04-01", "joined_on: 2026-04-01"
    )
    (root / "tenants/members/beppu.yaml").write_text(text, encoding="utf-8")


FILE_CASES = (
    Case(
        "a pipe instead of a file",
        pipe_instead_of_a_file,
        ("tenants/members/hita.yaml:1:1: hita: is no file that can be read; put one there",),
        (
            "tenants/members/hita.yaml:1:1: hita: 読み込めるファイルではありません。通常のファイルを置いてください。",
        ),
    ),
    Case(
        "a file that ends in .yml",
        content("tenants/members/beppu.yml", b"slug: beppu\n"),
        (
            "tenants/members/beppu.yml:1:1: beppu: is not read, for its name does not end in .yaml; rename it to beppu.yaml or delete it",
        ),
        (
            "tenants/members/beppu.yml:1:1: beppu: ファイル名が .yaml で終わらないため読み込まれません。beppu.yaml に変えるか、削除してください。",
        ),
    ),
    Case(
        "a file whose name is misspelt beside those that are read",
        content("tenants/placements.yaml", b"members: {}\n"),
        (
            "tenants/placements.yaml:1:1: is not read: in tenants only catalogue.yaml, consortium.yaml, placement.yaml, recovery.yaml are; rename it, or delete it",
        ),
        (
            "tenants/placements.yaml:1:1: 読み込まれません。tenants で読み込まれるのは catalogue.yaml、consortium.yaml、placement.yaml、recovery.yaml だけです。ファイル名を直すか、削除してください。",
        ),
    ),
    Case(
        "a row of the matrix in a file of its own",
        content("monitoring/matrix/responsibilities-2027.yaml", b"overrides: []\n"),
        (
            "monitoring/matrix/responsibilities-2027.yaml:1:1: is not read: in monitoring/matrix only holidays.yaml, layers.yaml, parties.yaml, responsibilities.yaml are; rename it, or delete it",
        ),
        (
            "monitoring/matrix/responsibilities-2027.yaml:1:1: 読み込まれません。monitoring/matrix で読み込まれるのは holidays.yaml、layers.yaml、parties.yaml、responsibilities.yaml だけです。ファイル名を直すか、削除してください。",
        ),
    ),
    Case(
        "a full stop of a Japanese keyboard before yaml",
        content("tenants/members/beppu．yaml", b"slug: beppu\n"),
        (
            "tenants/members/beppu．yaml:1:1: beppu: is not read, for its name does not end in .yaml; rename it to beppu.yaml or delete it",
        ),
        (
            "tenants/members/beppu．yaml:1:1: beppu: ファイル名が .yaml で終わらないため読み込まれません。beppu.yaml に変えるか、削除してください。",
        ),
    ),
    Case(
        "a file that ends in .yaml.txt",
        content("licensing/rules/mine.yaml.txt", b"id: mine\n"),
        (
            "licensing/rules/mine.yaml.txt:1:1: mine: is not read, for its name does not end in .yaml; rename it to mine.yaml or delete it",
        ),
        (
            "licensing/rules/mine.yaml.txt:1:1: mine: ファイル名が .yaml で終わらないため読み込まれません。mine.yaml に変えるか、削除してください。",
        ),
    ),
    Case(
        "a device in a file's place",
        a_device,
        ("tenants/members/beppu.yaml:1:1: beppu: is no file that can be read; put one there",),
        (
            "tenants/members/beppu.yaml:1:1: beppu: 読み込めるファイルではありません。通常のファイルを置いてください。",
        ),
    ),
    Case(
        "a link that leads to itself",
        a_link_to_itself,
        (
            "tenants/members/beppu.yaml:1:1: beppu: cannot be read: Too many levels of symbolic links",
        ),
        (
            "tenants/members/beppu.yaml:1:1: beppu: 読み込めません（シンボリックリンクが循環しています）。",
        ),
    ),
    Case(
        "a copy as a file manager calls it",
        lambda root: shutil.copyfile(root / HITA, root / "tenants/members/hita (1).yaml"),
        (
            "tenants/members/hita (1).yaml:4:1: 日田市: slug: is hita, but the file is called hita (1).yaml; both must be the same",
        ),
        (
            "tenants/members/hita (1).yaml:4:1: 日田市: slug: hita とありますが、ファイル名は hita (1).yaml です。同じ名前にしてください。",
        ),
    ),
    Case(
        "a catalogue in which nothing stands",
        content("tenants/catalogue.yaml", b"# nothing\n"),
        ("tenants/catalogue.yaml:1:1: is empty; restore it from git, or begin with another one",),
        (
            "tenants/catalogue.yaml:1:1: 空のファイルです。gitから復元するか、ほかのファイルを元に作成してください。",
        ),
    ),
    Case(
        "a folder within the folder",
        within_a_folder,
        (
            "tenants/members/oita:1:1: is a folder, whose files are not read; move them to tenants/members",
        ),
        (
            "tenants/members/oita:1:1: フォルダの中のファイルは読み込まれません。tenants/members に移してください。",
        ),
    ),
    Case(
        "an editor's side files",
        side_files,
        (),
        (),
    ),
    Case(
        "an empty member file with a comment only",
        content(HITA, b"# hita\n"),
        (
            "tenants/members/hita.yaml:1:1: hita: is empty; `kumiai member new` writes a file to start from",
        ),
        (
            "tenants/members/hita.yaml:1:1: hita: 空のファイルです。`kumiai member new` でひな形を作成できます。",
        ),
    ),
    Case(
        "a newcomer with the code, name and network of another",
        newcomer,
        (
            "tenants/members/beppu.yaml:5:1: 臼杵市: code: 442062 is also the code of 臼杵市 (tenants/members/usuki.yaml); one of the two is wrong",
            "tenants/members/beppu.yaml:6:8: 臼杵市: name.ja: 臼杵市 of 大分県 is also in 臼杵市 (tenants/members/usuki.yaml); keep one file",
            "tenants/members/beppu.yaml:12:1: 臼杵市: network: 10.64.4.0/22 overlaps 10.64.4.0/22 of 臼杵市 (tenants/members/usuki.yaml); give one of them another network",
            "tenants/members/beppu.yaml:15:38: 臼杵市: contacts.0.email: ict@usuki.example is ICT section of Usuki City's as well (tenants/members/usuki.yaml:15:38); a call must reach one party, so give one of them another",
            "tenants/members/beppu.yaml:15:64: 臼杵市: contacts.0.phone: 0972-00-0062 is ICT section of Usuki City's as well (tenants/members/usuki.yaml:15:64); a call must reach one party, so give one of them another",
            "tenants/members/beppu.yaml:16:42: 臼杵市: contacts.1.email: business@usuki.example is Business section of Usuki City's as well (tenants/members/usuki.yaml:16:42); a call must reach one party, so give one of them another",
            "tenants/members/beppu.yaml:16:73: 臼杵市: contacts.1.phone: 0972-00-1062 is Business section of Usuki City's as well (tenants/members/usuki.yaml:16:73); a call must reach one party, so give one of them another",
        ),
        (
            "tenants/members/beppu.yaml:5:1: 臼杵市: code: 団体コード 442062 は 臼杵市 (tenants/members/usuki.yaml) と重複しています。どちらかを訂正してください。",
            "tenants/members/beppu.yaml:6:8: 臼杵市: name.ja: 大分県臼杵市 は 臼杵市 (tenants/members/usuki.yaml) にもあります。ファイルを一つにしてください。",
            "tenants/members/beppu.yaml:12:1: 臼杵市: network: 10.64.4.0/22 は 臼杵市 (tenants/members/usuki.yaml) の 10.64.4.0/22 と重複しています。どちらかに別のネットワークを割り当ててください。",
            "tenants/members/beppu.yaml:15:38: 臼杵市: contacts.0.email: ict@usuki.example は臼杵市 情報主管課の連絡先でもあります（tenants/members/usuki.yaml:15:38）。連絡が届く先は一つでなければなりません。どちらかを別のものにしてください。",
            "tenants/members/beppu.yaml:15:64: 臼杵市: contacts.0.phone: 0972-00-0062 は臼杵市 情報主管課の連絡先でもあります（tenants/members/usuki.yaml:15:64）。連絡が届く先は一つでなければなりません。どちらかを別のものにしてください。",
            "tenants/members/beppu.yaml:16:42: 臼杵市: contacts.1.email: business@usuki.example は臼杵市 業務原課の連絡先でもあります（tenants/members/usuki.yaml:16:42）。連絡が届く先は一つでなければなりません。どちらかを別のものにしてください。",
            "tenants/members/beppu.yaml:16:73: 臼杵市: contacts.1.phone: 0972-00-1062 は臼杵市 業務原課の連絡先でもあります（tenants/members/usuki.yaml:16:73）。連絡が届く先は一つでなければなりません。どちらかを別のものにしてください。",
        ),
    ),
)
