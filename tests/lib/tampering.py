"""All that somebody changes by hand in tests of what `verify` tells: together, and one by one."""

from __future__ import annotations

from collections.abc import Callable

from tests.lib import by_hand as own
from tests.lib import by_hand_at_site as offer
from tests.lib.by_hand import Site

Tampering = Callable[[Site], None]

TOGETHER: list[tuple[Tampering, str]] = [
    (own.port_security_off, "usuki"),
    (own.more_addresses_allowed, "usuki"),
    (own.a_strangers_port, "usuki"),
    (own.a_renamed_server, "usuki"),
    (own.the_default_group_opened, "usuki"),
    (own.a_foreign_rule, "usuki"),
    (own.a_rule_deleted, "usuki"),
    (own.quotas_raised_and_lowered, "usuki"),
    (own.a_user_disabled, "usuki"),
    (own.metadata, "usuki"),
    (own.a_detached_volume, "usuki"),
    (own.a_stopped_server, "usuki"),
    (own.a_subnets_settings, "usuki"),
    (own.a_port_that_is_down, "usuki"),
    (own.another_volume_name, "usuki"),
    (own.a_volume_that_does_not_boot, "usuki"),
    (offer.an_image_of_nobodys, "usuki"),
    (own.a_locked_server, "usuki"),
    (own.a_network_lent_to_another_project, "usuki"),
    (own.a_key_pair_deleted, "usuki"),
    (own.a_role_taken_and_one_given, "usuki"),
    (own.a_router_without_gateway_with_routes, "nobeoka"),
    (offer.a_host_out_of_its_aggregate, "usuki"),
    (offer.another_volume_limit, "usuki"),
    (own.a_renamed_network_that_is_down_and_shared, "usuki"),
    (own.a_project_disabled, "usuki"),
]
"""In this order: nobody finds a network or a server by a name that it has no more."""

ALONE: list[tuple[Tampering, str]] = [
    (own.a_server_deleted, "usuki"),
    (own.another_flavor, "usuki"),
    (own.a_subnet_without_gateway, "usuki"),
    (own.a_port_deleted, "usuki"),
    (own.another_group_name, "usuki"),
    (own.a_snapshot, "usuki"),
    (own.a_router_interface_more, "nobeoka"),
    (offer.a_flavor_deleted, "usuki"),
    (offer.an_image_that_may_not_be_used, "usuki"),
]
"""Two of them at once would meet, or take long."""
