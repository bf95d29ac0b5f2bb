"""A matrix of services is read from what a spreadsheet program saves, or it is told how to save."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.lib.typed import typed

READ = ("--lang", "ja", "member", "import-matrix")
TABLE = "業務,日田市\n住民記録,○\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_a_table_is_read_in_each_encoding_that_spreadsheets_write(
    tmp_path: Path, encoding: str
) -> None:
    file = tmp_path / "services.csv"
    file.write_bytes(TABLE.encode(encoding))
    done = typed(*READ, str(file))
    assert done.exit_code == 0
    assert done.output.endswith(
        "# tenants/members/hita.yaml\nservices:\n  resident_record:  # 住民記録\n"
    )


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"PK\x03\x04[Content_Types].xml", "は表計算ソフトのファイルです。"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "は表計算ソフトのファイルです。"),
        (b"\x85\xff\xff", "はUTF-8でもShift_JISでもありません。"),
        (None, "を読み込めません"),
    ],
)
def test_what_is_no_table_is_told_by_its_cause(
    tmp_path: Path, raw: bytes | None, told: str
) -> None:
    file = tmp_path / "services.xlsx"
    if raw is not None:
        file.write_bytes(raw)
    done = typed(*READ, str(file))
    assert done.exit_code != 0
    assert told in done.output
