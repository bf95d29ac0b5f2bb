#!/bin/sh -e
# Gives the operations network a leg in one network of OVN, unless it has one: leg.sh RUN ADDRESS NETWORK CIDR
# What comes from there enters a server by its port and its security group, as from anywhere.
run=$1 address=$2 network=$3 cidr=$4
operations=$run/operations
short=$(echo "$network" | cut -c 1-11)
device=leg-$short
mac=02:00:$(echo "$short" | sed 's/^\(..\)\(..\)\(..\)\(..\).*/\1:\2:\3:\4/')
vsctl="ovs-vsctl --db=unix:$operations/db.sock --timeout=10"
exec 9>"$run/leg.lock"
flock 9
! $vsctl iface-to-br "$device" >/dev/null 2>&1 || exit 0
ovn-nbctl --db="unix:$run/nb.sock" --timeout=10 \
  -- --may-exist lsp-add "neutron-$network" "$device" -- lsp-set-addresses "$device" "$mac $address"
$vsctl -- --may-exist add-port br-int "$device" -- set interface "$device" type=internal "mac=\"$mac\"" \
  external_ids:iface-id="$device"
inside="nsenter --net=/proc/$(cat "$operations/pid")/ns/net"
$inside ip link set dev "$device" mtu 1400 up
$inside ethtool -K "$device" tx off >/dev/null
$inside ip addr replace "$address/32" dev "$device"
$inside ip route replace "$cidr" dev "$device" src "$address"
