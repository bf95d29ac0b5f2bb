"""What kumiai itself does on servers: it hands over whom they believe no more, and ends sessions.

Adapter: paramiko. Servers are reached as OpenSSH's configuration says, by their known host keys
alone and with the member's own key.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import OtherSystemFailed
from core.home import Home
from core.message import say

if TYPE_CHECKING:
    from paramiko import SSHClient

ANSWER_SECONDS = 15
COMMAND_SECONDS = 30

REVOKED = "/etc/ssh/kumiai/revoked"

_END = """
for uid in $(for name in {accounts}; do id -u "$name" 2>/dev/null; done); do
  for its in $(grep -lx "$uid" /proc/[0-9]*/loginuid 2>/dev/null); do
    process=${{its%/loginuid}}; kill -KILL "${{process#/proc/}}" 2>/dev/null
  done
  pkill -KILL -U "$uid"
done
true
"""
"""What a person became root for is found by the kernel's own word of who logged in."""


@dataclass(frozen=True, slots=True)
class Reached:
    """A server, and the key of its first user."""

    name: str
    private_key: Path


def hand_over(home: Home, server: Reached, revoked: bytes, accounts: Collection[str]) -> None:
    """The server believes whom `revoked` names no more, and no session of `accounts` goes on.

    Raises: OtherSystemFailed where it does not answer, has no such list yet, or has another after.
    """
    with _connected(home, server) as client:
        _run(
            client,
            server,
            f"test -e {REVOKED} && umask 022 && cat >{REVOKED}.new && mv {REVOKED}.new {REVOKED}",
            revoked,
        )
        if accounts:
            _run(client, server, _END.format(accounts=" ".join(sorted(accounts))))
        said = _run(client, server, f"sha256sum {REVOKED}").split()[:1]
    if said != [hashlib.sha256(revoked).hexdigest()]:
        raise OtherSystemFailed(
            say("{server} has another list than it was given; run it again", server=server.name)
        )


def answers(home: Home, server: Reached) -> bool:
    """Whether it lets kumiai in now."""
    try:
        with _connected(home, server):
            return True
    except OtherSystemFailed:
        return False


@contextmanager
def _connected(home: Home, server: Reached) -> Iterator[SSHClient]:
    import paramiko

    logging.getLogger("paramiko").setLevel(logging.CRITICAL)
    way = paramiko.SSHConfig.from_path(str(home.ssh_config)).lookup(server.name)
    command = way.get("proxycommand")
    proxy = paramiko.ProxyCommand(command) if command else None
    client = paramiko.SSHClient()
    client.load_host_keys(str(home.known_hosts))
    client.set_missing_host_key_policy(paramiko.RejectPolicy())
    try:
        client.connect(
            way.get("hostkeyalias", server.name) if proxy else way["hostname"],
            port=int(way.get("port", 22)),
            username=way.get("user"),
            key_filename=str(server.private_key),
            sock=proxy,
            timeout=ANSWER_SECONDS,
            banner_timeout=ANSWER_SECONDS,
            auth_timeout=ANSWER_SECONDS,
            allow_agent=False,
            look_for_keys=False,
        )
        yield client
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise OtherSystemFailed(
            say(
                "{server} does not answer by SSH: {reason}",
                server=server.name,
                reason=str(error) or type(error).__name__,
            )
        ) from None
    finally:
        client.close()
        if proxy is not None:
            proxy.close()


def _run(client: SSHClient, server: Reached, command: str, given: bytes = b"") -> str:
    """What a command says, as root. Raises: OtherSystemFailed where it fails."""
    quoted = command.replace("'", "'\\''")
    stdin, stdout, stderr = client.exec_command(f"sudo sh -c '{quoted}'", timeout=COMMAND_SECONDS)
    stdin.write(given)
    stdin.channel.shutdown_write()
    said = bytes(stdout.read()).decode(errors="replace")
    if stdout.channel.recv_exit_status():
        raise OtherSystemFailed(
            say(
                "{server} could not be told whom it believes no more; `kumiai configure` puts it "
                "in order: {reason}",
                server=server.name,
                reason=stderr.read().decode(errors="replace").strip() or "–",
            )
        )
    return said
