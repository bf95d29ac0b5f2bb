from __future__ import annotations

from dataclasses import replace
from datetime import date

from blueprint.member import blueprint_of
from infra.engine.resources import Resource, State
from infra.stacks.guard import Fate, fate_of, not_retyped, refusal, retyped
from tenants.definitions import Definitions, Read
from tenants.member import Member, ServiceUse
from tenants.vocabulary import ServiceState
from tests.lib.definitions import shipped


def protected(name: str) -> Resource:
    urn = f"urn:pulumi:hita.primary::kumiai::openstack:blockstorage/volume:Volume::{name}"
    object_name = name.removesuffix("-volume")
    raw = {"urn": urn, "type": "t", "protect": True, "inputs": {"name": object_name}}
    return Resource(urn, "id-1", True, raw)


WELFARE = protected("hita-welfare-db-1-data-volume")
LIVELIHOOD = protected("hita-livelihood-app-1-data-volume")
STATE = State((WELFARE, LIVELIHOOD), ())


def with_livelihood(use: ServiceUse | None) -> Definitions:
    """The shipped files, with Hita's 生活保護 in this state, or its line deleted."""
    definitions = shipped()
    read = definitions.members["hita"]
    services = {k: v for k, v in read.value.services.items() if k != "livelihood_protection"}
    if use is not None:
        services["livelihood_protection"] = use
    member = read.value.model_copy(update={"services": services})
    return replace(
        definitions, members={**definitions.members, "hita": Read(read.document, member)}
    )


def fate(use: ServiceUse | None) -> Fate:
    definitions = with_livelihood(use)
    blueprint = blueprint_of(definitions, "hita", "primary")
    return fate_of(STATE, blueprint, hita(definitions), definitions.catalogue.value)


def hita(definitions: Definitions) -> Member:
    return definitions.members["hita"].value


def test_what_is_in_use_stays() -> None:
    assert fate(ServiceUse()) == Fate((), ())


def test_a_stopped_service_keeps_its_data() -> None:
    assert fate(ServiceUse(state=ServiceState.STOPPED)) == Fate((), ())


def test_a_deleted_line_is_no_leave_to_delete_data() -> None:
    assert fate(None) == Fate(refused=(LIVELIHOOD,), retired=())


def test_a_retired_service_lets_its_own_data_go_and_no_others() -> None:
    retired = ServiceUse(
        state=ServiceState.RETIRED, retired_on=date(2026, 11, 1), reason="moved to the prefecture"
    )
    assert fate(retired) == Fate(refused=(), retired=(LIVELIHOOD,))


def test_a_volume_with_a_name_that_only_begins_like_a_retired_one_is_refused() -> None:
    retired = ServiceUse(
        state=ServiceState.RETIRED, retired_on=date(2026, 11, 1), reason="moved to the prefecture"
    )
    definitions = with_livelihood(retired)
    stranger = protected("hita-livelihood-app-1-data-copy-volume")
    found = fate_of(
        State((stranger,), ()),
        blueprint_of(definitions, "hita", "primary"),
        hita(definitions),
        definitions.catalogue.value,
    )
    assert found == Fate(refused=(stranger,), retired=())


def test_fewer_residents_are_no_leave_to_delete_a_servers_data() -> None:
    second = protected("hita-welfare-db-2-data-volume")
    definitions = shipped()
    blueprint = blueprint_of(definitions, "hita", "primary")
    state = State((second,), ())
    found = fate_of(state, blueprint, hita(definitions), definitions.catalogue.value)
    assert found == Fate((), (), fewer=(second,))
    assert str(found.against) == (
        "the files ask for fewer servers than stand, and the plan would delete what holds data: "
        "hita-welfare-db-2-data. With fewer residents, write `size: larger` at the service to keep "
        "its servers; after a change of `size` or of tenants/catalogue.yaml, put it back"
    )


def test_nothing_is_against_a_plan_that_lets_nothing_go() -> None:
    assert Fate((), ()).against is None
    assert Fate((), (LIVELIHOOD,)).against is None
    assert Fate((LIVELIHOOD,), ()).against == refusal([LIVELIHOOD])


def volume(name: str, type_: str, *, has: str = "") -> Resource:
    outputs = {"volumeType": has} if has else {}
    raw = {
        "type": "openstack:blockstorage/volume:Volume",
        "inputs": {"name": name, "volumeType": type_},
        "outputs": outputs,
    }
    return Resource(f"urn::{name}", "id-1", True, raw)


def test_a_volume_that_stands_keeps_its_type() -> None:
    blueprint = blueprint_of(shipped(), "usuki", "primary")
    right = volume("usuki-core-db-1-data", "fast")
    mended = volume("usuki-core-db-1-data", "standard", has="fast")
    wrong = volume("usuki-core-app-1-boot", "fast")
    nobodys = volume("usuki-gone-db-1-data", "slow")
    unknown = volume("usuki-core-app-2-boot", "")
    assert retyped(State((right, mended, nobodys, unknown), ()), blueprint) == ()
    assert retyped(State((right, wrong), ()), blueprint) == (wrong,)
    assert str(not_retyped([wrong])) == (
        "another type is asked for of volumes that stand: usuki-core-app-1-boot, of the type fast. "
        "Cinder changes no type while a volume is in use; put the type back in "
        "tenants/catalogue.yaml"
    )


def test_the_refusal_names_the_objects_and_the_way() -> None:
    assert str(refusal([LIVELIHOOD])) == (
        "the plan would delete what holds data: hita-livelihood-app-1-data. "
        "Write `state: stopped` at the service to keep its data, or `state: retired` with "
        "`retired_on` and `reason` to let it go"
    )
