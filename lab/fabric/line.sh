#!/bin/sh -e
# Switches an access line through to a site, from within the network namespace of its other end, the town hall:
#   line.sh RUN VLAN ADDRESS ROUTER PLACE...      RUN is the site's, ADDRESS with its prefix the town hall's on the line
# The town hall answers at every address of the places, so that whatever is let out to one of them arrives.
# This machine's kernel need not know VLANs: Open vSwitch gives the line its own.
run=$1 vlan=$2 address=$3 router=$4
shift 4
site="nsenter --net=/proc/$(cat "$run/operations/pid")/ns/net"
vsctl="ovs-vsctl --db=unix:$run/operations/db.sock --timeout=10"
device=line-$vlan
# Its card's address is made of its network address: OVN keeps what it has once heard of a neighbour.
card=02:01:$(echo "${address%/*}" | { IFS=. read -r a b c d; printf '%02x:%02x:%02x:%02x' "$a" "$b" "$c" "$d"; })
# A line arrives at one site at a time.
ip link del dev line 2>/dev/null || :
$site ip link del dev "$device" 2>/dev/null || :
ip link add line address "$card" mtu 1400 type veth peer name "$device" mtu 1400 netns "/proc/$(cat "$run/operations/pid")/ns/net"
$site ip link set dev "$device" up
ethtool -K line tx off >/dev/null
$site ethtool -K "$device" tx off >/dev/null
# In two transactions: a pair made anew under the same name is not seen otherwise.
$vsctl -- --if-exists del-port br-lines "$device"
$vsctl -- add-port br-lines "$device" "tag=$vlan"
# It asks for the router by its own address, not by a terminal's, or OVN does not answer.
sysctl -q -w net.ipv4.conf.all.arp_announce=2
ip addr add "$address" dev line
ip link set dev line up
ip route add default via "$router"
for place in "$@"; do ip route replace local "$place" dev lo; done
