"""RabbitMQ: one broker and one Erlang port mapper per site, which die together. Pure."""

from __future__ import annotations

import base64
import hashlib
import json

from lab.service import Program, Service
from lab.sites import RABBITMQ, LabSite

ERLANG_ARGUMENTS = (
    # One scheduler that sleeps instead of spinning: two brokers share two cores with all else.
    "+S 1:1 +SDcpu 1:1 +SDio 1 +A 4 +sbwt none +sbwtdcpu none +sbwtdio none"
    " -kernel inet_dist_use_interface {address}"
)
MEMORY_ARGUMENTS = "+MBas ageffcbf +MHas ageffcbf +MBlmbcs 512 +MHlmbcs 512 +MMmcs 4"

LISTENER = "kumiai-licences"
"""The user, and its queue, that hears Nova's notifications and may do nothing else."""

LONGEST_NOTIFICATION_QUEUE = 20_000
"""Nobody need read notifications; unread ones must not fill the broker's memory."""


def service(site: LabSite) -> Service:
    return Service(
        name="rabbitmq",
        files={
            "rabbitmq.conf": _configuration(site),
            "rabbitmq-definitions.json": _definitions(site),
            "rabbitmq-plugins": "[].\n",
            # An empty file of ours keeps Debian's /etc/rabbitmq/rabbitmq-env.conf out.
            "rabbitmq-env.conf": "\n",
        },
        folders=("rabbitmq",),
        programs=(
            Program("rabbitmq", ("/usr/lib/rabbitmq/bin/rabbitmq-server",), _environment(site)),
        ),
    )


def _environment(site: LabSite) -> dict[str, str]:
    address = "{" + site.address.replace(".", ",") + "}"
    return {
        "RABBITMQ_NODENAME": f"{site.name}@localhost",
        "RABBITMQ_MNESIA_BASE": str(site.data / "rabbitmq"),
        "RABBITMQ_LOG_BASE": str(site.logs),
        "RABBITMQ_CONFIG_FILE": str(site.etc / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(site.etc / "rabbitmq-env.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(site.etc / "rabbitmq-plugins"),
        "RABBITMQ_DIST_PORT": str(site.distribution_port),
        "RABBITMQ_PID_FILE": str(site.run / "rabbitmq.pid"),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_EPMD_PORT": str(site.epmd_port),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": ERLANG_ARGUMENTS.format(address=address),
        "RABBITMQ_DEFAULT_ALLOC_ARGS": MEMORY_ARGUMENTS,
    }


def _configuration(site: LabSite) -> str:
    settings = {
        "listeners.tcp.1": f"{site.address}:{RABBITMQ}",
        "load_definitions": site.etc / "rabbitmq-definitions.json",
        "loopback_users": "none",
        "vm_memory_high_watermark.absolute": "512MB",
        "disk_free_limit.absolute": "50MB",
        "log.file.level": "warning",
        "num_acceptors.tcp": 2,
        "channel_max": 2047,
    }
    return "".join(f"{key} = {value}\n" for key, value in settings.items())


def _definitions(site: LabSite) -> str:
    everything = {"configure": ".*", "write": ".*", "read": ".*"}
    own_queue = f"^{LISTENER}$"
    listening = {"configure": own_queue, "write": own_queue, "read": f"^(nova|{LISTENER})$"}
    return json.dumps(
        {
            "users": [
                _user(site, "lab", site.passwords.messaging, "administrator"),
                _user(site, LISTENER, site.passwords.listening),
            ],
            "vhosts": [{"name": "/"}],
            "permissions": [
                {"user": "lab", "vhost": "/", **everything},
                {"user": LISTENER, "vhost": "/", **listening},
            ],
            "policies": [
                {
                    "vhost": "/",
                    "name": "notifications-do-not-pile-up",
                    "pattern": "notifications",
                    "apply-to": "queues",
                    "definition": {"max-length": LONGEST_NOTIFICATION_QUEUE},
                }
            ],
        },
        indent=2,
    )


def _user(site: LabSite, name: str, password: str, *tags: str) -> dict[str, object]:
    return {
        "name": name,
        "password_hash": password_hash(password, bytes.fromhex(site.passwords.salt)[:4]),
        "hashing_algorithm": "rabbit_password_hashing_sha256",
        "tags": list(tags),
    }


def password_hash(password: str, salt: bytes) -> str:
    """The hash RabbitMQ stores: four bytes of salt, then SHA-256 of salt and password.

    Source: rabbitmq.com/docs/passwords, "Computing Password Hash".
    """
    return base64.b64encode(salt + hashlib.sha256(salt + password.encode()).digest()).decode()
