"""The dashboards that kumiai ships: who is called for what, and what stands at the sites. Pure.

They show and call nobody: whatever has to call somebody is a rule (`monitoring/rules`).
"""

from __future__ import annotations

from core.message import Named
from monitoring.dashboards.panel import COLUMNS, SITE, Dashboard, Kind, Panel, Unit

RESPONSIBILITY = Dashboard(
    "kumiai-responsibility",
    Named("警報と責任者", "Alerts, and whose they are"),
    (
        Panel(
            Named("今鳴っている警報と責任者", "What fires now, and whose it is"),
            f'ALERTS{{alertstate="firing", alertname!="heartbeat", {SITE}}}',
            kind=Kind.TABLE,
            width=COLUMNS,
        ),
        Panel(
            Named("誰も引き受けていない時間", "For how long nobody has had it"),
            f"kumiai_alert_unacknowledged_seconds{{{SITE}}}",
            "{{of}} {{member}} {{system}} → {{owner}}",
            unit=Unit.SECONDS,
            fault_above=900,
        ),
        Panel(
            Named("送れなかった知らせ", "What could not be delivered"),
            f"increase(alertmanager_notifications_failed_total{{{SITE}}}[5m])",
            "{{site}} {{integration}}",
            fault_above=1,
        ),
        Panel(
            Named("監視の生存信号からの経過", "Since the monitoring's last heartbeat"),
            f"time() - kumiai_heartbeat_seconds{{{SITE}}}",
            "{{site}}",
            unit=Unit.SECONDS,
            fault_above=120,
        ),
        Panel(
            Named("監視が見えているもの", "What the monitoring sees"),
            f"kumiai_look_succeeded{{{SITE}}}",
            "{{site}} {{look}}",
            unit=Unit.YES_NO,
        ),
    ),
)

SITES = Dashboard(
    "kumiai-sites",
    Named("データセンターの状態", "The sites"),
    (
        Panel(
            Named("停止しているホスト", "Hosts that are down"),
            f"count by (site) (kumiai_compute_host_up{{{SITE}}} == 0) or vector(0)",
            "{{site}}",
            Kind.NUMBER,
            width=COLUMNS // 4,
            fault_above=1,
        ),
        Panel(
            Named("停止しているサーバ", "Servers that have stopped"),
            f"count by (site) (kumiai_server_running{{{SITE}}} == 0) or vector(0)",
            "{{site}}",
            Kind.NUMBER,
            width=COLUMNS // 4,
            fault_above=1,
        ),
        Panel(
            Named("APIの応答時間", "How long APIs take to answer"),
            f"kumiai_api_seconds{{{SITE}}}",
            "{{site}} {{service}}",
            unit=Unit.SECONDS,
            fault_above=5,
        ),
        Panel(
            Named("割当の使用率", "Use of quotas"),
            f"kumiai_quota_used{{{SITE}}} / kumiai_quota_limit{{{SITE}}}",
            "{{member}} {{resource}}",
            unit=Unit.SHARE,
            fault_above=0.9,
        ),
        Panel(
            Named("最新の複製からの経過", "Age of the newest copy"),
            f"time() - kumiai_backup_newest_copy_seconds{{{SITE}}}",
            "{{member}} {{system}}",
            unit=Unit.SECONDS,
        ),
        Panel(
            Named("ライセンスの余裕", "Headroom of licences"),
            "kumiai_licence_headroom",
            "{{product}} {{rule}}",
        ),
        Panel(
            Named("ファイルシステムの空き", "Free space of file systems"),
            f"node_filesystem_avail_bytes{{{SITE}}} / node_filesystem_size_bytes{{{SITE}}}",
            "{{server}} {{mountpoint}}",
            unit=Unit.SHARE,
        ),
    ),
)

SHIPPED = (RESPONSIBILITY, SITES)
