"""Placement: what each host has and what of it is taken. Pure."""

from __future__ import annotations

from lab.ini import ini
from lab.service import FirstStep, Fork, Service
from lab.services import oslo
from lab.sites import MARIADB, PLACEMENT, LabSite


def service(site: LabSite) -> Service:
    conf = str(site.etc / "placement/placement.conf")
    return Service(
        name="placement",
        files={"placement/placement.conf": _conf(site)},
        databases=("placement",),
        environment={"OS_PLACEMENT_CONFIG_DIR": str(site.etc / "placement")},
        forks=(
            Fork(
                "placement",
                "placement",
                "wsgi",
                "placement.wsgi.api",
                port=PLACEMENT,
                needs=(MARIADB,),
            ),
        ),
        schemas=(FirstStep("placement.cmd.manage:main", (("--config-file", conf, "db", "sync"),)),),
    )


def _conf(site: LabSite) -> str:
    return ini(
        {
            "DEFAULT": {"log_dir": str(site.logs), "log_file": "placement.log"},
            "api": {"auth_strategy": "keystone"},
            "placement_database": oslo.database(site, "placement"),
            **oslo.token_check(site, "placement"),
            **oslo.habits(site),
        }
    )
