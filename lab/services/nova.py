"""Nova: one compute service per declared host, each with the sockets and cores declared. Pure."""

from __future__ import annotations

from lab.ini import ini
from lab.service import FirstStep, Fork, Service
from lab.services import oslo, ovn
from lab.sites import KEYSTONE, NOVA, Host, LabSite

FILTERS = (
    "ComputeFilter",
    "AggregateInstanceExtraSpecsFilter",
    "ComputeCapabilitiesFilter",
    "ImagePropertiesFilter",
    "ServerGroupAntiAffinityFilter",
    "ServerGroupAffinityFilter",
    "DifferentHostFilter",
    "SameHostFilter",
)
HERE = "{scheme}://{username}:{password}@{hostname}:{port}"
"""Nova fills it in from the site's own configuration each time it reads it."""

CELL0_DATABASE = f"{HERE}/nova_cell0?{{query}}"
CELL1 = ("--transport-url", f"{HERE}/", "--database_connection", f"{HERE}/nova?{{query}}")
REPORT_SECONDS = 5
DOWN_AFTER_SECONDS = 20
POWER_SECONDS = 60
ANSWER_SECONDS = 30
"""Nova waits a minute by itself for the answer of another one of its services. Whoever has asked a
broker that died waits all of it, and is down meanwhile."""

PLUGGING_SECONDS = 60
"""How long a server that lives may wait for OVN to have joined it."""


def service(site: LabSite) -> Service:
    conf = ("--config-file", str(site.etc / "nova/nova.conf"))
    # Not for compute services: they reach the databases through the conductor only, and where
    # they find an address they try, and log an error for each try.
    control = (*conf, "--config-file", str(site.etc / "nova/databases.conf"))
    manage = (*control, "--log-file", "nova-manage.log")
    return Service(
        name="nova",
        files={
            "nova/nova.conf": _conf(site),
            "nova/databases.conf": ini(
                {
                    "api_database": oslo.database(site, "nova_api"),
                    "database": oslo.database(site, "nova"),
                }
            ),
            **{f"nova/{host.name}.conf": _host_conf(site, host) for host in site.hosts},
            **oslo.policy(site, "nova"),
        },
        from_package={"nova/api-paste.ini": "nova/api-paste.ini"},
        folders=("nova", *(f"nova/{host.name}/locks" for host in site.hosts)),
        databases=("nova_api", "nova", "nova_cell0"),
        environment={
            "OS_NOVA_CONFIG_DIR": str(site.etc / "nova"),
            "OS_NOVA_DISABLE_EVENTLET_PATCHING": "1",
        },
        forks=(
            _daemon("conductor", *control),
            Fork(
                "nova",
                "nova-api",
                "wsgi",
                "nova.wsgi.osapi_compute",
                (*control, "--log-file", "nova-api.log"),
                port=NOVA,
                needs=oslo.MARIADB_AND_RABBITMQ,
            ),
            _daemon("scheduler", *control),
            *(_compute(site, host, *conf) for host in site.hosts),
        ),
        schemas=(
            FirstStep(
                "nova.cmd.manage:main",
                (
                    (*manage, "api_db", "sync"),
                    (*manage, "cell_v2", "map_cell0", "--database_connection", CELL0_DATABASE),
                    (*manage, "db", "sync"),
                    (*manage, "cell_v2", "create_cell", "--name", "cell1", *CELL1),
                ),
            ),
        ),
    )


def _daemon(name: str, *argv: str) -> Fork:
    return Fork(
        "nova",
        f"nova-{name}",
        "daemon",
        f"nova.cmd.{name}",
        (*argv, "--log-file", f"nova-{name}.log"),
        # They look for Placement when they start, and end if Keystone says anything odd.
        needs=(*oslo.MARIADB_AND_RABBITMQ, KEYSTONE),
    )


