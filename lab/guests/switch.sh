#!/bin/sh -e
# The network of all hosts of one lab, in a namespace of its own: a bridge, which is every zone's gateway.
# It lasts as long as this program. It says `ready` when hosts may be joined to it.
ip link set lo up
ip link add lan type bridge
ip link set lan up
sysctl -q -w net.ipv4.ip_forward=1
echo ready
exec >/dev/null
exec sleep infinity
