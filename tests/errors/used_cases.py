"""The cases of the gallery about what a ledger remembers: by what the past was counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.errors.cases import edit
from tests.errors.licence_cases import DATABASE, ORACLE


@dataclass(frozen=True)
class UsedCase:
    """`before` is done before the first use, `make` after it."""

    name: str
    make: Callable[[Path], object]
    english: tuple[str, ...]
    japanese: tuple[str, ...]
    before: Callable[[Path], object] = lambda root: None


def without_rule(root: Path) -> None:
    """The contract counts by another rule now, and that of before is deleted."""
    edit(DATABASE, "rule: oracle-processor", "rule: sql-server-core-host")(root)
    (root / ORACLE).unlink()


USED_CASES = (
    UsedCase(
        "a rule is gone",
        without_rule,
        (
            "licensing/rules/oracle-processor.yaml:1:1: oracle-processor: the file is gone, and database-2026 was counted by it; restore it from git",
        ),
        (
            "licensing/rules/oracle-processor.yaml:1:1: oracle-processor: ファイルがなくなっていますが、database-2026 はこの規則で数えていました。git から戻してください。",
        ),
    ),
    UsedCase(
        "a rule counts otherwise",
        edit(ORACLE, "default: 0.5", "default: 0.25"),
        (
            "licensing/rules/oracle-processor.yaml:2:1: id: oracle-processor counts otherwise than on 2026-11-25, when it was first used; restore it from git, end it with valid_to, and write a new rule into a file of its own",
        ),
        (
            "licensing/rules/oracle-processor.yaml:2:1: id: oracle-processor の数え方が、最初に使われた 2026-11-25 から変わっています。gitから戻して valid_to で終わらせ、新しい規則を別のファイルに書いてください。",
        ),
    ),
    UsedCase(
        "a site lies in another region",
        edit("infra/sites/primary.yaml", "asia-pacific", "europe"),
        (
            "infra/sites/primary.yaml:7:1: 第一データセンター: licence_region: europe is another region than on 2026-11-25, when licences were first counted by it; restore it from git, or the past would be counted anew",
        ),
        (
            "infra/sites/primary.yaml:7:1: 第一データセンター: licence_region: 地域 europe は、2026-11-25 に初めてライセンスを数えたときの地域と異なります。過去も数え直しになるため、gitから戻してください。",
        ),
        before=edit(DATABASE, "rule: oracle-processor", "rule: ibm-vpc"),
    ),
)
