"""MariaDB: one server per site, small, safe against SIGKILL of itself. Pure.

A power cut of the machine is not part of the lab, so nothing waits for the disk: what was
written survives the process in the page cache. The double-write buffer stays on all the same:
SIGKILL can tear a 16 KiB page, since the kernel writes it in pieces of 4 KiB.
"""

from __future__ import annotations

from collections.abc import Sequence

from lab.ini import ini
from lab.service import Program, Service
from lab.sites import MARIADB, LabSite


def service(site: LabSite, databases: Sequence[str]) -> Service:
    return Service(
        name="mariadb",
        files={"my.cnf": _configuration(site), "databases.sql": _first_statements(site, databases)},
        programs=(
            Program("mariadb", ("/usr/sbin/mariadbd", f"--defaults-file={site.etc / 'my.cnf'}")),
        ),
    )


def install_command(site: LabSite) -> tuple[str, ...]:
    """Makes the server's own tables. Nobody of ours logs in by socket: strict is enough there."""
    return (
        "mariadb-install-db",
        "--no-defaults",
        f"--datadir={site.data / 'mysql'}",
        "--auth-root-authentication-method=socket",
        f"--auth-root-socket-user={site.account}",
        "--skip-test-db",
        f"--user={site.account}",
    )


def _first_statements(site: LabSite, databases: Sequence[str]) -> str:
    """Run by the server at each start, so that no client and no command line sees the password."""
    create = [f"CREATE DATABASE IF NOT EXISTS {name};" for name in databases]
    user = f"CREATE USER IF NOT EXISTS lab@'%' IDENTIFIED BY '{site.passwords.database}';"
    # The schemas that were copied bring along the password of the site they were made at.
    own = f"ALTER USER lab@'%' IDENTIFIED BY '{site.passwords.database}';"
    grants = [f"GRANT ALL ON {name}.* TO lab@'%';" for name in databases]
    return "\n".join([*create, user, own, *grants, ""])


def _configuration(site: LabSite) -> str:
    return ini(
        {
            "mariadbd": {
                "user": site.account,
                "datadir": str(site.data / "mysql"),
                # Relative to datadir: an absolute one would break at 108 characters.
                "socket": "server.sock",
                "pid-file": str(site.run / "mariadbd.pid"),
                "log-error": str(site.logs / "mariadb.log"),
                "init-file": str(site.etc / "databases.sql"),
                "bind-address": site.address,
                "port": MARIADB,
                "character-set-server": "utf8mb3",
                "collation-server": "utf8mb3_general_ci",
                "max_connections": 400,
                "innodb_buffer_pool_size": "64M",
                "innodb_log_buffer_size": "4M",
                "innodb_log_file_size": "48M",
                "innodb_flush_log_at_trx_commit": 2,
                "innodb_flush_method": "nosync",
                "innodb_doublewrite": 1,
                "innodb_use_native_aio": 0,
                "sync_binlog": 0,
                "performance_schema": "OFF",
                "skip-name-resolve": 1,
                "key_buffer_size": "1M",
                "aria_pagecache_buffer_size": "1M",
                "query_cache_size": 0,
                "table_open_cache": 600,
                "thread_cache_size": 16,
                "tmp_table_size": "4M",
                "max_heap_table_size": "4M",
                "skip-log-bin": 1,
            }
        }
    )
