from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction

from blueprint.member import blueprint_of
from blueprint.naming import Role, role_of
from blueprint.parts import AggregatePlan, Blueprint
from licensing.change.effect import Effect, objection, told, violations
from licensing.change.gate import effects_of
from licensing.change.licensing import Licensing, licensing_of
from licensing.ledger.machine import Machine
from licensing.ledger.sightings import Entry, Source
from licensing.papers.licences import Licences
from licensing.papers.rule import Rule
from licensing.papers.store import read_licences
from tenants.catalogue_model import Catalogue
from tenants.definitions import Definitions
from tenants.fencing import outside_fence
from tenants.site import LicenceFence
from tests.lib.definitions import ROOT, shipped

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
DEFINITIONS = shipped()
CATALOGUE = DEFINITIONS.catalogue.value


def licences_with(product: str, quantity: int) -> Licences:
    """The shipped ones, with another quantity."""
    found, _ = read_licences(ROOT)
    entitlements = {
        name: replace(read, value=read.value.model_copy(update={"quantity": quantity}))
        if read.value.product == product
        else read
        for name, read in found.entitlements.items()
    }
    return Licences(found.rules, entitlements)


def app(number: int, vcpus: int, host: str = "pri-01") -> Entry:
    name = f"usuki-core-app-{number}"
    role = Role("core", ("application-server", "enterprise-linux"))
    what = Machine(name, "usuki", role, "primary", host, vcpus, powered_on=True)
    return Entry(name, what, datetime(2026, 5, 1, tzinfo=UTC), None, Source.NOTIFICATION, False)


def wished(servers: Mapping[str, int], catalogue: Catalogue = CATALOGUE) -> Blueprint:
    """Usuki's blueprint with these servers, and their vCPUs, in place of its own."""
    usuki = blueprint_of(DEFINITIONS, "usuki", "primary")
    plans = tuple(
        replace(usuki.servers[0], name=name, vcpu=vcpus, role=role_of(name, ["usuki"], catalogue))
        for name, vcpus in servers.items()
    )
    return replace(usuki, servers=plans)


DATABASE = Role("core", ("database",))


def database(vcpus: int = 2) -> Blueprint:
    """The same with a server that runs a database and nothing else."""
    wish = wished({"usuki-core-db-1": vcpus})
    return replace(wish, servers=tuple(replace(one, role=DATABASE) for one in wish.servers))


def general(*hosts: str) -> AggregatePlan:
    """What the site's stack has built of its hosts."""
    return AggregatePlan("general", hosts, {})


def known(licences: Licences, *entries: Entry, definitions: Definitions = DEFINITIONS) -> Licensing:
    return licensing_of(licences, definitions, entries)


def test_what_stands_already_is_no_change() -> None:
    here = known(licences_with("application-server", 1), app(1, 1))
    assert effects_of(here, [wished({"usuki-core-app-1": 1})], {}, NOW) == []


def test_a_busy_season_that_asks_for_more_than_is_owned_costs_or_violates() -> None:
    here = known(licences_with("application-server", 1), app(1, 2))
    wish = wished({"usuki-core-app-1": 4})
    [effect] = effects_of(here, [wish], {}, NOW)
    assert str(effect.verdict) == "costs"
    assert effect.cost_yen == 450000
    assert objection([effect]) is None


def test_new_servers_that_nobody_has_licences_for_are_objected_to_by_name_and_number() -> None:
    here = known(licences_with("database", 40))
    wish = wished({"usuki-core-db-1": 2})
    effects = effects_of(here, [wish], {}, NOW)
    assert [e.bought.product for e in violations(effects)] == ["database"]
    assert str(objection(effects)) == (
        "it would violate licences: database: 0 → 56 licences of 40 owned; violates: 16 licences "
        "are missing, worth ¥40,000,000. Buy them and add the entitlement, or let whoever is "
        "accountable for licences decide: --override-licence with the reason"
    )


def test_a_host_that_is_only_declared_is_a_change_and_one_that_stands_is_not() -> None:
    here = known(licences_with("database", 44), database_on("pri-01"))
    wish = database()
    whole, less = (
        general("pri-01", "pri-02", "pri-03", "pri-04"),
        general("pri-01", "pri-02", "pri-03"),
    )
    [breach] = effects_of(here, [wish], {"primary": [whole]}, NOW)
    assert str(told(breach)) == (
        "database: 56 → 56 licences of 44 owned; in breach: 12 licences are missing now, 12 then; "
        "nothing gets worse"
    )
    assert objection([breach]) is None
    [effect] = effects_of(here, [wish], {"primary": [less]}, NOW)
    assert [int(p.required.licences) for p in (effect.before, effect.after)] == [44, 56]
    assert str(effect.verdict) == "violates"


def test_a_server_that_goes_gives_its_licences_back() -> None:
    here = known(licences_with("application-server", 60), app(1, 2), app(2, 2))
    effects = effects_of(here, [wished({"usuki-core-app-1": 2})], {}, NOW)
    assert [(e.bought.product, int(e.more)) for e in effects] == [("application-server", -1)]


def fenced(*hosts: str) -> Definitions:
    """The shipped files, with the database fenced in at the primary site."""
    read = DEFINITIONS.sites["primary"]
    fences = {"database": LicenceFence(products=("database",), hosts=hosts)}
    site = replace(read, value=read.value.model_copy(update={"licence_fences": fences}))
    return replace(DEFINITIONS, sites={**DEFINITIONS.sites, "primary": site})


def database_on(host: str) -> Entry:
    entry = app(1, 2, host)
    machine = replace(entry.machine, name="usuki-core-db-1", role=DATABASE)
    return replace(entry, machine=machine)


ALL_FOUR = general("pri-01", "pri-02", "pri-03", "pri-04")


