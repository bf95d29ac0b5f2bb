"""A machine with systemd that watches a site, set up as docs/how-to/on-call.md says: by root, for
somebody else. The sites that it asks do not answer.
"""

from __future__ import annotations

from tests.lib.systemd_machine import Machine

HOME = "/srv/home"
BEGUN = (
    *("kumiai-exporter.service", "kumiai-rules.timer", "kumiai-runbook-witness.timer"),
    *("kumiai-backup-status.timer", "kumiai-failover-plan.timer"),
)
"""All that has to run on a machine that watches, but for one."""
FORGOTTEN = "kumiai-runbook-print.timer"
SITE = """{auth: {auth_url: "http://127.0.0.1:5/v3", username: kumiai, password: none,
  project_name: admin, user_domain_id: default, project_domain_id: default}}"""
"""Where nothing answers."""


def set_to_watch(made: Machine) -> None:
    """Raises: AssertionError where something of it fails."""
    made.done("useradd", "--system", "kumiai")
    entries = f"clouds:\n  primary: {SITE}\n  remote: {SITE}\n"
    made.done("install", "-d", "-o", "kumiai", HOME)
    made.done("install", "-m", "600", "-o", "kumiai", "/dev/null", f"{HOME}/clouds.yaml")
    made.done("sh", "-c", 'printf %s "$1" > "$2"', "sh", entries, f"{HOME}/clouds.yaml")
    kumiai = ("env", f"KUMIAI_HOME={HOME}", "kumiai")
    for what in ("alert service --site primary", "runbook service", "backup service"):
        made.done(*kumiai, *what.split(), "--execute", "--reason", "a test")
    made.done("systemctl", "daemon-reload")
    made.done("systemctl", "enable", "--now", *BEGUN)
    made.done("systemctl", "restart", "prometheus", "prometheus-alertmanager")
    made.done("systemctl", "restart", "prometheus-node-exporter")
