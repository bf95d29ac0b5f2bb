"""A procedure with kumiai's own acts, on a Nova in memory, its journals on disk."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from core.errors import UserError
from core.journal import entries
from core.run import Watcher
from core.signing import Signer, public_key_of, sign
from runbooks import approval
from runbooks.actions.table import acts_of
from runbooks.conflict import may_clash, touched
from runbooks.evidence import write_evidence
from runbooks.forecast import Foretold, foretold
from runbooks.limits import Limited
from runbooks.looks import looks_of
from runbooks.procedure import Procedure
from runbooks.progress import Turn
from runbooks.record import What
from runbooks.runner import Runner
from runbooks.runs import RunFolder, TheHands, all_runs, begin, need_run
from runbooks.scrubbing import scrubbed
from runbooks.store import read_procedures
from runbooks.vocabulary import ActName, Kind, LookName
from tests.lib.acts import NOW, Acts
from tests.lib.definitions import ROOT, shipped
from tests.lib.procedures import Model

FILE = ROOT / "runbooks/procedures/host-maintenance.yaml"
PROCEDURE: Procedure = read_procedures(ROOT)[0]["host-maintenance"].value
TOLD = {Kind.SITE: "primary", Kind.HOST: "pri-02"}
SERVERS = ("usuki-core-app-1", "usuki-core-db-1")


@pytest.fixture
def acts(tmp_path: Path) -> Acts:
    """Two servers on pri-02."""
    found = Acts.at(tmp_path)
    for server in SERVERS:
        found.nova.runs(server, "pri-02")
    return found


def begun(acts: Acts, key: str = "") -> RunFolder:
    forecast = foretold(PROCEDURE, acts_of(lambda: acts.given), TOLD)
    told = {name: one.acts for name, one in forecast.items() if isinstance(one, Foretold)}
    text = FILE.read_text("utf-8")
    signer = {"signer": "sato-key", "key": key}
    return begin(acts.home, "host-maintenance", text, TOLD, told, "sato", signer, "new memory", NOW)


def runner(acts: Acts, folder: RunFolder) -> Runner:
    desk = Model(PROCEDURE)
    return Runner(
        folder.id,
        folder.procedure,
        folder,
        TheHands(acts.home, Limited(Watcher(), acts.told.append)),
        desk,
        acts_of(lambda: acts.given),
        looks_of(lambda: acts.given),
        "sato",
        lambda: NOW,
    )


def approve(folder: RunFolder) -> None:
    facts = {"approver": "suzuki"}
    folder.add(folder.records()[0].__class__(NOW, "suzuki", What.APPROVED, "approve", facts=facts))


def test_every_act_and_every_look_has_its_function(acts: Acts) -> None:
    assert set(acts_of(lambda: acts.given)) == set(ActName)
    assert set(looks_of(lambda: acts.given)) == set(LookName)


def test_a_host_is_emptied_maintained_and_used_again(acts: Acts) -> None:
    folder = begun(acts)
    assert runner(acts, folder).go_on().turn is Turn.APPROVER
    assert acts.nova.asked == []
    approve(folder)
    stop = runner(acts, folder).go_on()
    assert (stop.turn, stop.why) == (Turn.ENDED, ())
    assert acts.nova.closed == set()
    assert all(acts.nova.host_of(one) != "pri-02" for one in SERVERS)
    assert acts.nova.asked[0] == "pri-02 disabled"
    assert acts.nova.asked[-1] == "pri-02 enabled"
    assert acts.journal[:2] == [
        "close-host primary pri-02: begun",
        "close-host primary pri-02: done",
    ]
    assert folder.progress.end is What.RUN_DONE


def test_what_was_moved_away_is_brought_back_by_an_abort(acts: Acts) -> None:
    folder = begun(acts)
    approve(folder)
    acts.nova.refused = {"usuki-core-db-1"}
    stop = runner(acts, folder).go_on()
    assert stop.step == "evacuate"
    assert acts.nova.host_of("usuki-core-app-1") != "pri-02"
    acts.nova.refused = set()
    assert runner(acts, folder).abort("no time").turn is Turn.ENDED
    assert {acts.nova.host_of(one) for one in SERVERS} == {"pri-02"}
    assert acts.nova.closed == set()


def test_the_run_follows_the_procedure_as_it_was_begun_and_no_other(acts: Acts) -> None:
    folder = begun(acts)
    file = folder.path / "procedure.yaml"
    file.write_text(file.read_text("utf-8").replace("host.evacuate", "host.open"), "utf-8")
    with pytest.raises(UserError, match="is not what the run was begun with"):
        runner(acts, folder)


def test_a_changed_journal_is_not_gone_on_with(acts: Acts) -> None:
    folder = begun(acts)
    approve(folder)
    text = folder.journal.read_text("utf-8")
    folder.journal.write_text(text.replace("new memory", "old memory"), "utf-8")
    with pytest.raises(UserError, match=":2: was changed, or a line before it is missing"):
        folder.records()


def test_a_run_is_named_by_a_part_that_only_it_has(acts: Acts) -> None:
    first, second = begun(acts), begun(acts)
    assert [one.id for one in all_runs(acts.home)] == [first.id, second.id]
    assert need_run(acts.home, second.id).id == second.id
    with pytest.raises(UserError, match="maintenance names 2 runs"):
        need_run(acts.home, "maintenance")
    with pytest.raises(UserError, match=f"^there is no run x; there are {first.id}, {second.id}$"):
        need_run(acts.home, "x")


def test_where_nothing_was_begun_that_is_said(acts: Acts) -> None:
    with pytest.raises(UserError, match=r"^there is no run x: none was ever begun; "):
        need_run(acts.home, "x")


def test_an_approval_is_somebody_elses_signature_under_this_very_run(acts: Acts) -> None:
    keys = {name: Ed25519PrivateKey.generate() for name in ("sato-key", "suzuki", "stranger")}
    keys["sato-at-home"] = Ed25519PrivateKey.generate()
    folder = begun(acts, public_key_of(keys["sato-at-home"]).hex())
    believed = ("sato-key", "sato-at-home", "suzuki")
    signers = [Signer(one, public_key_of(keys[one])) for one in believed]
    content = approval.request(folder.id, "approve", folder.progress)

    def given(name: str, text: bytes = content, run: str = folder.id) -> Signer:
        signature = sign(keys[name], text, approval.NAMESPACE)
        return approval.approver(run, "approve", folder.progress, signature, signers)

    assert given("suzuki").name == "suzuki"
    with pytest.raises(UserError, match="sato-key runs this, or did"):
        given("sato-key")
    with pytest.raises(UserError, match="sato-at-home runs this, or did"):
        given("sato-at-home")
    with pytest.raises(UserError, match="signed by nobody"):
        given("stranger")
    with pytest.raises(UserError, match="signed by nobody"):
        given("suzuki", run="another-run")


def test_two_who_approve_at_the_same_moment_are_both_written_and_one_counts(acts: Acts) -> None:
    folder = begun(acts)
    first = folder.records()[0]
    names = [f"person-{number}" for number in range(8)]

    def approves(name: str) -> None:
        facts = {"approver": name, "key": name}
        folder.add(first.__class__(NOW, name, What.APPROVED, "approve", facts=facts))

    with ThreadPoolExecutor(len(names)) as pool:
        list(pool.map(approves, names))
    given = [one.who for one in folder.records() if one.what is What.APPROVED]
    assert sorted(given) == names
    assert folder.progress.steps["approve"].approved_by == given[0]


def test_two_runs_touch_the_same_where_one_is_within_the_other() -> None:
    files = shipped()
    usuki = touched(files, {Kind.MEMBER: "usuki"})
    assert usuki == {"usuki.primary", "usuki.remote"}
    assert touched(files, {Kind.SERVER: "usuki-core-db-1", Kind.FLAVOR: "large"}) == usuki
    assert touched(files, TOLD) == {"pri-02"}
    assert "pri-02" in touched(files, {Kind.SITE: "primary"})
    assert usuki & touched(files, {Kind.SITE: "remote"}) == {"usuki.remote"}
    assert not usuki & touched(files, {Kind.MEMBER: "hita"})


def test_the_evidence_is_read_and_checked_without_kumiai(acts: Acts, tmp_path: Path) -> None:
    folder = begun(acts)
    approve(folder)
    runner(acts, folder).go_on()
    acts.home.credentials.mkdir(parents=True)
    (acts.home.credentials / "site").write_text("password: new memory", "utf-8")
    written = {one.name for one in write_evidence(acts.home, folder, tmp_path / "out")}
    assert written == {
        *("journal.jsonl", "procedure.yaml", "acts.jsonl", "steps.json"),
        *("README.txt", "SHA256SUMS"),
    }
    journal = (tmp_path / "out" / "journal.jsonl").read_text("utf-8")
    assert "new memory" not in journal
    assert "█████" in journal
    done = [one["act"] for one in entries(tmp_path / "out" / "acts.jsonl")]
    assert done == [one["act"] for one in entries(acts.home.journal)]


def test_a_file_that_a_person_gave_is_kept_with_the_run_and_is_in_its_evidence(
    acts: Acts, tmp_path: Path
) -> None:
    folder = begun(acts)
    scan = tmp_path / "receipt.pdf"
    scan.write_bytes(b"%PDF \xff")
    sha256 = hashlib.sha256(b"%PDF \xff").hexdigest()
    told = folder.keep(str(scan))
    assert told == f"files/{sha256[:12]}-receipt.pdf sha256:{sha256}"
    scan.unlink()
    write_evidence(acts.home, folder, tmp_path / "out")
    name = told.partition(" ")[0]
    assert (tmp_path / "out" / name).read_bytes() == b"%PDF \xff"
    assert f"{sha256}  {name}\n" in (tmp_path / "out" / "SHA256SUMS").read_text("utf-8")
    with pytest.raises(UserError, match=r"receipt\.pdf cannot be read: No such file"):
        folder.keep(str(scan))


def test_secrets_are_taken_out_the_longest_first() -> None:
    assert scrubbed("a secret-2 b", ["secret", "secret-2", "b"]) == "a █████ b"


def test_a_procedure_that_hands_over_is_not_in_the_way_of_the_next_one() -> None:
    """What people alone do keeps nobody from the procedure that it sends them to."""
    every = {name: read.value for name, read in read_procedures(ROOT)[0].items()}

    def clash(one: str, other: str) -> bool:
        return may_clash(one, every[one], other, every[other])

    for first, following in (("compute-host-down", "host-lost"), ("site-silent", "site-loss")):
        assert not clash(first, following)
        assert not clash(following, first)
    assert not clash("hardware-failing", "host-maintenance")
    assert clash("compute-host-down", "compute-host-down")
    assert clash("host-lost", "host-maintenance")
