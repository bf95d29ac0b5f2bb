"""Swift: object storage with one copy, and container sync to the other site. Pure."""

from __future__ import annotations

from lab.ini import Section, Sections, ini
from lab.service import FirstStep, Fork, Service
from lab.services import oslo
from lab.sites import MEMCACHED, SWIFT, SWIFT_ACCOUNT, SWIFT_CONTAINER, SWIFT_OBJECT, LabSite

PIPELINE = (
    "catch_errors gatekeeper healthcheck proxy-logging cache listing_formats container_sync bulk"
    " tempurl authtoken s3api s3token keystone copy container-quotas account-quotas slo dlo"
    " versioned_writes symlink proxy-logging proxy-server"
)
PLAIN_FILTERS = (
    "catch_errors",
    "gatekeeper",
    "healthcheck",
    "proxy-logging",
    "listing_formats",
    "bulk",
    "tempurl",
    "copy",
    "container-quotas",
    "account-quotas",
    "slo",
    "dlo",
    "symlink",
)
"""Steps of the pipeline that need no setting."""

BACKENDS = {"account": SWIFT_ACCOUNT, "container": SWIFT_CONTAINER, "object": SWIFT_OBJECT}

SYNC_SECONDS = 5
"""How long a new object waits at most before it is copied to the other site."""

PART_POWER = 4
"""2**4 partitions: one disk and one copy need no more."""


def service(site: LabSite) -> Service:
    return Service(
        name="swift",
        files={
            "swift/swift.conf": _swift(site),
            "swift/container-sync-realms.conf": _realms(site),
            "swift/internal-client.conf": _internal_client(site),
            "swift/proxy-server.conf": _proxy(site),
            **{f"swift/{kind}-server.conf": _backend(site, kind) for kind in BACKENDS},
        },
        folders=("swift/disk",),
        forks=(
            *(_server(site, kind) for kind in (*BACKENDS, "proxy")),
            Fork(
                "swift",
                "swift-container-sync",
                "swift_daemon",
                "swift.container.sync",
                (str(site.etc / "swift/container-server.conf"),),
            ),
        ),
        first_steps=(FirstStep("swift.cli.ringbuilder:main", _ring_calls(site)),),
    )


def _server(site: LabSite, kind: str) -> Fork:
    conf = str(site.etc / f"swift/{kind}-server.conf")
    return Fork("swift", f"swift-{kind}", "swift_server", f"{kind}-server", (conf,))


def _ring_calls(site: LabSite) -> tuple[tuple[str, ...], ...]:
    calls: list[tuple[str, ...]] = []
    for kind, port in BACKENDS.items():
        builder = str(site.etc / f"swift/{kind}.builder")
        calls += [
            (builder, "create", str(PART_POWER), "1", "0"),
            (builder, "add", f"r1z1-{site.address}:{port}/disk", "1"),
            (builder, "rebalance"),
        ]
    return tuple(calls)


def _swift(site: LabSite) -> str:
    salt = site.passwords.salt
    return ini(
        {
            "swift-hash": {"swift_hash_path_suffix": salt, "swift_hash_path_prefix": salt},
            "storage-policy:0": {"name": "Policy-0", "default": True},
        }
    )


def _realms(site: LabSite) -> str:
    clusters = {
        f"cluster_{name}": f"http://{address}:{SWIFT}/v1/"
        for name, address in site.realm.addresses.items()
    }
    return ini(
        {
            "DEFAULT": {"mtime_check_interval": 60},
            site.realm.name: {"key": site.realm.key, **clusters},
        }
    )


def _default(site: LabSite, port: int) -> Section:
    return {
        "bind_ip": site.address,
        "bind_port": port,
        "workers": 0,
        "user": site.account,
        "swift_dir": str(site.etc / "swift"),
        # No syslog in a lab: what goes to this address that does not exist is dropped.
        "log_address": str(site.run / "no-syslog"),
    }


def _proxy(site: LabSite) -> str:
    plain: Sections = {
        f"filter:{name}": {"use": f"egg:swift#{name.replace('-', '_')}"} for name in PLAIN_FILTERS
    }
    return ini(
        {
            "DEFAULT": _default(site, SWIFT),
            "pipeline:main": {"pipeline": PIPELINE},
            "app:proxy-server": {
                "use": "egg:swift#proxy",
                "account_autocreate": True,
                "allow_account_management": True,
            },
            "filter:authtoken": {
                "paste.filter_factory": "keystonemiddleware.auth_token:filter_factory",
                "www_authenticate_uri": site.auth_url,
                "memcached_servers": f"{site.address}:{MEMCACHED}",
                "delay_auth_decision": True,
                "cache": "swift.cache",
                "service_token_roles": "service",
                "service_token_roles_required": True,
                **oslo.credentials(site, "swift"),
            },
            # S3 as well, for those who keep Pulumi's state in object storage.
            "filter:s3api": {"use": "egg:swift#s3api", "location": site.name},
            "filter:s3token": {
                "use": "egg:swift#s3token",
                "auth_uri": site.auth_url,
                "delay_auth_decision": True,
                **oslo.credentials(site, "swift"),
            },
            "filter:keystone": {
                "use": "egg:swift#keystoneauth",
                "operator_roles": "admin, member",
                "reseller_prefix": "AUTH",
                "project_reader_roles": "reader",
            },
            "filter:cache": _cache(site),
            "filter:container_sync": {
                "use": "egg:swift#container_sync",
                "current": f"//{site.realm.name}/{site.name}",
            },
            "filter:versioned_writes": {
                "use": "egg:swift#versioned_writes",
                "allow_versioned_writes": True,
                "allow_object_versioning": True,
            },
            **plain,
        }
    )


def _cache(site: LabSite) -> Section:
    return {"use": "egg:swift#memcache", "memcache_servers": f"{site.address}:{MEMCACHED}"}


def _backend(site: LabSite, kind: str) -> str:
    daemons: dict[str, Sections] = {
        "account": {"account-replicator": {}, "account-auditor": {}, "account-reaper": {}},
        "container": {
            "container-replicator": {},
            "container-updater": {"interval": 10},
            "container-auditor": {},
            "container-sharder": {},
            "container-sync": {
                "interval": SYNC_SECONDS,
                "internal_client_conf_path": str(site.etc / "swift/internal-client.conf"),
            },
        },
        "object": {
            "object-replicator": {},
            "object-updater": {"interval": 10},
            "object-auditor": {},
        },
    }
    return ini(
        {
            "DEFAULT": {
                **_default(site, BACKENDS[kind]),
                "devices": str(site.data / "swift"),
                "mount_check": False,
                "fallocate_reserve": 0,
            },
            "pipeline:main": {"pipeline": f"{kind}-server"},
            f"app:{kind}-server": {"use": f"egg:swift#{kind}"},
            **daemons[kind],
        }
    )


def _internal_client(site: LabSite) -> str:
    return ini(
        {
            "DEFAULT": {"swift_dir": str(site.etc / "swift")},
            "pipeline:main": {"pipeline": "catch_errors proxy-logging cache symlink proxy-server"},
            "app:proxy-server": {"use": "egg:swift#proxy", "account_autocreate": True},
            "filter:cache": _cache(site),
            "filter:proxy-logging": {"use": "egg:swift#proxy_logging"},
            "filter:catch_errors": {"use": "egg:swift#catch_errors"},
            "filter:symlink": {"use": "egg:swift#symlink"},
        }
    )
