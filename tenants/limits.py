"""How much room the address plan has; blueprint/addressing.py lays it out. Pure."""

from __future__ import annotations

SYSTEM_BLOCK = 16
"""Addresses kept for one system in its zone's subnet."""
TIER_BLOCK = 8
"""Addresses kept for one tier of a system; two tiers fill a system's block."""
MOST_TIERS = SYSTEM_BLOCK // TIER_BLOCK
MOST_SYSTEMS = 14
"""A /24 holds 16 blocks; the first has the gateway and DHCP, the last is spare."""