def _compute(site: LabSite, host: Host, *argv: str) -> Fork:
    own = ("--config-file", str(site.etc / f"nova/{host.name}.conf"))
    return Fork(
        "nova",
        f"nova-compute-{host.name}",
        "daemon",
        "nova.cmd.compute",
        (*argv, *own),
        needs=oslo.MARIADB_AND_RABBITMQ,
    )


def _host_conf(site: LabSite, host: Host) -> str:
    folder = site.data / "nova" / host.name
    return ini(
        {
            "DEFAULT": {
                "host": host.name,
                "state_path": str(folder),
                "log_file": f"nova-compute-{host.name}.log",
            },
            "oslo_concurrency": {"lock_path": str(folder / "locks")},
            "lab": {
                "sockets": host.sockets,
                "cores_per_socket": host.cores_per_socket,
                "memory_mb": host.ram_mib,
                **(ovn.nova(site, site.living) if site.living else {}),
            },
        }
    )


def _conf(site: LabSite) -> str:
    nova = oslo.credentials(site, "nova")
    return ini(
        {
            "DEFAULT": {
                "log_dir": str(site.logs),
                "host": f"control-{site.name}",
                "state_path": str(site.data / "nova"),
                "my_ip": site.address,
                "transport_url": oslo.transport_url(site),
                "compute_driver": "lab.GuestDriver" if site.living else "lab.LabDriver",
                "osapi_compute_workers": 1,
                "cpu_allocation_ratio": site.vcpu_overcommit,
                "ram_allocation_ratio": site.ram_overcommit,
                "reserved_host_memory_mb": 0,
                # Books outlive their host; what lives is started again with it.
                "resume_guests_state_on_host_boot": site.living is not None,
                "allow_resize_to_same_host": False,
                "report_interval": REPORT_SECONDS,
                "service_down_time": DOWN_AFTER_SECONDS,
                "rpc_response_timeout": ANSWER_SECONDS,
                "max_local_block_devices": -1,
                # Nova waits up to 60 s at random before its first periodic work, such as finding
                # new hosts, lest thousands of hosts do it at the same moment.
                "periodic_fuzzy_delay": 0,
                # Books cannot differ from what the database says. A guest that ended is told so.
                "sync_power_state_interval": POWER_SECONDS if site.living else -1,
                "heal_instance_info_cache_interval": -1,
                "update_resources_interval": 120,
                "vif_plugging_timeout": PLUGGING_SECONDS if site.living else 0,
                "vif_plugging_is_fatal": site.living is not None,
                # Booting from a new volume looks whether it is there each second, not each third.
                "block_device_allocate_retries": 180,
                "block_device_allocate_retries_interval": 1,
            },
            "wsgi": {"api_paste_config": str(site.etc / "nova/api-paste.ini")},
            "api": {
                "auth_strategy": "keystone",
                "local_metadata_per_cell": False,
                **oslo.ANSWERS_AS_THEY_ARE,
            },
            **oslo.token_check(site, "nova"),
            "placement": nova,
            "neutron": nova,
            "glance": nova,
            "cinder": {**nova, "os_region_name": site.name},
            "keystone": nova,
            "scheduler": {
                "workers": 1,
                "discover_hosts_in_cells_interval": 5,
                "query_placement_for_image_type_support": False,
            },
            "conductor": {"workers": 1},
            "compute": {"live_migration_wait_for_vif_plug": False},
            "filter_scheduler": {"enabled_filters": FILTERS},
            "quota": {"instances": 100, "cores": 400, "ram": 1048576, "server_groups": 100},
            "notifications": {
                "notification_format": "versioned",
                "notify_on_state_change": "vm_and_task_state",
                "versioned_notifications_topics": "versioned_notifications",
            },
            "vnc": {"enabled": False},
            "key_manager": {
                "backend": "nova.keymgr.conf_key_mgr.ConfKeyManager",
                "fixed_key": site.passwords.encryption,
            },
            "upgrade_levels": {"compute": "auto"},
            **oslo.notifications(site),
            **oslo.habits(site),
        }
    )
