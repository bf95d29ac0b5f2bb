"""A snapshot is the same for everybody who makes it, and no byte of it changes unseen."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from fractions import Fraction
from hashlib import sha256

from hypothesis import given, settings
from hypothesis import strategies as st

from core.signing import Signer, sign
from licensing.papers.licences import Version
from licensing.snapshot.extract import extract_in, extract_of
from licensing.snapshot.plain import line
from licensing.snapshot.seal import NAMESPACE, checked
from tests.lib.effort import examples
from tests.lib.quarters import (
    KEY,
    LICENCES,
    PARK,
    QUARTER,
    SIGNER,
    STAYS,
    known,
    ran,
    snapshot,
    snapshot_of,
)


def differences(files: dict[str, bytes], *signers: Signer) -> list[str]:
    return [str(one) for one in checked(files, signers or (SIGNER,)).differences]


def signed_anew(files: dict[str, bytes], path: str, content: bytes) -> dict[str, bytes]:
    """As somebody would who has the key and changes a file."""
    manifest = json.loads(files["manifest.json"])
    manifest["files"][path] = sha256(content).hexdigest()
    raw = line(manifest).encode()
    signature = sign(KEY, raw, NAMESPACE).encode()
    return {**files, path: content, "manifest.json": raw, "manifest.json.sig": signature}


def test_what_was_sealed_is_found_as_it_was_and_counted_again() -> None:
    found = checked(snapshot(), [SIGNER])
    assert found.differences == ()
    assert found.signer == SIGNER
    assert found.quarter == QUARTER


def test_its_numbers_are_those_of_the_quarter() -> None:
    database = json.loads(snapshot()["positions.json"])["database"]
    assert database["rule"] == "oracle-processor"
    assert (database["highest"], database["highest_at"]) == (
        "28",
        "2026-06-30T15:00:00.000000+00:00",
    )
    assert database["at_the_end"]["required"] == "16"
    assert database["at_the_end"]["by_member"] == {"hita": "8", "usuki": "8"}
    assert database["course"] == [
        {"at": "2026-06-30T15:00:00.000000+00:00", "entitled": "128", "required": "28"},
        {"at": "2026-08-10T13:00:00.000000+00:00", "entitled": "128", "required": "16"},
    ]


def test_the_extract_is_read_as_it_was_written() -> None:
    written = extract_of(known(*STAYS), QUARTER)
    read = extract_in(snapshot())
    assert (read.park, read.ran, read.looks) == (written.park, written.ran, written.looks)
    assert {n: r.value for n, r in read.licences.rules.items()} == {
        n: r.value for n, r in written.licences.rules.items()
    }


def test_the_order_in_which_the_ledger_tells_changes_no_byte() -> None:
    assert snapshot(*reversed(STAYS)) == snapshot()


def test_what_happens_after_the_quarter_changes_no_byte() -> None:
    first, second, third = STAYS
    later = replace(third, until=ran("x-y-db-1", "pri-01", "2026-10-05").since)
    moved = ran("usuki-core-db-1", "pri-02", "2026-10-05")
    assert snapshot(first, second, later, moved) == snapshot()


def test_a_host_that_changes_after_the_quarter_changes_no_byte() -> None:
    hosts = {**PARK.hosts, "pri-01": replace(PARK.hosts["pri-01"], cores_per_socket=64)}
    changed = PARK.changed(ran("x-y-db-1", "pri-01", "2026-10-05").since, hosts=hosts)
    assert snapshot_of(known(*STAYS, park=changed)) == snapshot()


@settings(max_examples=examples(400))
@given(st.data())
def test_no_single_byte_changes_unseen(data: st.DataObject) -> None:
    files = snapshot()
    path = data.draw(st.sampled_from(sorted(path for path in files if files[path])))
    at = data.draw(st.integers(0, len(files[path]) - 1))
    other = data.draw(st.integers(1, 255))
    content = bytearray(files[path])
    content[at] ^= other
    assert differences({**files, path: bytes(content)}) != []


@settings(max_examples=examples(100))
@given(st.data())
def test_no_byte_more_or_less_goes_unseen(data: st.DataObject) -> None:
    files = snapshot()
    path = data.draw(st.sampled_from(sorted(files)))
    at = data.draw(st.integers(0, len(files[path])))
    put_in = data.draw(st.binary(max_size=3))
    cut = data.draw(st.integers(0 if put_in else 1, 3))
    content = files[path][:at] + put_in + files[path][at + cut :]
    if content != files[path]:
        assert differences({**files, path: content}) != []


def test_an_entitlement_that_is_edited_after_the_quarter_changes_no_byte() -> None:
    """And one that was another in its course is counted again as it was."""
    said = LICENCES.said["database-2026"]
    paper = said[0].paper
    assert paper is not None
    fewer = Version(date(2026, 8, 1), paper.model_copy(update={"quantity": Fraction(20)}))
    later = Version(date(2026, 10, 2), paper.model_copy(update={"quantity": Fraction(1)}))
    then, now = (
        replace(known(*STAYS), licences=replace(LICENCES, versions={"database-2026": versions}))
        for versions in ((*said, fewer), (*said, fewer, later))
    )
    assert snapshot_of(now) == snapshot_of(then)
    assert differences(snapshot_of(then)) == []
    database = json.loads(snapshot_of(then)["positions.json"])["database"]
    assert (database["at_the_end"]["entitled"], database["least_headroom"]) == ("20", "-8")


def test_each_file_that_differs_is_named() -> None:
    files = {**snapshot(), "notes.txt": b"x", "looks.jsonl": b""}
    del files["rules/oracle-processor.yaml"]
    told = differences(files)
    assert told[:3] == [
        "looks.jsonl is not as it was when it was sealed",
        "notes.txt was not there when it was sealed",
        "rules/oracle-processor.yaml is missing",
    ]


def test_a_number_that_does_not_follow_is_found_though_it_was_signed() -> None:
    files = snapshot()
    positions = files["positions.json"].replace(b'"highest":"28"', b'"highest":"16"')
    assert differences(signed_anew(files, "positions.json", positions)) == [
        'positions.json: database.highest is "16", counted again it is "28"'
    ]


def test_what_nobody_signed_who_may_is_told() -> None:
    stranger = Signer("stranger", bytes(32))
    assert differences(snapshot(), stranger) == [
        "manifest.json.sig does not fit manifest.json, or nobody signed it whom "
        "tenants/allowed_signers names"
    ]


def test_an_empty_folder_is_told() -> None:
    assert differences({}) == ["manifest.json is missing"]


def test_an_extract_that_cannot_be_read_says_where() -> None:
    files = snapshot()
    broken = signed_anew(files, "ledger.jsonl", files["ledger.jsonl"][:-1])
    assert differences(broken) == [
        "the numbers cannot be counted again: ledger.jsonl: its last line is cut off"
    ]
