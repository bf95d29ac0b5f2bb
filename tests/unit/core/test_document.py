"""What is no slip is read as it was written."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from core.document import Document


@pytest.mark.parametrize(
    ("text", "data"),
    [
        ("purpose: 注：説明\n", {"purpose": "注：説明"}),
        ("purpose:\n  注：説明\n", {"purpose": "注：説明"}),
        ("取納：国保: 収納\n", {"取納：国保": "収納"}),
        ("ja: 日田　市\n", {"ja": "日田　市"}),
        ("note: |\n  　字下げした文\n", {"note": "　字下げした文\n"}),
        ('name: "two\n  lines"\n', {"name": "two lines"}),
        ("name: 葛\U000e0100城市\n", {"name": "葛\U000e0100城市"}),
        ("name: か\u3099ま市\n", {"name": "がま市"}),
        ("name: 福\ufa1b\n", {"name": "福福"}),
        ("# 　コメント\u200b：\nslug: hita\n", {"slug": "hita"}),
        ("date: 2010-02-30\n", {"date": "2010-02-30"}),
        (f"number: {'4' * 4400}\n", {"number": "4" * 4400}),
        ("# 1,234\na: {b: [1],372: c}\n", {"a": {"b": [1], 372: "c"}}),
        ("# 1,234\na: {b: {c: 1},372: c}\n", {"a": {"b": {"c": 1}, 372: "c"}}),
    ],
)
def test_a_text_is_read_as_it_was_written(text: str, data: object) -> None:
    document, problems = Document.parse(text, Path("a.yaml"))
    assert problems == []
    assert document is not None
    assert document.data == data


@pytest.mark.parametrize(
    "text",
    [
        "a: !!str {b: c}\n",
        "a: !!map text\n",
        "a: !!seq text\n",
        "a: !!seq {b: c}\n",
        "a: !!map [b]\n",
        "? !!str {a: b}\n: c\n",
        "? [a]\n: c\n",
        "{a: b}: c\n",
    ],
)
def test_what_is_called_another_kind_than_it_is_gets_a_sentence(text: str) -> None:
    """As PyYAML itself says of it; it is told, and nothing is read."""
    with pytest.raises(yaml.YAMLError):
        yaml.load(text, yaml.CSafeLoader)
    document, problems = Document.parse(text, Path("a.yaml"))
    assert document is None
    assert len(problems) == 1
