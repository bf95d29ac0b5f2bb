"""Glance: images, kept as files. Pure."""

from __future__ import annotations

from lab.ini import ini
from lab.service import FirstStep, Fork, Service
from lab.services import oslo
from lab.sites import GLANCE, LabSite


def service(site: LabSite) -> Service:
    conf = str(site.etc / "glance/glance-api.conf")
    return Service(
        name="glance",
        files={
            "glance/glance-api.conf": _conf(site),
            "glance/glance-image-import.conf": ini(
                {"image_import_opts": {"image_import_plugins": "[]"}}
            ),
        },
        from_package={"glance/glance-api-paste.ini": "glance/glance-api-paste.ini"},
        folders=("glance/images", "glance/staging", "glance/tasks"),
        databases=("glance",),
        environment={"OS_GLANCE_CONFIG_DIR": str(site.etc / "glance")},
        forks=(
            Fork(
                "glance",
                "glance",
                "wsgi",
                "glance.wsgi.api",
                port=GLANCE,
                needs=oslo.MARIADB_AND_RABBITMQ,
            ),
        ),
        schemas=(FirstStep("glance.cmd.manage:main", (("--config-file", conf, "db_sync"),)),),
    )


def _conf(site: LabSite) -> str:
    folder = site.data / "glance"
    return ini(
        {
            "DEFAULT": {
                "log_dir": str(site.logs),
                "log_file": "glance.log",
                "enabled_backends": "file:file",
                "use_keystone_limits": False,
                "worker_self_reference_url": site.url(GLANCE),
                "node_staging_uri": f"file://{folder / 'staging'}",
                "transport_url": oslo.transport_url(site),
            },
            "glance_store": {"default_backend": "file"},
            "file": {"filesystem_store_datadir": str(folder / "images")},
            "os_glance_staging_store": {"filesystem_store_datadir": str(folder / "staging")},
            "os_glance_tasks_store": {"filesystem_store_datadir": str(folder / "tasks")},
            "image_format": {"require_image_format_match": False},
            "paste_deploy": {
                "flavor": "keystone",
                "config_file": str(site.etc / "glance/glance-api-paste.ini"),
            },
            "database": oslo.database(site, "glance"),
            **oslo.token_check(site, "glance"),
            **oslo.habits(site),
        }
    )
