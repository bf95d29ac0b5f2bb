"""Whether a server's SSH daemon works, and is the one that is known. Adapter: paramiko.

Nobody logs in, so no key has to lie here: the daemon signs with its own before it asks who is there
(RFC 4253, 8). A port that is open, or a greeting, is no system that works: a daemon that can start
nothing more greets still.
"""

from __future__ import annotations

import logging
import socket
from collections.abc import Collection
from pathlib import Path

from paramiko import HostKeys, PKey, SSHException, Transport

from monitoring.exporter.probes import way_of
from monitoring.exporter.seen import SSH
from monitoring.exporter.way import BySsh, Way

LIMIT_SECONDS = 5.0

RSA, SIGNED_BY_RSA = "ssh-rsa", "rsa-sha2-"
"""A key's type; how such a key signs (RFC 8332)."""

log = logging.getLogger(__name__)
logging.getLogger("paramiko").setLevel(logging.CRITICAL)


def known_keys(file: Path) -> HostKeys:
    """Of a file that OpenSSH reads; none where nobody has written one."""
    keys = HostKeys()
    if file.exists():
        keys.load(str(file))
    return keys


def asked_by_ssh(
    name: str, host: str, known: HostKeys, port: int = SSH, limit_seconds: float = LIMIT_SECONDS
) -> BySsh:
    """Whether keys can be exchanged, by the host key that is known of `name` where one is."""
    try:
        connection = socket.create_connection((host, port), limit_seconds)
    except OSError as error:
        return BySsh(way_of(error), answers=False)
    own = known.lookup(name) or {}
    try:
        with connection:
            shown = _shown(connection, own, limit_seconds)
    except (OSError, SSHException, EOFError):
        return BySsh(Way.ACCEPTED, answers=False)
    believed = not own or shown in own.values()
    if not believed:
        log.warning("%s shows another host key (%s) than is known", name, shown.fingerprint)
    return BySsh(Way.ACCEPTED, believed)


def _shown(connection: socket.socket, types: Collection[str], limit_seconds: float) -> PKey:
    """Of several keys that it has, one of a type that is known."""
    transport = Transport(connection)
    try:
        transport.banner_timeout = limit_seconds
        ways = transport.get_security_options()
        ways.key_types = sorted(ways.key_types, key=lambda way: not _signs(way, types))
        transport.start_client(timeout=limit_seconds)
        return transport.get_remote_server_key()
    finally:
        transport.close()


def _signs(way: str, types: Collection[str]) -> bool:
    return way in types or (RSA in types and way.startswith(SIGNED_BY_RSA))
