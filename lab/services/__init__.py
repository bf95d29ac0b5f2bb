"""The services of a site, one module each, all written out. Pure."""

from __future__ import annotations

from lab.service import Service
from lab.services import (
    cinder,
    glance,
    keystone,
    mariadb,
    memcached,
    neutron,
    nova,
    ovn,
    placement,
    rabbitmq,
    swift,
)
from lab.sites import LabSite

OPENSTACK = (keystone, placement, nova, neutron, glance, cinder, swift)
"""In the order in which their processes are started: what others wait for comes first."""


def services(site: LabSite) -> tuple[Service, ...]:
    """Every service of `site`; MariaDB creates the databases of the others."""
    openstack = tuple(module.service(site) for module in OPENSTACK)
    databases = [name for service in openstack for name in service.databases]
    return (
        mariadb.service(site, databases),
        rabbitmq.service(site),
        memcached.service(site),
        *((ovn.service(site, site.living),) if site.living else ()),
        *openstack,
    )
