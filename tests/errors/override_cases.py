"""The gallery's cases of rows that say otherwise than the defaults, and contracts."""

from __future__ import annotations

from pathlib import Path

from tests.errors.cases import Case, edit

DUTIES = "monitoring/matrix/responsibilities.yaml"


def contract_about_what_nobody_has(root: Path) -> None:
    """The catalogue has the system, and every municipality has given it up."""
    for file in (root / "tenants/members").glob("*.yaml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if "livelihood_protection" not in line]
        file.write_text("".join(kept), encoding="utf-8")
    edit(DUTIES, "systems: [core]", "systems: [livelihood]")(root)


OVERRIDE_CASES = (
    Case(
        "a row that says nothing",
        edit(DUTIES, "    responsible: [package-vendor, platform-operator]\n", ""),
        (
            "monitoring/matrix/responsibilities.yaml:176:5: overrides.0: says nothing of who does what; name a party or delete it",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:176:5: overrides.0: 誰が何をするか書かれていません。当事者を書くか、この行を削除してください。",
        ),
    ),
    Case(
        "a row for everybody",
        edit(DUTIES, "    activities: [patch]\n    contract: core-package\n", ""),
        (
            "monitoring/matrix/responsibilities.yaml:176:5: overrides.0: names no site, municipality, system or contract, so it holds for everybody; change the default instead (`every`, or `but` for some activities)",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:176:5: overrides.0: データセンター、団体、システム、契約のいずれも指定がなく、全てに当てはまる行です。`defaults` の方を変更してください（`every`、一部の活動だけなら `but`）。",
        ),
    ),
    Case(
        "a system that the catalogue has not",
        edit(DUTIES, "systems: [core]", "systems: [kore]"),
        (
            "monitoring/matrix/responsibilities.yaml:169:15: contracts.core-package.systems.0: kore is not known; did you mean core?",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:169:15: contracts.core-package.systems.0: kore は登録されていません。core ではありませんか。",
        ),
    ),
    Case(
        "a system that nobody has any more",
        contract_about_what_nobody_has,
        (
            "monitoring/matrix/responsibilities.yaml:169:15: contracts.core-package.systems.0: no municipality has livelihood; take it out",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:169:15: contracts.core-package.systems.0: livelihood を利用する団体はありません。削除してください。",
        ),
    ),
    Case(
        "a system that the named municipality has not",
        edit(
            DUTIES,
            "    contract: core-package\n",
            "    members: [usuki]\n    systems: [internal]\n",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:179:15: overrides.0.systems.0: internal is no system of usuki; take one of them out",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:179:15: overrides.0.systems.0: usuki は internal を利用していません。どちらかを削除してください。",
        ),
    ),
    Case(
        "a municipality that there is none of",
        edit(DUTIES, "    contract: core-package\n", "    members: [usukii]\n"),
        (
            "monitoring/matrix/responsibilities.yaml:178:15: overrides.0.members.0: usukii is not known; did you mean usuki?",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:178:15: overrides.0.members.0: usukii は登録されていません。usuki ではありませんか。",
        ),
    ),
    Case(
        "a site that there is none of",
        edit(DUTIES, "    contract: core-package\n", "    sites: [third]\n"),
        (
            "monitoring/matrix/responsibilities.yaml:178:13: overrides.0.sites.0: third is not known; known here: primary, remote",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:178:13: overrides.0.sites.0: third は登録されていません。登録済み: primary、remote",
        ),
    ),
    Case(
        "a contract that there is none of",
        edit(DUTIES, "    contract: core-package\n", "    contract: core-pakage\n"),
        (
            "monitoring/matrix/responsibilities.yaml:178:5: overrides.0.contract: core-pakage is not known; did you mean core-package?",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:178:5: overrides.0.contract: core-pakage は登録されていません。core-package ではありませんか。",
        ),
    ),
    Case(
        "a contract with nobody that is known",
        edit(DUTIES, "    party: package-vendor\n", "    party: package-vender\n"),
        (
            "monitoring/matrix/responsibilities.yaml:168:5: contracts.core-package.party: package-vender is not known; did you mean package-vendor?",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:168:5: contracts.core-package.party: package-vender は登録されていません。package-vendor ではありませんか。",
        ),
    ),
    Case(
        "a contract that ends before it begins",
        edit(DUTIES, "ends_on: 2031-03-31", "ends_on: 2021-03-31"),
        (
            "monitoring/matrix/responsibilities.yaml:171:5: contracts.core-package.ends_on: 2021-03-31 lies before starts_on, 2026-04-01; correct one of them",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:171:5: contracts.core-package.ends_on: 2021-03-31 は starts_on（2026-04-01）より前です。どちらかを直してください。",
        ),
    ),
    Case(
        "a row for one municipality about what is one for all",
        edit(
            DUTIES,
            "  - layers: [os]\n    activities: [patch]\n    contract: core-package\n",
            "  - layers: [os, facility]\n    members: [usuki]\n",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:177:5: overrides.0.members: facility is not one for each member, so nothing can be otherwise for one of them; take facility out of this row, or members",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:177:5: overrides.0.members: facility は member ごとのものではないため、一部だけを変えることはできません。この行から facility か members を削除してください。",
        ),
    ),
    Case(
        "two rows that contradict each other",
        edit(
            DUTIES,
            "overrides:\n",
            "overrides:\n  - {layers: [os], activities: [patch], systems: [core], responsible: platform-operator, reason: 試行}\n",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:180:5: overrides.1.responsible: package-vendor, platform-operator is responsible here, and platform-operator in monitoring/matrix/responsibilities.yaml:175:58 of the same; a row wins that names all the other names, and more",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:180:5: overrides.1.responsible: 同じ対象の実施者が、ここでは package-vendor、platform-operator、monitoring/matrix/responsibilities.yaml:175:58 では platform-operator です。優先されるのは、相手の行が絞り込む項目を全て含み、さらに細かく絞り込む行だけです。",
        ),
    ),
    Case(
        "two rows of which one tells nobody",
        edit(
            DUTIES,
            "overrides:\n",
            "overrides:\n  - {layers: [os], activities: [repair], systems: [core], informed: [], reason: 試行}\n  - {layers: [os], activities: [repair], systems: [core], informed: [ict-section], reason: 試行}\n",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:176:59: overrides.1.informed: ict-section is informed here, and nobody in monitoring/matrix/responsibilities.yaml:175:59 of the same; a row wins that names all the other names, and more",
        ),
        (
            "monitoring/matrix/responsibilities.yaml:176:59: overrides.1.informed: 同じ対象の連絡先が、ここでは ict-section、monitoring/matrix/responsibilities.yaml:175:59 では なし です。優先されるのは、相手の行が絞り込む項目を全て含み、さらに細かく絞り込む行だけです。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
