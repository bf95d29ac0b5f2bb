"""What hosts of one park, and servers on them, come to by a rule: each reckoned once. Pure.

Of thousands of servers few differ in both their host and their vCPUs.
"""

from __future__ import annotations

from fractions import Fraction

from licensing.counting.group import Group, group_of, scale_of
from licensing.counting.park import Host, Park
from licensing.counting.rounding import licences_of
from licensing.counting.stay import Stay
from licensing.counting.units import factor_of, host_base, server_units
from licensing.papers.measure import Level
from licensing.papers.rule import Rule


class Sizes:
    def __init__(self, rule: Rule, park: Park) -> None:
        self._rule = rule
        self._park = park
        self._scale = scale_of(rule)
        self._weights: dict[str, int] = {}
        self._groups: dict[str, Group] = {}
        self._servers: dict[tuple[str, int], tuple[int, Fraction | int]] = {}

    def weight(self, host: Host) -> int:
        """A unit's factor on that host, scaled."""
        found = self._weights.get(host.name)
        if found is None:
            found = self._weights[host.name] = int(factor_of(self._rule, host) * self._scale)
        return found

    def of_host(self, host: Host) -> int:
        """Scaled units of a host by itself, for one set of servers."""
        return host_base(self._rule, host) * self.weight(host)

    def of_server(self, stay: Stay) -> tuple[int, Fraction | int]:
        """Units of a server on its host, and its licences if it is rounded by itself."""
        such = (stay.host, stay.vcpus)
        found = self._servers.get(such)
        if found is None:
            host = self._park.hosts[stay.host]
            units = server_units(self._rule, host, stay)
            found = self._servers[such] = (units, self.alone(units, host))
        return found

    def alone(self, units: int, host: Host) -> Fraction | int:
        """Licences of so many units on that host, summed up with no others."""
        return self.licences(units * factor_of(self._rule, host))

    def licences(self, units: Fraction | int) -> Fraction | int:
        """Whole numbers are quicker, and as exact."""
        found = licences_of(self._rule, Fraction(units))
        return found.numerator if found.denominator == 1 else found

    def of_sum(self, scaled: Fraction | int) -> Fraction | int:
        """The licences of a group that has come to so many scaled units."""
        rule = self._rule
        if rule.round_up_at is not Level.NEVER and not rule.steps:
            per_licence = self._scale * rule.units_per_licence * rule.multiple_of
            return -(-int(scaled) // per_licence) * rule.multiple_of * rule.licences_each
        return self.licences(Fraction(scaled, self._scale))

    def group(self, host: Host) -> Group:
        """What the host is summed up with; servers that are rounded alone are, by host."""
        found = self._groups.get(host.name)
        if found is None:
            level = self._rule.round_up_at
            level = Level.HOST if level is Level.SERVER else level
            found = group_of(self._rule, level, host)
            self._groups[host.name] = found
        return found
