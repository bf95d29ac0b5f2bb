"""What a role may do by OpenStack's own rules and a folder of policy files that are joined to them.

Runs inside OpenStack's environment: `python policy_proof.py FOLDER ROLE`. Prints as JSON, for each
service, which rules let in whoever has the role and not whoever has none, in any project; and what
a file says instead of which of the service's own rules.
"""

from __future__ import annotations

import importlib
import json
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

from oslo_config import cfg
from oslo_policy import policy

SERVICES = {
    "keystone": "keystone.common.policies",
    "nova": "nova.policies",
    "neutron": "neutron.conf.policies",
    "cinder": "cinder.policies",
}
CHECKS = {"neutron": "neutron.policy"}
"""Modules that teach oslo.policy checks of their own."""
OWN, OTHER = "1" * 32, "2" * 32
IS_ADMIN = "context_is_admin"


def main() -> None:
    folder, role = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
    found = {}
    for service, module in SERVICES.items():
        rules = list(importlib.import_module(module).list_rules())
        if service in CHECKS:
            importlib.import_module(CHECKS[service])
        file = folder / f"{service}.yaml"
        own = {rule.name: rule.check_str for rule in rules}
        said = policy.parse_file_contents(file.read_text())
        found[service] = {
            "may": sorted(
                {name for new in (True, False) for name in more(enforcer(rules, file, new), role)}
            ),
            "instead": {name: [own.get(name), text] for name, text in said.items()},
        }
    print(json.dumps(found))


def enforcer(rules: list[Any], file: pathlib.Path, new_defaults: bool) -> Any:
    conf = cfg.ConfigOpts()
    conf([], project="none", default_config_files=[], default_config_dirs=[str(file.parent)])
    found = policy.Enforcer(conf, policy_file=str(file))
    conf.set_override("enforce_new_defaults", new_defaults, "oslo_policy")
    found.suppress_default_change_warnings = True
    found.suppress_deprecation_warnings = True
    found.register_defaults(rules)
    found.load_rules()
    return found


def more(enforcer: Any, role: str) -> Iterator[str]:
    """Rules that the role opens, whosever the thing is."""
    for name in enforcer.rules:
        for target in (OWN, OTHER):
            if allowed(enforcer, name, [role], target) and not allowed(enforcer, name, [], target):
                yield name


def allowed(enforcer: Any, name: str, roles: list[str], project: str) -> bool:
    creds: dict[str, Any] = {
        "roles": roles,
        "project_id": OWN,
        "tenant_id": OWN,
        "user_id": OWN,
        "is_admin_project": True,
        "system_scope": None,
    }
    if IS_ADMIN in enforcer.rules:
        # As each service works it out for every request.
        creds["is_admin"] = bool(enforcer.enforce(IS_ADMIN, {}, dict(creds)))
    target = {"project_id": project, "tenant_id": project, "user_id": project}
    try:
        return bool(enforcer.enforce(name, target, creds))
    except Exception:
        # A rule about something else than the target: it opens nothing.
        return False


if __name__ == "__main__":
    main()
