"""What a site offers, compared with its file. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from blueprint.parts import site_stack_name
from core.message import say
from core.units import mib
from infra import kinds
from infra.verify.difference import Difference, extra, missing, other
from infra.verify.observed import SeenSite
from tenants.fencing import aggregate_of, all_flavors, extra_specs_of
from tenants.site import Site


def differences(site: Site, seen: SeenSite) -> Iterator[Difference]:
    """Everything that the site has otherwise than its file says."""
    subject = site_stack_name(site.name)
    for name, (original, fence) in all_flavors(site).items():
        flavor = site.flavors[original]
        wanted = (flavor.vcpu, mib(flavor.ram_gib))
        if name not in seen.flavors:
            yield missing(subject, kinds.FLAVOR.word, name)
        elif seen.flavors[name] != wanted:
            found = seen.flavors[name]
            yield other(subject, kinds.FLAVOR.word, name, say("vCPU and MiB"), wanted, found)
        elif fence is not None and not asks_for(seen, name, fence):
            yield Difference(
                subject, kinds.FLAVOR.word, name, say("does not ask for its fence any more")
            )
    for name, volume_type in site.volume_types.items():
        if name not in seen.volume_types:
            yield missing(subject, kinds.VOLUME_TYPE.word, name)
        elif seen.volume_types[name] != str(volume_type.total_iops_per_gib):
            yield other(
                subject,
                kinds.VOLUME_TYPE.word,
                name,
                say("the limit in IOPS per GiB"),
                volume_type.total_iops_per_gib,
                seen.volume_types[name],
            )
    if site.image not in seen.images:
        yield missing(subject, kinds.IMAGE.word, site.image)
    if site.external_network.name not in seen.external_networks:
        yield missing(subject, kinds.EXTERNAL_NETWORK, site.external_network.name)
    yield from _hosts(subject, site, seen)
    for kind, name, project in seen.strays:
        yield extra(subject, kind, f"{name} (project {project})")


def asks_for(seen: SeenSite, flavor: str, fence: str) -> bool:
    """Whether the flavor still has what makes Nova refuse hosts outside the fence."""
    return extra_specs_of(fence).items() <= seen.extra_specs.get(flavor, {}).items()


def _hosts(subject: str, site: Site, seen: SeenSite) -> Iterator[Difference]:
    aggregates = {
        host_class: {name for name, host in site.hosts.items() if host.host_class == host_class}
        for host_class in site.host_classes
    }
    for name, fence in site.licence_fences.items():
        aggregates[aggregate_of(name)] = set(fence.hosts)
    for aggregate, wanted in aggregates.items():
        found = seen.aggregates.get(aggregate)
        if found is None:
            yield missing(subject, kinds.AGGREGATE.word, aggregate)
        elif found != wanted:
            yield other(
                subject,
                kinds.AGGREGATE.word,
                aggregate,
                say("its hosts"),
                ", ".join(sorted(wanted)),
                ", ".join(sorted(found)),
            )
    for name in site.hosts:
        if name not in seen.hosts:
            yield missing(subject, kinds.HOST, name)
        elif not seen.hosts[name]:
            yield Difference(subject, kinds.HOST, name, say("is down, Nova says"))
    for name, host in site.hosts.items():
        wanted_cpu = (host.sockets, host.cores_per_socket)
        if seen.topology.get(name, wanted_cpu) != wanted_cpu:
            yield other(
                subject,
                kinds.HOST,
                name,
                say("sockets × cores, which licences count,"),
                _product(wanted_cpu),
                _product(seen.topology[name]),
            )
    for name in seen.hosts:
        if name not in site.hosts:
            yield extra(subject, kinds.HOST, name)


def _product(topology: tuple[int, int]) -> str:
    sockets, cores = topology
    return f"{sockets} × {cores}"
