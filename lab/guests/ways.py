"""How OpenSSH reaches the lab's guests, and which keys they answer with. Adapter: writes files.

Each guest has a part of its own, so that those written before stay: `home.ssh_config` and
`home.known_hosts` are the parts joined.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from ipaddress import IPv4Address
from pathlib import Path

from core.errors import OtherSystemFailed
from core.files import PRIVATE_FILE, write_whole
from core.home import Home
from core.message import say
from lab.guests.image import FIRST_USER
from lab.services.ovn import OPERATIONS
from lab.sites import LabSite

WRITTEN_BY_US = "# Written by the lab: how its hosts are reached.\n"


def root_of(home: Home) -> Path:
    return home.root / "guests"


def write_ways(home: Home, servers: Sequence[tuple[LabSite, Mapping[str, IPv4Address]]]) -> int:
    """To servers that live, from their site's operations network; how many.

    Raises: OtherSystemFailed where one was never started.
    """
    count = 0
    for site, addresses in servers:
        keys = _keys_at(site)
        for name, address in addresses.items():
            if name not in keys:
                raise OtherSystemFailed(
                    say(
                        "{site}: {server} was never started; start it with `kumiai up`",
                        site=site.name,
                        server=name,
                    )
                )
            inside = f"$(cat {site.fabric / OPERATIONS / 'pid'})"
            write_way(home, name, address, inside, keys[name])
            count += 1
    join_ways(home)
    return count


def write_way(home: Home, name: str, address: IPv4Address, inside: str, key: Path) -> None:
    """`inside` is the process, as a shell reads it, in whose network the guest is reached."""
    way = (
        f"Host {name}\n"
        f"  HostName {address}\n"
        f"  HostKeyAlias {name}\n"
        f"  User {FIRST_USER}\n"
        f"  ProxyCommand nsenter --net=/proc/{inside}/ns/net socat - TCP:%h:%p\n"
    )
    folder = root_of(home) / "ways"
    write_whole(folder / f"{name}.config", way, PRIVATE_FILE)
    write_whole(folder / f"{name}.key", f"{name} {key.read_text()}", PRIVATE_FILE)


def join_ways(home: Home) -> None:
    """OpenSSH's configuration for all guests that were written, and their known keys."""
    folder = root_of(home) / "ways"
    for kind, file in (("config", home.ssh_config), ("key", home.known_hosts)):
        text = "".join(part.read_text() for part in sorted(folder.glob(f"*.{kind}")))
        write_whole(file, WRITTEN_BY_US + text, PRIVATE_FILE)


def _keys_at(site: LabSite) -> dict[str, Path]:
    """By the server's name; the last start counts, where a host that died has one, too."""
    return {
        (key.parent / "seed/etc/hostname").read_text().strip(): key
        for key in sorted(site.guests.glob("*/*/host_key.pub"), key=lambda key: key.stat().st_mtime)
    }
