"""Keystone: tokens, and the catalogue that says where the site's other services are. Pure."""

from __future__ import annotations

import json

from lab.ini import ini
from lab.service import FirstStep, Fork, Service
from lab.services import oslo
from lab.sites import (
    CINDER,
    GLANCE,
    KEYSTONE,
    MARIADB,
    MEMCACHED,
    NEUTRON,
    NOVA,
    PLACEMENT,
    SWIFT,
    LabSite,
)

FILL = "fill"
"""The command by which `labdrivers.identity` makes what the catalogue says; it hands all others to
Keystone's own, so that the code of the two is loaded once."""

SERVICE_USERS = ("placement", "glance", "neutron", "nova", "cinder", "swift")


def service(site: LabSite) -> Service:
    conf = ("--config-file", str(site.etc / "keystone/keystone.conf"))
    owner = ("--keystone-user", site.account, "--keystone-group", site.group)
    return Service(
        name="keystone",
        files={
            "keystone/keystone.conf": _conf(site),
            "keystone/catalogue.json": _catalogue(site),
            **oslo.policy(site, "keystone"),
        },
        folders=("keystone/fernet-keys", "keystone/credential-keys"),
        databases=("keystone",),
        environment={"OS_KEYSTONE_CONFIG_DIR": str(site.etc / "keystone")},
        forks=(
            Fork(
                "keystone", "keystone", "wsgi", "keystone.wsgi.api", port=KEYSTONE, needs=(MARIADB,)
            ),
        ),
        schemas=(FirstStep("keystone.cmd.manage:main", ((*conf, "db_sync"),)),),
        first_steps=(
            FirstStep(
                "labdrivers.identity:main",
                (
                    (*conf, "fernet_setup", *owner),
                    (*conf, "credential_setup", *owner),
                    (*conf, FILL, str(site.etc / "keystone/catalogue.json")),
                ),
            ),
        ),
    )


def _conf(site: LabSite) -> str:
    keys = site.data / "keystone"
    return ini(
        {
            "DEFAULT": {"log_dir": str(site.logs), "log_file": "keystone.log"},
            "api": oslo.ANSWERS_AS_THEY_ARE,
            "cache": {
                "enabled": True,
                "backend": "dogpile.cache.pymemcache",
                "memcache_servers": f"{site.address}:{MEMCACHED}",
            },
            "database": oslo.database(site, "keystone"),
            # Longer than any run of ours: nothing has to log in again half-way.
            "token": {"provider": "fernet", "expiration": 14400},
            "fernet_tokens": {"key_repository": str(keys / "fernet-keys")},
            "fernet_receipts": {"key_repository": str(keys / "fernet-keys")},
            "credential": {"key_repository": str(keys / "credential-keys")},
            # The least bcrypt allows: a log-in costs 2 ms instead of 250.
            "identity": {"password_hash_rounds": 4},
            **oslo.habits(site),
        }
    )


def _catalogue(site: LabSite) -> str:
    """What `labdrivers.identity` makes in a new Keystone."""
    endpoints = (
        ("keystone", "identity", site.auth_url),
        ("placement", "placement", site.url(PLACEMENT)),
        ("glance", "image", site.url(GLANCE)),
        ("neutron", "network", site.url(NEUTRON)),
        ("nova", "compute", f"{site.url(NOVA)}/v2.1"),
        ("cinder", "block-storage", f"{site.url(CINDER)}/v3"),
        # The same service under the name that Terraform's provider asks for.
        ("cinderv3", "volumev3", f"{site.url(CINDER)}/v3"),
        ("swift", "object-store", f"{site.url(SWIFT)}/v1/AUTH_%(project_id)s"),
    )
    return json.dumps(
        {
            "region": site.name,
            "admin_password": site.passwords.admin,
            "service_password": site.passwords.service,
            "service_users": SERVICE_USERS,
            "services": [{"name": n, "type": t, "url": u} for n, t, u in endpoints],
        },
        indent=2,
    )
