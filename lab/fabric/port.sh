#!/bin/sh -e
# Joins a guest to its networks in OVN, from within its network namespace: port.sh FOLDER CHASSIS OPERATIONS
# FOLDER/ports has a line for each: DEVICE MAC MTU PORT ADDRESS GATEWAY. CHASSIS is the folder of its host's one.
# The operations network is on the link (leg.sh): no line leads to it yet.
folder=$1 chassis=$2 operations=$3
host=/proc/$(cat "$chassis/pid")/ns/net
vsctl="ovs-vsctl --db=unix:$chassis/db.sock --timeout=10"
number=0
while read -r device mac mtu port address gateway; do
  own=eth$number
  number=$((number + 1))
  # A pair whose guest has just ended may still be there.
  nsenter --net="$host" ip link del dev "$device" 2>/dev/null || :
  ip link add "$own" address "$mac" mtu "$mtu" type veth peer name "$device" mtu "$mtu" netns "$host"
  nsenter --net="$host" ip link set dev "$device" up
  ethtool -K "$own" tx off >/dev/null
  # In two transactions: a pair made anew under the same name is not seen otherwise.
  $vsctl -- --if-exists del-port br-int "$device"
  $vsctl -- add-port br-int "$device" -- set interface "$device" external_ids:iface-id="$port" \
    external_ids:attached-mac="$mac" external_ids:iface-status=active
  ip addr add "$address" dev "$own"
  ip link set dev "$own" up
  ip route add "$operations" dev "$own"
  [ "$gateway" = - ] || ip route replace default via "$gateway"
done <"$folder/ports"
