"""The gallery's cases about alerts: what would call too many, too few, or the wrong ones."""

from __future__ import annotations

from pathlib import Path

from tests.errors.cases import Case, edit

ALERTS = "monitoring/rules/alerts.yaml"


def without_procedure(root: Path) -> None:
    (root / "runbooks/procedures/api-slow.yaml").unlink()


ALERT_CASES = (
    Case(
        "an alert that nobody would know what to do about",
        without_procedure,
        (
            "monitoring/rules/alerts.yaml:47:3: alerts.api-slow: whoever is called for api-slow would not know what to do; write runbooks/procedures/api-slow.yaml",
        ),
        (
            "monitoring/rules/alerts.yaml:47:3: alerts.api-slow: api-slow で呼ばれた人の手順がありません。runbooks/procedures/api-slow.yaml を書いてください。",
        ),
    ),
    Case(
        "a summary with a label that the alert has not",
        edit(ALERTS, "The host {host} of {site}", "The host {hots} of {site}"),
        (
            "monitoring/rules/alerts.yaml:27:63: alerts.compute-host-down.summary.en: {hots} is no label of this alert; name one of site, host, or add it to `also`",
        ),
        (
            "monitoring/rules/alerts.yaml:27:63: alerts.compute-host-down.summary.en: {hots} はこの警報のラベルではありません。site、host のいずれかにするか、`also` に加えてください。",
        ),
    ),
    Case(
        "an alert that tells every municipality of another one",
        edit(
            ALERTS,
            "    expr: kumiai_site_answers == 0",
            "    also: [member]\n    expr: kumiai_site_answers == 0",
        ),
        (
            "monitoring/rules/alerts.yaml:11:5: alerts.site-silent.also: the alert names a municipality, and ict-section of all municipalities would be told of it; leave member out, or choose a layer of which each municipality has its own",
        ),
        (
            "monitoring/rules/alerts.yaml:11:5: alerts.site-silent.also: 警報に団体の名前が入り、全団体の ict-section に知らされてしまいます。member を除くか、団体ごとにある層を選んでください。",
        ),
    ),
    Case(
        "an alert that is known before the one below it",
        edit(
            ALERTS,
            "expr: kumiai_server_running == 0\n    for_seconds: 150",
            "expr: kumiai_server_running == 0\n    for_seconds: 60",
        ),
        (
            "monitoring/rules/alerts.yaml:113:5: alerts.server-stopped.for_seconds: network-down, on which it rests, is known only after 120 seconds, so that both would be called for; wait longer than that",
        ),
        (
            "monitoring/rules/alerts.yaml:113:5: alerts.server-stopped.for_seconds: 下の層の network-down が分かるのは120秒後なので、両方で人が呼ばれてしまいます。それより長く待ってください。",
        ),
    ),
    Case(
        "an alert about a layer that there is none of",
        edit(ALERTS, "layer: facility", "layer: facilty"),
        (
            "monitoring/rules/alerts.yaml:8:5: alerts.site-silent.layer: must be one of facility, hardware, virtualisation, zone_network, os, middleware, package, settings, data, backup, restore_test, lgwan_line, access_line, town_lan, monitoring, public_notice, got 'facilty'; did you mean facility?",
        ),
        (
            "monitoring/rules/alerts.yaml:8:5: alerts.site-silent.layer: 次のいずれかでなければなりません: facility、hardware、virtualisation、zone_network、os、middleware、package、settings、data、backup、restore_test、lgwan_line、access_line、town_lan、monitoring、public_notice（現在の値: 'facilty'）。facility ではありませんか。",
        ),
    ),
    Case(
        "an alert that reads what nothing tells",
        edit(ALERTS, "kumiai_site_answers == 0", "kumiai_site_answer == 0"),
        (
            "monitoring/rules/alerts.yaml:11:5: alerts.site-silent.expr: nothing tells kumiai_site_answer, so that it would never fire; the exporter tells kumiai_site_answers, kumiai_api_up, kumiai_api_seconds, kumiai_compute_host_up, kumiai_compute_host_enabled, kumiai_control_service_up, kumiai_server_running, kumiai_server_answers, kumiai_server_reached, kumiai_server_routed, kumiai_service_answers, kumiai_network_up, kumiai_port_up, kumiai_volumes_in_error, kumiai_backups_in_error, kumiai_quota_used, kumiai_quota_limit, kumiai_alert_unacknowledged_seconds, kumiai_drill, kumiai_notifications_failed, kumiai_holidays_end_seconds, kumiai_unit_expected, kumiai_look_succeeded, kumiai_look_seconds, kumiai_heartbeat_seconds",
        ),
        (
            "monitoring/rules/alerts.yaml:11:5: alerts.site-silent.expr: kumiai_site_answer を知らせるものがないため、この警報は決して鳴りません。監視の出口が知らせるのは次のとおりです: kumiai_site_answers、kumiai_api_up、kumiai_api_seconds、kumiai_compute_host_up、kumiai_compute_host_enabled、kumiai_control_service_up、kumiai_server_running、kumiai_server_answers、kumiai_server_reached、kumiai_server_routed、kumiai_service_answers、kumiai_network_up、kumiai_port_up、kumiai_volumes_in_error、kumiai_backups_in_error、kumiai_quota_used、kumiai_quota_limit、kumiai_alert_unacknowledged_seconds、kumiai_drill、kumiai_notifications_failed、kumiai_holidays_end_seconds、kumiai_unit_expected、kumiai_look_succeeded、kumiai_look_seconds、kumiai_heartbeat_seconds",
        ),
    ),
)
