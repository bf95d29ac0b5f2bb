"""The cases of the gallery about what municipalities declare for their licences."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import Case, edit

DATABASE = "licensing/entitlements/database-2026.yaml"
USERS = "{counts: users, product: database, count: 120, as_of: 2026-04-01, source: 利用者台帳}"


def declares(figures: str, member: str = "hita", file: str = "hita") -> Callable[[Path], object]:
    """A file of declarations with these figures."""

    def make(root: Path) -> None:
        folder = root / "licensing" / "declarations"
        folder.mkdir()
        text = f"member: {member}\nfigures:\n  - {figures}\n"
        (folder / f"{file}.yaml").write_text(text, encoding="utf-8")

    return make


def by_users_of_one(root: Path) -> None:
    """The database is counted by users, and one municipality says how many it has."""
    edit(DATABASE, "rule: oracle-processor", "rule: oracle-named-user-plus")(root)
    declares(USERS)(root)


DECLARATION_CASES = (
    Case(
        "users of all but one are unknown",
        by_users_of_one,
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-named-user-plus counts users, and aya, hyuga, kadogawa, kitsuki, kushima, nobeoka, usa, usuki, yufu declare none of database; add them to licensing/declarations, 0 where there are none",
        ),
        (
            "licensing/entitlements/database-2026.yaml:5:1: rule: oracle-named-user-plus は users を数えますが、aya、hyuga、kadogawa、kitsuki、kushima、nobeoka、usa、usuki、yufu の database の数が申告されていません。licensing/declarations に書いてください（なければ 0）。",
        ),
    ),
    Case(
        "a declaration of nobody",
        declares(USERS, member="oita", file="oita"),
        (
            "licensing/declarations/oita.yaml:1:1: member: oita is not known; known are aya, hita, hyuga, kadogawa, kitsuki, kushima, nobeoka, usa, usuki, yufu",
        ),
        (
            "licensing/declarations/oita.yaml:1:1: member: oita は登録されていません。あるのは aya、hita、hyuga、kadogawa、kitsuki、kushima、nobeoka、usa、usuki、yufu です。",
        ),
    ),
    Case(
        "a declaration that is called otherwise than its file",
        declares(USERS, member="usa"),
        (
            "licensing/declarations/hita.yaml:1:1: member: is usa, but the file is called hita.yaml; both must be the same",
        ),
        (
            "licensing/declarations/hita.yaml:1:1: member: usa とありますが、ファイル名は hita.yaml です。同じ名前にしてください。",
        ),
    ),
    Case(
        "cores that somebody declares",
        declares(USERS.replace("users", "cores")),
        (
            "licensing/declarations/hita.yaml:3:6: figures.0.counts: cores are told by machines; what is declared is devices, staff, storage_tib, users",
        ),
        (
            "licensing/declarations/hita.yaml:3:6: figures.0.counts: cores は機械からわかります。申告するのは devices、staff、storage_tib、users です。",
        ),
    ),
    Case(
        "staff of a product",
        declares(USERS.replace("users", "staff")),
        (
            "licensing/declarations/hita.yaml:3:21: figures.0.product: staff are counted whatever they use; leave it out",
        ),
        (
            "licensing/declarations/hita.yaml:3:21: figures.0.product: 職員数は製品によらず数えます。消してください。",
        ),
    ),
    Case(
        "users of no product",
        declares(USERS.replace("product: database, ", "")),
        (
            "licensing/declarations/hita.yaml:3:5: figures.0: does not say of which product; add `product`",
        ),
        (
            "licensing/declarations/hita.yaml:3:5: figures.0: どの製品の数かがありません。`product` を追加してください。",
        ),
    ),
    Case(
        "users of an unknown product",
        declares(USERS.replace("database", "java")),
        (
            "licensing/declarations/hita.yaml:3:21: figures.0.product: java is not known; known are application-server, database, enterprise-linux",
        ),
        (
            "licensing/declarations/hita.yaml:3:21: figures.0.product: java は登録されていません。あるのは application-server、database、enterprise-linux です。",
        ),
    ),
    Case(
        "two figures of one day",
        declares(f"{USERS}\n  - {USERS}"),
        (
            "licensing/declarations/hita.yaml:4:52: figures.1.as_of: there is another figure of the same from 2026-04-01; keep one",
        ),
        (
            "licensing/declarations/hita.yaml:4:52: figures.1.as_of: 2026-04-01 からの同じ数がもう一つあります。一方だけを残してください。",
        ),
    ),
    Case(
        "a figure that is corrected from a day to come on",
        declares(USERS.replace("as_of", "changed_on: 2026-11-27, as_of")),
        (
            "licensing/declarations/hita.yaml:3:52: figures.0.changed_on: 2026-11-27 is still to come, and a file says what holds now; make the change on that day",
        ),
        (
            "licensing/declarations/hita.yaml:3:52: figures.0.changed_on: 2026-11-27 はまだ来ていません。ファイルには今の内容を書くので、変更はその日に行ってください。",
        ),
    ),
    Case(
        "users without a day",
        declares(USERS.replace("as_of: 2026-04-01, ", "")),
        ("licensing/declarations/hita.yaml:3:5: figures.0.as_of: is missing; add it",),
        (
            "licensing/declarations/hita.yaml:3:5: figures.0.as_of: がありません。追加してください。",
        ),
    ),
    Case(
        "people that nobody has heard of",
        declares(USERS.replace("users", "employees")),
        (
            "licensing/declarations/hita.yaml:3:6: figures.0.counts: must be one of cores, sockets, ram_gib, hosts, vcpus, servers, staff, users, devices, storage_tib, got 'employees'",
        ),
        (
            "licensing/declarations/hita.yaml:3:6: figures.0.counts: 次のいずれかでなければなりません: cores、sockets、ram_gib、hosts、vcpus、servers、staff、users、devices、storage_tib（現在の値: 'employees'）。",
        ),
    ),
)
