"""A member's project that was renamed, or deleted by hand while its servers stand."""

from __future__ import annotations

from dataclasses import replace

from core.language import Language
from core.translation import translation
from infra import kinds
from infra.verify.astray import astray_project, without_those_of
from infra.verify.observed import SeenSite

EMPTY = SeenSite({}, {}, {}, {}, {}, frozenset(), {}, {}, {}, {})
SERVER, VOLUME = kinds.SERVER.word, kinds.VOLUME.word
ORPHANS = (
    (SERVER, "usuki-core-db-1", "p1", "1"),
    (VOLUME, "a", "p1", "2"),
    (VOLUME, "b", "p1", "3"),
)
LOST = replace(EMPTY, orphans=(*ORPHANS, (SERVER, "of-nobody", "p7", "4")), names={"p2": "hita"})
RENAMED = replace(
    EMPTY,
    names={"p1": "usuki-old", "p9": "admin"},
    strays=((SERVER, "usuki-core-db-1", "usuki-old", "1"), (SERVER, "by-hand", "admin", "5")),
)


def test_a_deleted_project_whose_servers_stand_is_told_with_what_stands() -> None:
    found = astray_project("usuki", "primary", "p1", LOST)
    assert found is not None
    assert (found.subject, str(found.kind), found.name) == ("usuki.primary", "project", "usuki")
    assert str(found.message).startswith(
        "its project p1 is gone from Keystone, and of it there still stand: "
        "server × 1, volume × 2. Nothing is built beside it: "
    )
    assert found.message.text(translation(Language.JA)).startswith(
        "プロジェクト p1 がKeystoneから消えていますが、その中のものがまだ残っています: "
        "サーバ × 1、ボリューム × 2。二重には構築しません。"
    )


def test_a_renamed_project_is_told_with_the_way_back() -> None:
    found = astray_project("usuki", "primary", "p1", RENAMED)
    assert found is not None
    assert str(found.message) == (
        "its project is called usuki-old in Keystone, and nobody can work in it; give it its name "
        "back: `openstack project set --name usuki p1`"
    )


def test_a_project_that_is_gone_with_all_that_was_in_it_is_merely_missing() -> None:
    assert astray_project("usuki", "primary", "p3", LOST) is None
    assert astray_project("usuki", "primary", "", LOST) is None


def test_what_is_told_of_a_member_is_not_told_of_the_site_once_more() -> None:
    assert without_those_of(LOST, {"p1", "p2", ""}).orphans == ((SERVER, "of-nobody", "p7", "4"),)
    assert without_those_of(RENAMED, {"p1"}).strays == ((SERVER, "by-hand", "admin", "5"),)
