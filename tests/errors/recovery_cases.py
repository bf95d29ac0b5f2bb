"""The gallery's cases about recovery: what is promised, and what copies lie on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.errors.cases import HITA, PRIMARY, Case, edit
from tests.errors.site_cases import REMOTE

RECOVERY = "tenants/recovery.yaml"
DISKS = "object_storage: {model: lab-disks, firmware: swift 2.38.3}\n"


def without_recovery(root: Path) -> None:
    (root / RECOVERY).unlink()


def without_tier_c(root: Path) -> None:
    file = root / RECOVERY
    text = file.read_text(encoding="utf-8")
    file.write_text(text[: text.index("  C:\n")] + text[text.index("rates:") :], encoding="utf-8")


def of_tier_a(*changes: tuple[str, str]) -> Callable[[Path], object]:
    """Several lines of the first tier at once."""

    def make(root: Path) -> None:
        for old, new in changes:
            edit(RECOVERY, old, new)(root)

    return make


def departure(text: str) -> Callable[[Path], object]:
    return edit(HITA, "services:\n", f"recovery:\n  {text}\nservices:\n")


def check_of(system: str, mode: int) -> Callable[[Path], object]:
    def make(root: Path) -> None:
        file = root / "tenants" / "checks" / system
        file.parent.mkdir()
        file.write_text("#!/bin/sh\n", encoding="utf-8")
        file.chmod(mode)

    return make


RECOVERY_CASES = (
    Case(
        "a check of copies that is called after no system",
        check_of("cores", 0o755),
        (
            "tenants/checks/cores:1:1: is called after no system of the catalogue, so no proof runs it; call it after one of core, welfare, livelihood, internal, document",
        ),
        (
            "tenants/checks/cores:1:1: カタログのどのシステムの名前でもないため、復元確認で実行されません。次のいずれかの名前にしてください: core、welfare、livelihood、internal、document",
        ),
    ),
    Case(
        "a check of copies that may not be run",
        check_of("core", 0o644),
        ("tenants/checks/core:1:1: is no program that a proof could run; `chmod +x` makes it one",),
        (
            "tenants/checks/core:1:1: 復元確認で実行できるプログラムではありません。`chmod +x` で実行できるようにしてください。",
        ),
    ),
    Case(
        "a consortium without a file about recovery",
        without_recovery,
        (
            "tenants/recovery.yaml:1:1: is missing, which says how much may be lost and how soon it is back, by the priority of each service; begin with the one that kumiai comes with, and put in what you have agreed",
        ),
        (
            "tenants/recovery.yaml:1:1: ありません。どこまでのデータ消失を許し、いつまでに復旧するかを業務の優先度ごとに決めるファイルです。kumiai に付属のものから始め、合意した値を書いてください。",
        ),
    ),
    Case(
        "a priority without a tier",
        without_tier_c,
        (
            "tenants/recovery.yaml:6:1: tiers: the priority C of 13 services has no tier here, so nothing is promised of them; add it with its figures",
        ),
        (
            "tenants/recovery.yaml:6:1: tiers: 優先度 C の業務が 13 件ありますが、復旧区分がなく、復旧の約束がありません。値とともに加えてください。",
        ),
    ),
    Case(
        "less may be lost than what comes between two copies",
        edit(RECOVERY, "rpo_minutes: 1440", "rpo_minutes: 360"),
        (
            "tenants/recovery.yaml:8:5: tiers.A.rpo_minutes: at most 360 minutes may be lost, and a copy is begun every 720; allow more, or begin one more often",
        ),
        (
            "tenants/recovery.yaml:8:5: tiers.A.rpo_minutes: 失ってよいのは 360 分までですが、バックアップは 720 分ごとにしか取りません。許す時間を延ばすか、間隔を短くしてください。",
        ),
    ),
    Case(
        "less may be lost than copies take to be away, as measured",
        edit(RECOVERY, "rpo_minutes: 1440", "rpo_minutes: 730"),
        (
            "tenants/recovery.yaml:8:5: tiers.A.rpo_minutes: at most 730 minutes may be lost, and a copy is begun every 720 and is at the other site 264 later, by the rates that were measured and the 331 GiB at primary; allow 984, or begin one more often",
        ),
        (
            "tenants/recovery.yaml:8:5: tiers.A.rpo_minutes: 失ってよいのは 730 分までですが、バックアップは 720 分ごとに取り始め、実測の速さでは primary の 331 GiB が遠隔地に揃うまで 264 分かかります。984 分以上を許すか、間隔を短くしてください。",
        ),
    ),
    Case(
        "copies that are gone before damage is noticed",
        of_tier_a(("retention_days: 35", "retention_days: 20")),
        (
            "tenants/recovery.yaml:14:5: tiers.A.retention_days: copies are kept for 20 days, and damage may go unnoticed for 30 (detection_days); by then every copy would hold it, so keep them longer",
        ),
        (
            "tenants/recovery.yaml:14:5: tiers.A.retention_days: バックアップの保存は 20 日ですが、被害に気付くまで 30 日かかることがあります（detection_days）。その頃には全てのバックアップに被害が及ぶため、保存期間を延ばしてください。",
        ),
    ),
    Case(
        "copies that nobody ever restores",
        edit(RECOVERY, "    restore_test_days: 7\n", ""),
        (
            "tenants/recovery.yaml:7:3: tiers.A.restore_test_days: no copy is ever restored for trial, and one that was not counts as none; write after how many days it is due",
        ),
        (
            "tenants/recovery.yaml:7:3: tiers.A.restore_test_days: バックアップの復元試験が決められていません。復元を確かめていないバックアップは、ないものとして扱います。何日ごとに行うか書いてください。",
        ),
    ),
    Case(
        "copies that are gone before they are restored for trial",
        edit(RECOVERY, "restore_test_days: 7", "restore_test_days: 60"),
        (
            "tenants/recovery.yaml:15:5: tiers.A.restore_test_days: a copy is restored for trial every 60 days and kept for 35, so that most would go untried; try them more often",
        ),
        (
            "tenants/recovery.yaml:15:5: tiers.A.restore_test_days: 復元試験は 60 日ごとですが、バックアップの保存は 35 日です。試されずに消えるバックアップが出るため、間隔を短くしてください。",
        ),
    ),
    Case(
        "quotas that hold no two generations and one more",
        of_tier_a(
            ("detection_days: 30", "detection_days: 1"),
            ("rpo_minutes: 1440", "rpo_minutes: 2880"),
            ("backup_every_minutes: 720", "backup_every_minutes: 1440"),
            ("full_every: 14", "full_every: 1"),
            ("generations: 14", "generations: 1"),
            ("retention_days: 35", "retention_days: 1"),
            ("restore_test_days: 7", "restore_test_days: 1"),
        ),
        (
            "tenants/recovery.yaml:13:5: tiers.A.generations: the quotas that follow from it hold 2 generations; two are needed to go back to, and one that is being made: keep more of them, or keep them longer",
        ),
        (
            "tenants/recovery.yaml:13:5: tiers.A.generations: ここから決まる割当量には 2 世代しか入りません。戻れる2世代と作成中の1世代が必要です。世代数か保存期間を増やしてください。",
        ),
    ),
    Case(
        "a departure without its reason",
        departure("core: {rpo_minutes: 900}"),
        ("tenants/members/hita.yaml:18:3: 日田市: recovery.core.reason: is missing; add it",),
        (
            "tenants/members/hita.yaml:18:3: 日田市: recovery.core.reason: がありません。追加してください。",
        ),
    ),
    Case(
        "a departure that cannot be kept, though its tier can",
        departure("core: {reason: 協議会で合意, rpo_minutes: 60}"),
        (
            "tenants/members/hita.yaml:18:26: 日田市: recovery.core.rpo_minutes: at most 60 minutes may be lost, and a copy is begun every 720; allow more, or begin one more often",
        ),
        (
            "tenants/members/hita.yaml:18:26: 日田市: recovery.core.rpo_minutes: 失ってよいのは 60 分までですが、バックアップは 720 分ごとにしか取りません。許す時間を延ばすか、間隔を短くしてください。",
        ),
    ),
    Case(
        "a departure that leaves its tier's promise unkept",
        departure("core: {reason: 協議会で合意, backup_every_minutes: 2880}"),
        (
            "tenants/members/hita.yaml:18:3: 日田市: recovery.core.rpo_minutes: at most 1440 minutes may be lost, and a copy is begun every 2880; allow more, or begin one more often",
        ),
        (
            "tenants/members/hita.yaml:18:3: 日田市: recovery.core.rpo_minutes: 失ってよいのは 1440 分までですが、バックアップは 2880 分ごとにしか取りません。許す時間を延ばすか、間隔を短くしてください。",
        ),
    ),
    Case(
        "a departure of a system that the municipality has not",
        departure("kore: {reason: 協議会で合意, rpo_minutes: 900}"),
        (
            "tenants/members/hita.yaml:18:3: 日田市: recovery.kore: kore is no system of the municipality's; its systems are core, welfare, livelihood",
        ),
        (
            "tenants/members/hita.yaml:18:3: 日田市: recovery.kore: kore はこの団体のシステムではありません。使用中のシステム: core、welfare、livelihood",
        ),
    ),
    Case(
        "volumes that lie on nobody knows what",
        edit(PRIMARY, "storage:\n  lab: {model: lab-files, firmware: cinder 29.0.0}\n", ""),
        (
            "infra/sites/primary.yaml:3:1: 第一データセンター: storage.lab: on what the volumes of lab lie is not written, and so not whether their copies lie on the same; add `storage: {lab: {model: …, firmware: …}}`",
        ),
        (
            "infra/sites/primary.yaml:3:1: 第一データセンター: storage.lab: lab のボリュームがどの機種にあるか書かれておらず、バックアップが同じ機種にあるか確かめられません。`storage: {lab: {model: …, firmware: …}}` を加えてください。",
        ),
    ),
    Case(
        "copies that lie on nobody knows what",
        edit(REMOTE, DISKS, ""),
        (
            "infra/sites/remote.yaml:3:1: 遠隔地データセンター: object_storage: on what copies lie is not written, and so not whether volumes lie on the same; add `object_storage: {model: …, firmware: …}`",
        ),
        (
            "infra/sites/remote.yaml:3:1: 遠隔地データセンター: object_storage: バックアップがどの機種にあるか書かれておらず、ボリュームと同じ機種か確かめられません。`object_storage: {model: …, firmware: …}` を加えてください。",
        ),
    ),
    Case(
        "copies on the very model and firmware of the volumes",
        edit(REMOTE, "lab-disks, firmware: swift 2.38.3", "lab-files, firmware: cinder 29.0.0"),
        (
            "infra/sites/remote.yaml:31:1: 遠隔地データセンター: object_storage: copies lie on lab-files with firmware cinder 29.0.0, as do the volumes of primary (lab): one fault takes both; another model or firmware is needed on one side",
        ),
        (
            "infra/sites/remote.yaml:31:1: 遠隔地データセンター: object_storage: バックアップが、primary のボリューム（lab）と同じ機種 lab-files、同じファームウェア cinder 29.0.0 にあります。一つの不具合で両方失われるため、どちらかを別の機種かファームウェアにしてください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
