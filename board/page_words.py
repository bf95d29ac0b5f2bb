"""The words of the pages, in both languages; a style sheet shows one of them. Pure.

They are not messages: no terminal says them, and a pair that is read together stays consistent.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from core.language import Language
from core.plural import for_one


@dataclass(frozen=True, slots=True)
class Both:
    """A text in both languages. Templates show it with the places between braces filled in."""

    ja: str
    en: str

    def in_language(self, language: Language) -> str:
        return self.ja if language is Language.JA else self.en

    def __html__(self) -> Markup:
        return Markup('<span lang="ja">{}</span><span lang="en">{}</span>').format(self.ja, self.en)

    def __call__(self, **values: object) -> Both:
        return Both(self.ja.format(**values), for_one(self.en, values).format(**values))


class PictureWords:
    """Of the consortium's picture, from its head to its foot."""

    at_a_glance = Both("一覧　", "At a glance, ")
    as_of = Both(" 現在", "")

    members = Both("構成団体", "Members")
    residents = Both("住民", "Residents")
    services_in_use = Both("利用中の業務（延べ）", "Services in use")
    servers = Both("仮想サーバ", "Servers")
    memory = Both("メモリ", "Memory")
    data = Both("業務データ", "Data")
    unit_of_members = Both("団体", "")
    unit_of_residents = Both("人", "")
    unit_of_services = Both("業務", "")
    unit_of_servers = Both("台", "")
    environments = Both("環境 {count} か所の確認結果", "{count} environments, as last checked")

    differences = Both("差分{count}件", "({count})")
    no_answer = Both("応答なし", "no answer")
    checked = Both("確認 ", "checked ")
    checked_at = Both("確認 ", "")
    never_checked = Both("確認の記録なし", "never checked")

    at_this_site = Both(
        "稼働 {active} 団体・待機 {standby} 団体・仮想サーバ {servers} 台・物理サーバ {hosts} 台",
        "{active} members active, {standby} standing by, {servers} servers on {hosts} hosts",
    )

    table = Both(
        "構成団体ごとの利用業務と、各データセンターの環境",
        "What each member uses, and what stands at each data centre",
    )
    member = Both("構成団体", "Member")
    population = Both("人口", "Residents")
    network_model = Both("三層の対策", "Network model")
    by_group = Both("利用中の業務数（分野別）", "Services in use, by group")
    data_centres = Both("データセンター", "Data centres")
    of_so_many = Both("全{count}業務", "of {count}")
    stopped = Both("停止{count}", "{count} stopped")
    home = Both("本拠", "home")
    standing = Both(
        "{servers}台・{vcpu} vCPU・{ram} GiB", "{servers} servers, {vcpu} vCPU, {ram} GiB"
    )
    built_on_failover = Both("サーバは切替時に構築", "servers are built on failover")

    placements = Both(
        "稼働＝業務サーバが動いている。待機＝サーバ以外の準備が整い、切り替えを待つ。"
        "本拠＝平常時に稼働する側。",
        "Active: servers run here. Standby: all but the servers stands ready. "
        "Home: where they run in ordinary times.",
    )
    counts = Both(
        "台数と容量は定義の値であり、実物と一致することは「正常」が示す。",
        "Counts are those of the files; that the cloud agrees is what OK says.",
    )
    counted_from = Both("人口は", "Residents as of ")
    counted_to = Both("から", " to ")
    counted_end = Both("現在。", ".")


class ChartWords:
    """Of the page on which each product's licences are drawn over time."""

    title = Both("ライセンスの必要数と保有数", "Licences: required and entitled")
    as_of = Both(" 現在", "")
    required = Both("必要数", "required")
    entitled = Both("保有数", "entitled")
    missing = Both("不足", "missing")
    step_by_step = Both("変化とその理由", "Each change, and why")
    since = Both("時点", "From")
    headroom = Both("余裕", "Headroom")
    why = Both("理由", "Why")
    only_some = Both(
        "余裕の少ない{shown}件（全{count}件）を載せています。",
        "The {shown} with the least headroom, of {count}.",
    )
    rule = Both("規則", "Rule")
    source = Both("出典", "Source")
    highest = Both("最大の必要数", "Highest required")
    least_headroom = Both("最小の余裕", "Least headroom")
    by_whom = Both("最大時の内訳", "By whom")
    no_entitlement = Both("契約なし", "no entitlement")
    numbers = Both(
        "必要 {required}, 保有 {entitled}, 余裕 {headroom}",
        "required {required}, entitled {entitled}, headroom {headroom}",
    )


class BackupWords:
    """Of the page on which each system's copies are listed."""

    title = Both("バックアップの状況", "Backups")
    as_of = Both(" 現在", "")
    well = Both("すべて複製・検証済み", "all of it is copied and proven")
    not_well = Both(
        "{all}システムのうち{count}システムが未保護", "{count} of {all} systems are not protected"
    )
    system = Both("システム", "System")
    newest_copy = Both("最新の複製", "Newest copy")
    proven_copy = Both("検証済みの最新の複製", "Newest proven copy")
    proof = Both("最後の復元試験", "Last proof")
    covered = Both("対象・複製・検証", "Declared, copied, proven")
    state = Both("状態", "State")
    none = Both("なし", "none")
    good = Both("良好", "well")


