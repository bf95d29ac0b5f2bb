"""The gallery's cases about procedures: what nobody could follow at three in the morning."""

from __future__ import annotations

from pathlib import Path

from tests.errors.cases import Case, edit

DRILL = "runbooks/procedures/drill.yaml"
HOST = "runbooks/procedures/host-maintenance.yaml"


def renamed(root: Path) -> None:
    (root / DRILL).rename(root / "runbooks/procedures/disk-full.yaml")


PROCEDURE_CASES = (
    Case(
        "an act that does not exist",
        edit(HOST, "act: host.evacuate", "act: host.emtpy"),
        (
            "runbooks/procedures/host-maintenance.yaml:37:5: ホストの保守: steps.evacuate.act: must be one of stacks.up, stacks.up_refresh, member.take_away, member.hand_over, member.fail_over, member.try, member.switch_over, member.fail_back, differences.mend, host.close, host.open, host.evacuate, host.bring_back, server.resize, site.fail_over, backup.take, backup.pull, backup.prove, volume.restore, volume.clear, passwords.renew, servers.configure, got 'host.emtpy'; did you mean host.open?",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:37:5: ホストの保守: steps.evacuate.act: 次のいずれかでなければなりません: stacks.up、stacks.up_refresh、member.take_away、member.hand_over、member.fail_over、member.try、member.switch_over、member.fail_back、differences.mend、host.close、host.open、host.evacuate、host.bring_back、server.resize、site.fail_over、backup.take、backup.pull、backup.prove、volume.restore、volume.clear、passwords.renew、servers.configure（現在の値: 'host.emtpy'）。host.open ではありませんか。",
        ),
    ),
    Case(
        "a step after which nobody looks",
        edit(HOST, "    verify: [host.is_empty]\n", ""),
        (
            "runbooks/procedures/host-maintenance.yaml:28:3: ホストの保守: steps.evacuate.verify: nobody would know whether it was done; name what is looked at, or ask the person with `answers`",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:28:3: ホストの保守: steps.evacuate.verify: 行われたかどうかを確かめる方法がありません。確かめる状態を挙げるか、`answers` で人に尋ねてください。",
        ),
    ),
    Case(
        "steps that wait for each other",
        edit(HOST, "    act: host.close\n", "    act: host.close\n    after: [work]\n"),
        (
            "runbooks/procedures/host-maintenance.yaml:18:3: ホストの保守: steps.close: waits for itself: close ← work ← evacuate ← close; take one of them out of `after`",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:18:3: ホストの保守: steps.close: 順序が循環しています（close ← work ← evacuate ← close）。いずれかを `after` から外してください。",
        ),
    ),
    Case(
        "a procedure for no alert and no occasion",
        renamed,
        (
            "runbooks/procedures/disk-full.yaml:2:1: 四半期訓練（データセンター喪失）: title: disk-full is no alert and no occasion, so nobody would ever take it to hand; call the file after one of onboarding, offboarding, host-maintenance, host-lost, drift, licence-breach, busy-season, proof-of-restore, volume-restore, credential-rotation, ca-key-lost, site-loss, member-failover, member-struck, switchover, failback, drill, site-silent, hardware-failing, compute-host-down, control-service-down, api-down, api-slow, volumes-in-error, quota-nearly-full, network-down, path-silent, port-gone, server-stopped, server-silent, filesystem-nearly-full, service-silent, backup-overdue, backup-long-overdue, backup-incomplete, restore-unproven, failover-not-ready, monitoring-blind, monitoring-silent, alerts-not-delivered, monitoring-misconfigured, licence-collector-deaf, holidays-end-soon, unit-failed, unanswered, alert-drill",
        ),
        (
            "runbooks/procedures/disk-full.yaml:2:1: 四半期訓練（データセンター喪失）: title: disk-full はアラートでも業務の場面でもなく、使われることのない手順書になります。ファイル名を次のいずれかにしてください: onboarding、offboarding、host-maintenance、host-lost、drift、licence-breach、busy-season、proof-of-restore、volume-restore、credential-rotation、ca-key-lost、site-loss、member-failover、member-struck、switchover、failback、drill、site-silent、hardware-failing、compute-host-down、control-service-down、api-down、api-slow、volumes-in-error、quota-nearly-full、network-down、path-silent、port-gone、server-stopped、server-silent、filesystem-nearly-full、service-silent、backup-overdue、backup-long-overdue、backup-incomplete、restore-unproven、failover-not-ready、monitoring-blind、monitoring-silent、alerts-not-delivered、monitoring-misconfigured、licence-collector-deaf、holidays-end-soon、unit-failed、unanswered、alert-drill",
        ),
    ),
    Case(
        "a step after one that is not there",
        edit(HOST, "    act: host.close\n", "    act: host.close\n    after: [aprove]\n"),
        (
            "runbooks/procedures/host-maintenance.yaml:24:13: ホストの保守: steps.close.after.0: aprove is no step of this procedure; its steps are approve, close, evacuate, work, open",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:24:13: ホストの保守: steps.close.after.0: aprove という段階はこの手順書にありません。段階: approve、close、evacuate、work、open",
        ),
    ),
    Case(
        "a step that nobody does",
        edit(DRILL, "    who: {ja: 事務局, en: The secretariat}\n", ""),
        (
            "runbooks/procedures/drill.yaml:45:3: 四半期訓練（データセンター喪失）: steps.report: nobody does anything here; write `act`, or `who` does it by hand",
        ),
        (
            "runbooks/procedures/drill.yaml:45:3: 四半期訓練（データセンター喪失）: steps.report: 何をする段階か書かれていません。`act`（kumiaiが行う）か `who`（人が行う）を書いてください。",
        ),
    ),
    Case(
        "a step that kumiai does and a person as well",
        edit(
            HOST,
            "    act: host.close\n",
            "    act: host.close\n    who: {ja: 当直, en: The watch}\n",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:23:5: ホストの保守: steps.close.act: what kumiai does, nobody does by hand; make two steps of it",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:23:5: ホストの保守: steps.close.act: kumiaiが行うことと人が行うことが一つの段階にあります。二つに分けてください。",
        ),
    ),
    Case(
        "a question to nobody",
        edit(
            HOST,
            "    act: host.close\n",
            "    act: host.close\n    answers: {seen: {ask: {ja: 見たか, en: Seen?}, accepts: text}}\n",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:24:5: ホストの保守: steps.close.answers: nobody is there to answer, since kumiai does it; leave it out",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:24:5: ホストの保守: steps.close.answers: kumiaiが行う段階では答える人がいません。削除してください。",
        ),
    ),
    Case(
        "an act before which nobody looks",
        edit(HOST, "    check: [site.answers, host.is_known]\n", ""),
        (
            "runbooks/procedures/host-maintenance.yaml:18:3: ホストの保守: steps.close.check: nothing is looked at before kumiai acts; name what must be so",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:18:3: ホストの保守: steps.close.check: 実行前に確かめることが書かれていません。満たすべき状態を挙げてください。",
        ),
    ),
    Case(
        "an act on something that the procedure is not told",
        edit(HOST, "ask: [site, host]", "ask: [host]"),
        (
            "runbooks/procedures/host-maintenance.yaml:24:13: ホストの保守: steps.close.check.0: site.answers has to be told a site; add it to `ask`",
            "runbooks/procedures/host-maintenance.yaml:38:13: ホストの保守: steps.evacuate.check.0: site.answers has to be told a site; add it to `ask`",
            "runbooks/procedures/host-maintenance.yaml:63:13: ホストの保守: steps.open.check.0: site.answers has to be told a site; add it to `ask`",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:24:13: ホストの保守: steps.close.check.0: site.answers には site の指定が必要です。`ask` に加えてください。",
            "runbooks/procedures/host-maintenance.yaml:38:13: ホストの保守: steps.evacuate.check.0: site.answers には site の指定が必要です。`ask` に加えてください。",
            "runbooks/procedures/host-maintenance.yaml:63:13: ホストの保守: steps.open.check.0: site.answers には site の指定が必要です。`ask` に加えてください。",
        ),
    ),
    Case(
        "a text about something that the procedure is not told",
        edit(DRILL, "失われたときの", "{host} で失われたときの"),
        (
            "runbooks/procedures/drill.yaml:11:7: 四半期訓練（データセンター喪失）: steps.plan.do.ja: {host} stands for nothing that this procedure is told; add it to `ask`",
        ),
        (
            "runbooks/procedures/drill.yaml:11:7: 四半期訓練（データセンター喪失）: steps.plan.do.ja: {host} に入る値が、この手順書では指定されません。`ask` に加えてください。",
        ),
    ),
    Case(
        "an act that may be taken back or not",
        edit(HOST, "    undo: host.bring_back\n", ""),
        (
            "runbooks/procedures/host-maintenance.yaml:28:3: ホストの保守: steps.evacuate.undo: write either what takes it back (`undo`) or why nothing does (`no_undo`)",
        ),
        (
            "runbooks/procedures/host-maintenance.yaml:28:3: ホストの保守: steps.evacuate.undo: 元に戻す方法（`undo`）か、戻せない理由（`no_undo`）のどちらか一方を書いてください。",
        ),
    ),
    Case(
        "a limit of what is no number",
        edit(
            DRILL,
            "accepts: number, at_least: 0}\n    limit_minutes: 60",
            "accepts: text, at_least: 0}\n    limit_minutes: 60",
        ),
        (
            "runbooks/procedures/drill.yaml:21:82: 四半期訓練（データセンター喪失）: steps.plan.answers.late.accepts: only a number has limits; write `accepts: number`, or take them out",
        ),
        (
            "runbooks/procedures/drill.yaml:21:82: 四半期訓練（データセンター喪失）: steps.plan.answers.late.accepts: 上限と下限は数にだけ指定できます。`accepts: number` とするか、外してください。",
        ),
    ),
)
"""Read before they were written down: each line is what the person should see."""
