import configparser

from lab.service import Service
from lab.services import services
from lab.services.rabbitmq import password_hash
from lab.sites import LabSite
from tests.lib.lab_site import primary, primary_that_lives


def configuration(name: str, site: LabSite | None = None) -> configparser.RawConfigParser:
    written = services(site or primary())
    files = {file: text for service in written for file, text in service.files.items()}
    parser = configparser.RawConfigParser(default_section="none")
    parser.read_string(files[name])
    return parser


def command_lines(service: Service) -> list[str]:
    called = [call for step in (*service.schemas, *service.first_steps) for call in step.calls]
    programs = [(*p.argv, *p.environment.values()) for p in service.programs]
    return [" ".join(argv) for argv in (*called, *programs, *(f.argv for f in service.forks))]


def test_every_service_of_a_site_is_there_once() -> None:
    assert [service.name for service in services(primary())] == [
        "mariadb",
        "rabbitmq",
        "memcached",
        "keystone",
        "placement",
        "nova",
        "neutron",
        "glance",
        "cinder",
        "swift",
    ]


def test_no_password_stands_on_a_command_line() -> None:
    lines = [line for service in services(primary()) for line in command_lines(service)]
    assert [line for line in lines if "secret" in line] == []


def test_the_database_server_creates_the_databases_of_all_services() -> None:
    mariadb = services(primary())[0]
    created = [
        line.split()[-1] for line in mariadb.files["databases.sql"].splitlines() if "EXISTS" in line
    ]
    assert created[:-1] == [
        "keystone;",
        "placement;",
        "nova_api;",
        "nova;",
        "nova_cell0;",
        "neutron;",
        "glance;",
        "cinder;",
    ]


def test_a_killed_database_server_loses_nothing_that_was_committed() -> None:
    server = configuration("my.cnf")["mariadbd"]
    assert server["innodb_flush_log_at_trx_commit"] == "2"
    assert server["innodb_doublewrite"] == "1"


def test_each_declared_host_reports_its_own_sockets_and_cores() -> None:
    assert dict(configuration("nova/pri-01.conf")["lab"]) == {
        "sockets": "2",
        "cores_per_socket": "16",
        "memory_mb": "262144",
    }
    assert dict(configuration("nova/pri-02.conf")["lab"]) == {
        "sockets": "1",
        "cores_per_socket": "24",
        "memory_mb": "131072",
    }


def test_each_declared_host_has_its_own_compute_service() -> None:
    names = [fork.name for service in services(primary()) for fork in service.forks]
    assert [name for name in names if name.startswith("nova-compute")] == [
        "nova-compute-pri-01",
        "nova-compute-pri-02",
    ]


def test_a_compute_service_knows_no_database() -> None:
    nova = next(service for service in services(primary()) if service.name == "nova")
    compute = next(fork for fork in nova.forks if fork.name == "nova-compute-pri-01")
    read = [name for name in nova.files if f"/lab/sites/primary/etc/{name}" in compute.argv]
    assert sorted(read) == ["nova/nova.conf", "nova/pri-01.conf"]
    assert [name for name in read if "secret-of-the-database" in nova.files[name]] == []


def test_only_the_realm_of_swift_knows_the_other_site() -> None:
    knows = [
        file
        for service in services(primary())
        for file, text in service.files.items()
        if "127.0.12.1" in text
    ]
    assert knows == ["swift/container-sync-realms.conf"]


def test_members_may_create_containers() -> None:
    assert configuration("swift/proxy-server.conf")["filter:keystone"]["operator_roles"] == (
        "admin, member"
    )


def test_the_brokers_password_hash_is_the_one_of_its_documentation() -> None:
    # rabbitmq.com/docs/passwords: salt 908D C60A, password test12.
    assert password_hash("test12", bytes.fromhex("908dc60a")) == (
        "kI3GCqW5JLMJa4iX1lo7X4D6XbYqlLgxIs30+P6tENUV2POR"
    )


def test_servers_live_only_where_that_was_asked_for() -> None:
    books, light = configuration("nova/nova.conf"), living("nova/nova.conf")
    assert books["DEFAULT"]["compute_driver"] == "lab.LabDriver"
    assert light["DEFAULT"]["compute_driver"] == "lab.GuestDriver"
    assert books["DEFAULT"]["resume_guests_state_on_host_boot"] == "false"
    assert light["DEFAULT"]["resume_guests_state_on_host_boot"] == "true"


def test_a_site_whose_servers_live_has_a_chassis_for_each_host_and_one_for_its_operators() -> None:
    ovn = next(s for s in services(primary_that_lives()) if s.name == "ovn")
    assert [program.name for program in ovn.programs] == ["fabric"]
    assert ovn.programs[0].argv[-5:] == (
        "/lab/sites/primary/run/fabric",
        "/lab/sites/primary/data/ovn",
        "pri-01",
        "pri-02",
        "operations",
    )


def test_neutron_hears_of_ovn_through_sockets_that_are_files() -> None:
    ovn = living("neutron/ml2.ini")["ovn"]
    assert ovn["ovn_nb_connection"] == "unix:/lab/sites/primary/run/fabric/nb.sock"
    assert ovn["ovn_sb_connection"] == "unix:/lab/sites/primary/run/fabric/sb.sock"


def test_operators_come_from_the_last_address_of_their_network() -> None:
    assert living("nova/pri-02.conf")["lab"]["operations_address"] == "192.0.2.62"


def test_only_a_volume_that_a_server_may_have_mounted_is_held_still() -> None:
    assert "lab_guests" not in configuration("cinder/cinder.conf")["lab"]
    assert living("cinder/cinder.conf")["lab"]["lab_guests"] == "/lab/sites/primary/data/guests"


def living(name: str) -> configparser.RawConfigParser:
    return configuration(name, primary_that_lives())