def before_and_after(
    definitions: Definitions, today: Sequence[AggregatePlan]
) -> list[tuple[int, int]]:
    here = known(licences_with("database", 60), database_on("pri-03"), definitions=definitions)
    wish = database()
    return [
        (int(effect.before.required.licences), int(effect.after.required.licences))
        for effect in effects_of(here, [wish], {"primary": today}, NOW)
    ]


def test_a_fence_that_is_built_narrowed_widened_or_removed_is_a_change() -> None:
    """12 licences of pri-03, 12 of pri-04, 16 each of the others."""
    none = [ALL_FOUR]
    fence = {"kumiai_licence_database": "true", "kumiai_products": "database"}
    two = [ALL_FOUR, AggregatePlan("licence-database", ("pri-03", "pri-04"), fence)]
    assert before_and_after(fenced("pri-03", "pri-04"), none) == [(56, 24)]
    assert before_and_after(fenced("pri-03", "pri-04"), two) == []
    assert before_and_after(fenced("pri-03"), two) == [(24, 12)]
    assert before_and_after(fenced("pri-02", "pri-03", "pri-04"), two) == [(24, 40)]
    assert before_and_after(DEFINITIONS, two) == [(24, 56)]


def test_a_new_server_is_judged_on_a_host_that_its_fence_allows() -> None:
    here = known(licences_with("database", 60), definitions=fenced("pri-03", "pri-04"))
    wish = wished({"usuki-core-db-1": 2})
    effects = {e.bought.product: e for e in effects_of(here, [wish], {}, NOW)}
    assert int(effects["database"].after.required.licences) == 24


def test_new_servers_are_judged_on_hosts_of_their_own() -> None:
    """Of two new servers on the dearest host only one would be seen to cost anything."""
    found, _ = read_licences(ROOT)
    per_host = {
        name: replace(read, value=read.value.model_copy(update={"rule": "aws-host-affinity-90"}))
        if read.value.product == "database"
        else read
        for name, read in found.entitlements.items()
    }
    here = known(Licences(found.rules, per_host))
    wish = wished({"usuki-core-db-1": 2, "usuki-welfare-db-1": 2})
    effects = {e.bought.product: e for e in effects_of(here, [wish], {}, NOW)}
    assert int(effects["database"].after.required.licences) == 64


def test_a_host_outside_the_fence_is_refused_whatever_it_costs() -> None:
    site = fenced("pri-03").sites["primary"].value

    def against(host: str) -> str:
        return str(outside_fence(site, "hita-core-db-1", ["database"], host))

    assert outside_fence(site, "hita-core-db-1", ["database"], "pri-03") is None
    assert "the fence database keeps it on pri-03" in against("pri-01")


def test_a_replica_that_only_stands_by_needs_no_licence_where_the_rule_lets_it_go_free() -> None:
    licences = licences_with("database", 4)
    entitlements = {
        name: replace(read, value=read.value.model_copy(update={"rule": "sql-server-core-server"}))
        if read.value.product == "database"
        else read
        for name, read in licences.entitlements.items()
    }
    core = CATALOGUE.systems["core"]
    database = core.tiers["db"].model_copy(update={"passive_from": 2})
    with_replica = core.model_copy(update={"tiers": {**core.tiers, "db": database}})
    catalogue = CATALOGUE.model_copy(
        update={"systems": {**CATALOGUE.systems, "core": with_replica}}
    )
    servers = {"usuki-core-db-1": 4, "usuki-core-db-2": 4}
    here = known(Licences(licences.rules, entitlements))

    with_one_at_work = effects_of(here, [wished(servers, catalogue)], {}, NOW)
    with_both_at_work = effects_of(here, [wished(servers)], {}, NOW)

    def required(effects: list[Effect]) -> list[Fraction]:
        return [e.after.required.licences for e in effects if e.bought.product == "database"]

    assert required(with_one_at_work) == [4]
    assert required(with_both_at_work) == [8]


def test_a_server_that_the_catalogue_gives_another_product_is_judged_where_it_runs() -> None:
    here = known(licences_with("database", 128), database_on("pri-03"))
    effects = {
        e.bought.product: e for e in effects_of(here, [wished({"usuki-core-db-1": 2})], {}, NOW)
    }
    assert list(effects) == ["enterprise-linux"]
    found = effects["enterprise-linux"]
    assert [int(p.required.licences) for p in (found.before, found.after)] == [0, 4]
    back = known(
        licences_with("database", 128),
        replace(
            database_on("pri-03"),
            machine=replace(
                database_on("pri-03").machine, role=Role("core", ("application-server", "database"))
            ),
        ),
    )
    [gone] = effects_of(back, [database()], {}, NOW)
    assert (gone.bought.product, int(gone.more)) == ("application-server", -1)


def test_after_the_last_contract_and_its_rule_the_objection_says_so() -> None:
    found = licences_with("database", 128)
    paper, rule = found.entitlements["database-2026"], found.rules["oracle-processor"]
    end = date(2026, 9, 30)
    over = paper.value.model_copy(update={"ends_on": end})
    rules = {**found.rules, rule.value.id: replace(rule, value=ended(rule.value, end))}
    here = known(Licences(rules, {**found.entitlements, over.id: replace(paper, value=over)}))
    effects = effects_of(here, [database()], {}, NOW)
    assert str(objection(effects)).startswith(
        "it would violate licences: database: 0 → 56 licences of 0 owned; violates: 56 licences "
        "are missing, worth ¥140,000,000. No entitlement holds; it is counted by oracle-processor "
        "of the last one, which ended on 2026-09-30. Buy them"
    )


def ended(rule: Rule, end: date) -> Rule:
    return rule.model_copy(update={"valid_to": end})
