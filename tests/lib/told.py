"""Every series that anything tells: what alerts and dashboards may read."""

from __future__ import annotations

import re

from licensing.collecting import metrics as licences
from monitoring.exporter.series import ALL
from recovery.metrics import COPIES, FAILOVER
from tests.lib.checkout import text_of
from tests.lib.definitions import ROOT

OTHERS = {
    "up",
    # node_exporter 1.5, its filesystem collector.
    *("node_filesystem_avail_bytes", "node_filesystem_size_bytes"),
    # Its collectors edac, hwmon and mdadm, of the hosts' own hardware.
    *("node_edac_uncorrectable_errors_total", "node_hwmon_temp_crit_alarm_celsius"),
    "node_md_disks",
    # Its collector systemd, which is asked for (monitoring/rules/pair.py).
    "node_systemd_unit_state",
    "node_systemd_timer_last_trigger_seconds",
    # Prometheus 2.42 and Alertmanager 0.25 of themselves: tests/lab/test_alerts.py has them asked.
    *("prometheus_config_last_reload_successful", "prometheus_rule_evaluation_failures_total"),
    *("alertmanager_config_last_reload_successful", "alertmanager_notifications_failed_total"),
}

TOLD = {
    *(one.name for one in ALL),
    *(name for name, _, _ in (*COPIES, *FAILOVER)),
    *re.findall(
        r'"(kumiai_licence_[a-z_]+)"',
        text_of(ROOT / str(licences.__name__.replace(".", "/") + ".py")),
    ),
    *OTHERS,
}
