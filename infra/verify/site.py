"""What a site offers, compared with its blueprint. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from blueprint.parts import AggregatePlan, FlavorPlan, SiteBlueprint
from core.message import say
from core.units import mib
from infra import kinds
from infra.verify.aspect import Aspect
from infra.verify.difference import Difference, extra, missing, of_a_lost_project, other
from infra.verify.observed import SeenSite


def differences(blueprint: SiteBlueprint, seen: SeenSite) -> Iterator[Difference]:
    """Everything that the site has otherwise than its file says."""
    subject = blueprint.stack
    for flavor in blueprint.flavors:
        yield from _flavor(subject, flavor, seen)
    for volume_type in blueprint.volume_types:
        name, limit = volume_type.name, str(volume_type.total_iops_per_gib)
        if name not in seen.volume_types:
            yield missing(subject, kinds.VOLUME_TYPE.word, name)
        elif seen.volume_types[name] != limit:
            found = seen.volume_types[name]
            yield other(
                subject,
                kinds.VOLUME_TYPE.word,
                name,
                Aspect.IOPS,
                limit,
                found,
            )
    yield from _image(subject, blueprint.image, seen)
    if blueprint.external_network.name not in seen.external_networks:
        yield missing(subject, kinds.EXTERNAL_NETWORK, blueprint.external_network.name)
    for aggregate in blueprint.aggregates:
        yield from _aggregate(subject, aggregate, seen)
    yield from _hosts(subject, blueprint, seen)
    for kind, name, project, id_ in seen.strays:
        yield extra(subject, kind, f"{name} (project {project})", id_)
    for kind, name, project, _ in seen.orphans:
        yield of_a_lost_project(subject, kind, name, project)


def _image(subject: str, name: str, seen: SeenSite) -> Iterator[Difference]:
    if name not in seen.images:
        yield missing(subject, kinds.IMAGE.word, name)
        return
    image = seen.images[name]
    for aspect, wanted, value in (
        (Aspect.STATUS, "active", image.status),
        (Aspect.SHARED, True, image.public),
        (Aspect.LISTED, True, image.listed),
    ):
        if wanted != value:
            yield other(subject, kinds.IMAGE.word, name, aspect, wanted, value, image.id)


def _flavor(subject: str, plan: FlavorPlan, seen: SeenSite) -> Iterator[Difference]:
    wanted = (plan.vcpu, mib(plan.ram_gib))
    if plan.name not in seen.flavors:
        yield missing(subject, kinds.FLAVOR.word, plan.name)
    elif seen.flavors[plan.name] != wanted:
        found = seen.flavors[plan.name]
        yield other(subject, kinds.FLAVOR.word, plan.name, Aspect.CAPACITY, wanted, found)
    elif not plan.extra_specs.items() <= seen.extra_specs.get(plan.name, {}).items():
        # Without them Nova does not refuse hosts outside the fence any more.
        sentence = say("does not ask for its fence any more")
        yield Difference(subject, kinds.FLAVOR.word, plan.name, Aspect.FENCE, sentence)


def _aggregate(subject: str, plan: AggregatePlan, seen: SeenSite) -> Iterator[Difference]:
    found = seen.aggregates.get(plan.name)
    if found is None:
        yield missing(subject, kinds.AGGREGATE.word, plan.name)
    elif found != set(plan.hosts):
        yield other(
            subject,
            kinds.AGGREGATE.word,
            plan.name,
            Aspect.HOSTS,
            ", ".join(sorted(plan.hosts)),
            ", ".join(sorted(found)),
        )
    if found is None:
        return
    wanted, has = (_properties(one) for one in (plan.properties, seen.properties[plan.name]))
    if wanted != has:
        yield other(subject, kinds.AGGREGATE.word, plan.name, Aspect.PROPERTIES, wanted, has)


def _properties(found: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={found[name]}" for name in sorted(found))


def _hosts(subject: str, blueprint: SiteBlueprint, seen: SeenSite) -> Iterator[Difference]:
    for host in blueprint.hosts:
        if host.name not in seen.hosts:
            yield missing(subject, kinds.HOST, host.name)
        elif not seen.hosts[host.name]:
            yield Difference(subject, kinds.HOST, host.name, Aspect.UP, say("is down, Nova says"))
    for host in blueprint.hosts:
        wanted = (host.sockets, host.cores_per_socket)
        if seen.topology.get(host.name, wanted) != wanted:
            yield other(
                subject,
                kinds.HOST,
                host.name,
                Aspect.TOPOLOGY,
                _product(wanted),
                _product(seen.topology[host.name]),
            )
    declared = {host.name for host in blueprint.hosts}
    for name in seen.hosts:
        if name not in declared:
            yield extra(subject, kinds.HOST, name)


def _product(topology: tuple[int, int]) -> str:
    sockets, cores = topology
    return f"{sockets} × {cores}"
