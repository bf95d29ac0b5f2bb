"""A broken file keeps from their work those alone whom it concerns."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.access.here import here_at
from cli.files import checked_definitions, files_concerning, findings_of
from cli.given import given_to_count
from cli.runbook.running import planned
from cli.session import Session
from core.errors import Exit, ProblemsFound
from core.language import Language
from runbooks.concern import concerned_by
from runbooks.store import FOLDER, read_procedures
from runbooks.vocabulary import Kind
from tenants.concerning import only
from tests.lib.definitions import copied_to
from tests.lib.lines import write_line


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    definitions = copied_to(tmp_path / "files")
    monkeypatch.setenv("KUMIAI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("KUMIAI_DEFINITIONS", str(definitions))
    return Session.start(Language.EN)


def broken(session: Session, name: str) -> None:
    (session.home.definitions / name).write_text("name: [", encoding="utf-8")


def test_another_municipalitys_file_is_left_aside(session: Session) -> None:
    broken(session, "tenants/members/aya.yaml")
    found = files_concerning(session, only(["usuki"]))
    assert "usuki" in found.definitions.members
    assert found.definitions.unreadable_members == ("aya",)
    assert "aya" in found.definitions.slugs
    assert {str(one.position.file) for one in found.aside} == {"tenants/members/aya.yaml"}


def test_a_rule_that_another_municipality_breaks_leaves_it_out_as_well(session: Session) -> None:
    file = session.home.definitions / "tenants/members/aya.yaml"
    file.write_text(file.read_text("utf-8").replace("home_site: primary", "home_site: nowhere"))
    found = files_concerning(session, only(["usuki"]))
    assert found.definitions.unreadable_members == ("aya",)


def test_ones_own_file_has_to_be_whole(session: Session) -> None:
    broken(session, "tenants/members/aya.yaml")
    with pytest.raises(ProblemsFound) as caught:
        files_concerning(session, only(["aya"]))
    assert caught.value.exit_code is Exit.FILE_INVALID
    assert str(caught.value.problems[0]).startswith("tenants/members/aya.yaml:2:1: aya: ")


@pytest.mark.parametrize("name", ["tenants/catalogue.yaml", "infra/sites/remote.yaml"])
def test_what_all_share_has_to_be_whole(session: Session, name: str) -> None:
    broken(session, name)
    with pytest.raises(ProblemsFound):
        files_concerning(session, only(["aya"]))


def test_a_server_is_reached_though_another_municipalitys_file_is_broken(session: Session) -> None:
    broken(session, "tenants/members/hita.yaml")
    broken(session, "runbooks/procedures/drift.yaml")
    assert "aya" in here_at(session, "aya-core-db-1").definitions.members
    with pytest.raises(ProblemsFound):
        here_at(session, "hita-core-db-1")


def test_nobody_logs_in_while_it_cannot_be_read_who_may(session: Session) -> None:
    broken(session, "monitoring/operators/sato-hanako.yaml")
    with pytest.raises(ProblemsFound) as caught:
        here_at(session, "aya-core-db-1")
    assert caught.value.exit_code is Exit.FILE_INVALID
    assert {str(one.position.file) for one in caught.value.problems} == {
        "monitoring/operators/sato-hanako.yaml"
    }


def test_files_of_licences_concern_whatever_counts_them(session: Session) -> None:
    broken(session, "licensing/rules/hitachi-install.yaml")
    found = files_concerning(session, only(["aya"]))
    assert {str(one.position.file) for one in found.of_licences} >= {
        "licensing/rules/hitachi-install.yaml"
    }
    assert found.aside == ()


@pytest.mark.parametrize(
    "name",
    [
        "monitoring/matrix/layers.yaml",
        "monitoring/operators/sato-hanako.yaml",
        "monitoring/rules/alerts.yaml",
        "runbooks/procedures/drift.yaml",
    ],
)
def test_licences_are_counted_whoever_cannot_be_called_and_the_file_is_told(
    session: Session, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert (session.home.definitions / name).exists()
    broken(session, name)
    assert given_to_count(session).licensing().licences.rules
    told = capsys.readouterr().err
    assert "broken, and left aside since this is not about them: " in told
    assert name in told
    given_to_count(session, again=True)
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    "name",
    [
        "licensing/rules/hitachi-install.yaml",
        "licensing/entitlements/database-2026.yaml",
        "tenants/members/aya.yaml",
        "infra/sites/remote.yaml",
    ],
)
def test_licences_are_not_counted_from_files_that_are_broken(session: Session, name: str) -> None:
    broken(session, name)
    with pytest.raises(ProblemsFound) as caught:
        given_to_count(session)
    assert name in {str(one.position.file) for one in caught.value.problems}


@pytest.mark.parametrize(
    ("name", "values", "concerned"),
    [
        ("member-failover", {Kind.MEMBER: "aya"}, {"aya"}),
        ("busy-season", {Kind.MEMBER: "aya", Kind.SERVER: "hita-core-app-1"}, {"aya", "hita"}),
        ("site-loss", {Kind.SITE: "primary"}, set()),
        ("host-lost", {Kind.SITE: "primary", Kind.HOST: "pri-01"}, set()),
        ("credential-rotation", {Kind.SITE: "primary"}, None),
        ("ca-key-lost", {}, None),
    ],
)
def test_a_run_is_about_what_it_is_told_or_about_all(
    session: Session, name: str, values: dict[Kind, str], concerned: set[str] | None
) -> None:
    procedures, _ = read_procedures(session.home.definitions)
    found = concerned_by(procedures[name].value, values)
    if concerned is None:
        assert found is None
    else:
        assert found is not None
        assert {slug for slug in ("aya", "hita", "usuki") if found(slug)} == concerned


def test_another_procedures_file_is_nothing_to_a_run_and_its_own_is_told_with_place(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    broken(session, str(FOLDER / "drift.yaml"))
    broken(session, "tenants/members/aya.yaml")
    planned(session, "site-silent", {Kind.SITE: "primary"})
    assert "broken, and left aside since this is not about them: " in capsys.readouterr().err
    with pytest.raises(ProblemsFound) as caught:
        planned(session, "drift", {Kind.MEMBER: "usuki"})
    assert str(caught.value.problems[0]).startswith(f"{FOLDER}/drift.yaml:2:1: ")


def test_an_exception_that_has_lapsed_keeps_nobody_from_an_act_and_is_drawn_no_more(
    session: Session, capsys: pytest.CaptureFixture[str]
) -> None:
    file = session.home.definitions / "tenants/members/usuki.yaml"
    write_line(file)
    file.write_text(file.read_text("utf-8").replace("2099-", "2026-"), encoding="utf-8")
    found = checked_definitions(session)
    assert found.members["usuki"].value.specific_communication == ()
    assert "held until 2026-03-31 and holds no more" in capsys.readouterr().err
    assert len(findings_of(session).lapsed) == 1
    assert findings_of(session).problems == []
