"""How OpenSSH's programs are called: nobody is believed whose key is not known beforehand.

Adapter: names the files of this home.
"""

from __future__ import annotations

from core.home import Home


def words_for(home: Home, connect_seconds: int) -> tuple[str, ...]:
    """Where hosts are found and by which keys they are known, ours alone (ssh_config(5))."""
    return (
        *("-F", str(home.ssh_config)),
        *("-o", f"UserKnownHostsFile={home.known_hosts}"),
        *("-o", "GlobalKnownHostsFile=/dev/null"),
        *("-o", "StrictHostKeyChecking=yes"),
        *("-o", f"ConnectTimeout={connect_seconds}"),
    )
