"""The row that the guide of the matrix gives can be put beside the shipped ones as it stands."""

from __future__ import annotations

import json
import os

import pytest
from typer.testing import CliRunner

from cli.main import app
from monitoring.responsibility import checks
from tests.lib.definitions import ROOT, shipped
from tests.lib.matrix import shipped_matrix, with_rows


@pytest.mark.parametrize("guide", ["responsibility.md", "responsibility.ja.md"])
def test_the_guides_row_is_taken_beside_the_shipped_ones(guide: str) -> None:
    text = (ROOT / "docs" / "how-to" / guide).read_text("utf-8")
    _, _, rest = text.partition("       overrides:\n")
    row = rest.partition("\n\n")[0]
    own = "\n".join(line.removeprefix("       ") for line in row.splitlines())
    before = shipped_matrix().responsibilities.document.text.partition("overrides:\n")[2]
    matrix = with_rows(f"{before}\n{own}\n")
    assert len(matrix.responsibilities.value.overrides) == 2
    assert [str(one) for one in checks.check(matrix, shipped())] == []


def test_a_program_is_told_of_the_rows_that_say_otherwise_for_a_part() -> None:
    words = ["--lang", "en", "matrix", "show", "--layer", "os", "--json"]
    shown = CliRunner().invoke(app, words, env={**os.environ, "KUMIAI_DEFINITIONS": str(ROOT)})
    found = json.loads(shown.stdout)
    assert {one["layer"] for one in found["rows"]} == {"os"}
    [other] = found["otherwise"]
    assert other["row"] == "monitoring/matrix/responsibilities.yaml:176:5"
    assert "Package vendor" in other["says"]
