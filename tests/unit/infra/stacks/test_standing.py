"""What a site's stack has built, read from its state."""

from __future__ import annotations

from collections.abc import Mapping

from blueprint.parts import AggregatePlan
from infra.engine.resources import Resource, State
from infra.kinds import AGGREGATE
from infra.stacks.standing import standing_of


def resource(type_: str, inputs: Mapping[str, object]) -> Resource:
    return Resource("urn", "id-1", False, {"urn": "urn", "type": type_, "inputs": inputs})


def test_a_state_tells_the_aggregates_and_nothing_else() -> None:
    general = {"name": "general", "hosts": ["pri-01", "pri-02"]}
    fence = {
        "name": "licence-database",
        "hosts": ["pri-02"],
        "metadata": {"kumiai_licence_database": "true", "kumiai_products": "database"},
    }
    flavor = {"name": "small.database"}
    state = State(
        (
            resource(AGGREGATE.token, general),
            resource("openstack:compute/flavor:Flavor", flavor),
            resource(AGGREGATE.token, fence),
        ),
        (),
    )
    assert standing_of(state) == (
        AggregatePlan("general", ("pri-01", "pri-02"), {}),
        AggregatePlan(
            "licence-database",
            ("pri-02",),
            {"kumiai_licence_database": "true", "kumiai_products": "database"},
        ),
    )
    assert [plan.products for plan in standing_of(state)] == [(), ("database",)]
