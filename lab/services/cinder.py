"""Cinder: volumes as sparse files, backups into the site's own Swift. Pure."""

from __future__ import annotations

from lab.ini import Sections, ini
from lab.service import FirstStep, Fork, Service
from lab.services import oslo
from lab.sites import CINDER, GLANCE, SWIFT, LabSite

REPORT_SECONDS = 5
DOWN_AFTER_SECONDS = 20
BACKUP_REPORT_SECONDS = 10
"""The least that Cinder allows."""

BACKUP_OBJECT_BYTES = 64 * 2**20
"""Near Cinder's own 50 MB; each object takes a request to Swift, a copy to the other site and one
into its vault."""

BACKUP_BLOCK_BYTES = 64 * 2**10


def service(site: LabSite) -> Service:
    conf = ("--config-file", str(site.etc / "cinder/cinder.conf"))
    return Service(
        name="cinder",
        files={"cinder/cinder.conf": _conf(site), **oslo.policy(site, "cinder")},
        from_package={
            "cinder/api-paste.ini": "cinder/api-paste.ini",
            "cinder/resource_filters.json": "cinder/resource_filters.json",
        },
        folders=("locks", "cinder/conversion", "cinder/coordination", "cinder/volumes"),
        databases=("cinder",),
        environment={"OS_CINDER_DISABLE_EVENTLET_PATCHING": "1"},
        forks=(
            Fork(
                "cinder",
                "cinder-api",
                "wsgi",
                "cinder.wsgi.api",
                (*conf, "--log-file", "cinder-api.log"),
                port=CINDER,
                needs=oslo.MARIADB_AND_RABBITMQ,
            ),
            *(_daemon(name, *conf) for name in ("volume", "scheduler", "backup")),
        ),
        schemas=(
            FirstStep(
                "cinder.cmd.manage:main",
                ((*conf, "--log-file", "cinder-manage.log", "db", "sync"),),
            ),
        ),
    )


def _daemon(name: str, *argv: str) -> Fork:
    return Fork(
        "cinder",
        f"cinder-{name}",
        "daemon",
        f"cinder.cmd.{name}",
        (*argv, "--log-file", f"cinder-{name}.log"),
        needs=oslo.MARIADB_AND_RABBITMQ,
    )


def _conf(site: LabSite) -> str:
    folder = site.data / "cinder"
    return ini(
        {
            "DEFAULT": {
                "log_dir": str(site.logs),
                "host": site.name,
                "my_ip": site.address,
                "auth_strategy": "keystone",
                "transport_url": oslo.transport_url(site),
                "osapi_volume_workers": 1,
                "api_paste_config": str(site.etc / "cinder/api-paste.ini"),
                "resource_query_filters_file": str(site.etc / "cinder/resource_filters.json"),
                "state_path": str(folder),
                "image_conversion_dir": str(folder / "conversion"),
                "enabled_backends": site.volume_backends,
                "glance_api_servers": site.url(GLANCE),
                "report_interval": REPORT_SECONDS,
                "service_down_time": DOWN_AFTER_SECONDS,
                # Not at random within 60 s, as many hosts would want it.
                "periodic_fuzzy_delay": 0,
                # Two services that start at the same moment miss each other's first word. The
                # scheduler then knows no storage, and every volume fails, until the next one.
                "periodic_interval": REPORT_SECONDS,
                "backend_stats_polling_interval": REPORT_SECONDS,
                "backup_driver_stats_polling_interval": BACKUP_REPORT_SECONDS,
                "storage_availability_zone": "nova",
                "quota_volumes": 1000,
                "quota_snapshots": 1000,
                "quota_gigabytes": site.storage_gib,
                "quota_backups": 1000,
                "quota_backup_gigabytes": site.storage_gib,
                **_backup(site),
            },
            **_backends(site),
            "nova": oslo.credentials(site, "nova"),
            "key_manager": {
                "backend": "cinder.keymgr.conf_key_mgr.ConfKeyManager",
                "fixed_key": site.passwords.encryption,
            },
            "coordination": {"backend_url": f"file://{folder / 'coordination'}"},
            "database": oslo.database(site, "cinder"),
            **oslo.token_check(site, "cinder"),
            **oslo.notifications(site),
            **oslo.habits(site),
        }
    )


def _backup(site: LabSite) -> dict[str, str | int | bool]:
    """Backups belong to the member: they go into a container of the member's own project."""
    return {
        "backup_driver": "labdrivers.backup.LabSwiftBackupDriver",
        "backup_swift_auth": "per_user",
        "backup_swift_auth_version": "3",
        "backup_swift_auth_url": site.auth_url,
        "backup_swift_url": f"{site.url(SWIFT)}/v1/AUTH_",
        "backup_swift_object_size": BACKUP_OBJECT_BYTES,
        "backup_swift_block_size": BACKUP_BLOCK_BYTES,
        "backup_swift_enable_progress_timer": False,
        "backup_compression_algorithm": "zstd",
        "backup_use_same_host": True,
        "backup_workers": 1,
        "swift_catalog_info": "object-store:swift:publicURL",
        "keystone_catalog_info": "identity:keystone:publicURL",
    }


def _backends(site: LabSite) -> Sections:
    return {
        name: {
            "volume_driver": "labdrivers.volume.LabFileDriver",
            "volume_backend_name": name,
            "lab_volume_folder": str(site.data / "cinder/volumes"),
            "lab_image_folder": str(site.data / "glance/images"),
            "lab_capacity_gb": site.storage_gib,
            **({"lab_guests": str(site.guests)} if site.living else {}),
        }
        for name in site.volume_backends
    }