class RunbookWords:
    """Of the book of procedures."""

    title = Both("手順書", "Procedures")
    as_of = Both(" 現在", "")
    begin = Both("計画を見てから始める", "See the plan, then begin")
    who = Both("行う人", "Who")
    do = Both("行うこと", "Do")
    see = Both("見えるもの", "Then you see")
    otherwise = Both("そうならないとき", "If not")
    call = Both("連絡先（印刷時点）", "Call (as of printing)")
    answers = Both("見たことを答える", "Answer what you saw")
    by_itself = Both("kumiaiが自動で行う", "kumiai, by itself")
    foot = Both(
        "途中で止まっても、再開すれば続きから行われ、二度行われることはない。",
        "Wherever it stops, resume it: it goes on from there, and nothing is done twice.",
    )


class RunsWords:
    """Of procedures under way."""

    title = Both("実行中の手順", "Procedures under way")
    as_of = Both(" 現在", "")
    none = Both("実行中の手順はない。", "None is under way.")
    under_way = Both("{count} 件が実行中。", "{count} under way.")
    some_late = Both("{all} 件のうち {count} 件が遅れている。", "{count} of {all} are late.")
    step = Both("段階", "Step")
    known = Both("進まない理由", "Why it waits")
    holder = Both("担当", "Held by")
    until = Both("　期限 ", " until ")
    late = Both("遅れている", "late")
    how_long = Both("経過", "So far")
    minutes = Both("この段階 {step} 分、全体 {all} 分", "{step} minutes at this step, {all} in all")
    by_kumiai = Both("kumiaiが行う", "kumiai's to do")
    by_person = Both("人を待っている", "waits for a person")
    by_approver = Both("承認を待っている", "waits for an approval")
    taken_back = Both("元に戻している", "is being taken back")
    at_its_end = Both("全ての段階が終わった", "every step is done")


class MoveWords:
    """Of the report on a move."""

    title = Both("緊急切替の報告", "Report on a failover")
    as_of = Both(" 現在", "")
    declared = Both("宣言 {id}: ", "Declaration {id}: ")
    way = Both("{source} から {target} へ", "from {source} to {target}")
    member = Both("構成団体", "Member")
    lost = Both("失われた入力", "Entries lost")
    promised = Both("約束", "Promised")
    predicted = Both("予測", "Predicted")
    measured = Both("実測", "Measured")
    data_after = Both("データ復元まで", "Data back after")
    runs_after = Both("稼働再開まで", "Running after")
    minutes = Both("{count} 分", "{count} min")
    seconds = Both("{count} 秒", "{count} s")
    unknown = Both("不明", "unknown")
    kept = Both("約束どおり", "as promised")
    broken = Both("約束を守れず", "not as promised")
    steps = Both("{member}: 手順と所要時間", "{member}: steps, and how long each took")
    step = Both("手順", "Step")
    began = Both("開始", "Began")
    took = Both("所要", "Took")
    outcome = Both("結果", "Outcome")
    done = Both("完了", "done")


class StatusWords:
    """Of the page of what fires now."""

    title = Both("今起きている障害", "What is broken now")
    as_of = Both(" 現在", "")
    none = Both("障害はありません", "nothing is broken")
    taken = Both("すべて担当者が引き受けています", "somebody has taken all of it")
    nobodys = Both(
        "{all}件のうち{count}件を誰も引き受けていません", "nobody has taken {count} of {all}"
    )
    what = Both("内容", "What")
    since = Both("発生", "Since")
    whose = Both("責任者", "Whose")
    who = Both("引受者", "Taken by")
    next = Both("次に呼ばれる先", "Called next")
    nobody = Both("なし", "nobody")
    until = Both(" まで", " at the latest")
    silent = Both("下の層の障害のため呼び出しなし", "calls nobody: a lower layer is broken")
    foot = Both(
        "何が終わったかは送られた知らせではなく、今の状態から判断しています。",
        "What is over is judged by what is there now, not by what was sent.",
    )


class MatrixWords:
    """Of the matrix as the annex of a contract."""

    title = Both("別紙　責任分界・役割分担表", "Annex: responsibilities")
    as_of = Both(" 現在", "")
    scope = Both("対象", "Scope")
    everybody = Both("全構成団体・全業務", "all members, all systems")
    layer = Both("層", "Layer")
    activity = Both("業務", "Activity")
    otherwise = Both("別段の定め", "Otherwise")
    contacts = Both("連絡先と対応時間", "Contacts and hours")
    party = Both("当事者", "Party")
    means = Both("連絡手段", "Means")
    hours = Both("対応時間", "Hours")
    nights = Both("時間外", "Outside them")
    ladder = Both("応答がないとき", "If nobody answers")
    around_the_clock = Both("24時間365日", "at any hour")
    after = Both("{minutes}分後 ", "after {minutes} min: ")
    source = Both(
        "この表は {commit} の定義から作成した。", "Made from the definitions at {commit}."
    )
    signed = Both("確認（署名・押印）", "Agreed (signature)")
    foot = Both(
        "A（責任者）は層と業務ごとに必ず一者である。警報は「復旧」の責任者を呼ぶ。",
        "Exactly one party is accountable for each activity. "
        "Alerts call whoever is accountable for repair.",
    )
