#!/bin/sh -e
# Joins a guest to the bridge of the lab's hosts: lan.sh SWITCH ADDRESS GATEWAY PORT
switch=$1 address=$2 gateway=$3 port=$4
# Its card's address is made of its network address, so that whoever has just spoken with it finds it after a restart.
card=02:00$(printf '%08x' "0x${port#p}" | sed 's/../:&/g')
ip link add eth0 address "$card" type veth peer name "$port" netns "/proc/$switch/ns/net"
nsenter --net="/proc/$switch/ns/net" ip link set "$port" master lan up
ip addr add "$address" dev eth0
ip link set eth0 up
ip route add "$gateway" dev eth0
ip route add default via "$gateway"
