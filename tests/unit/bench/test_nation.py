"""The made-up consortium by which `kumiai check` is measured is one that `check` accepts."""

from __future__ import annotations

from pathlib import Path

from bench.rehearsal.nation import write_nation
from tenants.store import read_definitions
from tests.lib.definitions import ROOT

TABLE = """\
pid,pref,cid,city,citykana,lat,lng,url,phrase,lgcode
1,北海道,1100,札幌市,さっぽろし,0,0,-,-,011002
1,北海道,1101,札幌市 中央区,さっぽろし ちゅうおうく,0,0,-,-,011011
44,大分県,44201,大分市,おおいたし,0,0,-,-,442011
45,宮崎県,45203,延岡市,のべおかし,0,0,-,-,452033
"""


def test_there_is_no_problem_in_it(tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert write_nation(ROOT, table, tmp_path / "files") == 3
    definitions, problems = read_definitions(tmp_path / "files")
    assert (definitions is not None, list(map(str, problems))) == (True, [])
    assert definitions is not None
    assert sorted(definitions.members) == ["m011002", "m442011", "m452033"]
    assert len(definitions.sites["primary"].value.hosts) == 400
