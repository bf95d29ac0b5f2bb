import pytest

from lab.sites import Host, address_of
from tests.lib.lab_site import primary


@pytest.mark.parametrize(
    ("network", "position", "address"),
    [("127.0.11", 0, "127.0.11.1"), ("127.0.11", 1, "127.0.12.1"), ("127.9.21", 3, "127.9.24.1")],
)
def test_each_further_site_counts_the_third_number_up(
    network: str, position: int, address: str
) -> None:
    assert address_of(network, position) == address


def test_a_host_has_the_cores_of_all_its_sockets() -> None:
    host = Host("pri-01", sockets=2, cores_per_socket=12, ram_gib=256)
    assert (host.cores, host.ram_mib) == (24, 262144)


def test_erlang_gets_ports_that_no_other_site_of_the_machine_has() -> None:
    assert (primary().epmd_port, primary().distribution_port) == (4311, 25611)


def test_no_password_shows_when_a_site_is_printed() -> None:
    assert "secret" not in repr(primary())
