"""The sections that every OpenStack service repeats: database, messages, tokens, policy. Pure."""

from __future__ import annotations

from lab.ini import Section, Sections
from lab.sites import MARIADB, MEMCACHED, RABBITMQ, LabSite

MARIADB_AND_RABBITMQ = (MARIADB, RABBITMQ)


ANSWERS_AS_THEY_ARE: Section = {"response_validation": "ignore"}
"""By default Nova and Keystone hold each of their own answers against its schema, and only log
where it differs: a tenth of Nova's CPU, a seventh of Keystone's."""


def database(site: LabSite, name: str) -> Section:
    """A connection for each thread of an API process is kept, since making one is dear."""
    return {
        "connection": f"mysql+mysqldb://lab:{site.passwords.database}"
        f"@{site.address}:{MARIADB}/{name}?charset=utf8",
        "max_pool_size": 8,
        "max_overflow": 16,
        "connection_recycle_time": 600,
    }


def transport_url(site: LabSite) -> str:
    return f"rabbit://lab:{site.passwords.messaging}@{site.address}:{RABBITMQ}/"


def credentials(site: LabSite, user: str) -> Section:
    """How one service logs in to call another one of the same site."""
    return {
        "auth_type": "password",
        "auth_url": site.auth_url,
        "username": user,
        "password": site.passwords.service,
        "project_name": "service",
        "user_domain_name": "Default",
        "project_domain_name": "Default",
        "region_name": site.name,
    }


def token_check(site: LabSite, user: str) -> Sections:
    """Tokens are checked against Keystone once and then remembered in memcached.

    Without the memory every API call costs a second call, to Keystone.
    """
    return {
        "keystone_authtoken": {
            "www_authenticate_uri": site.auth_url,
            "memcached_servers": f"{site.address}:{MEMCACHED}",
            "service_token_roles": "service",
            "service_token_roles_required": True,
            **credentials(site, user),
        },
        "service_user": {"send_service_user_token": True, **credentials(site, user)},
    }


def notifications(site: LabSite) -> Sections:
    return {
        "oslo_messaging_notifications": {
            "driver": "messagingv2",
            "transport_url": transport_url(site),
        }
    }


def policy(site: LabSite, service: str) -> dict[str, str]:
    """Its policy.yaml, which is looked for beside its configuration; none where nothing is said."""
    text = site.policies.get(service)
    return {f"{service}/policy.yaml": text} if text else {}


def habits(site: LabSite, lock_folder: str = "locks") -> Sections:
    """What holds for all services. Classic queues: a lone broker has nobody to agree with."""
    return {
        "oslo_messaging_rabbit": {
            "heartbeat_in_pthread": False,
            "rabbit_quorum_queue": False,
            "rabbit_transient_quorum_queue": False,
            "rpc_conn_pool_size": 5,
        },
        "oslo_concurrency": {"lock_path": str(site.data / lock_folder)},
        "oslo_policy": {"enforce_scope": True, "enforce_new_defaults": True},
    }
