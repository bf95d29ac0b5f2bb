#!/bin/sh -e
# Joins a guest to the bridge of the lab's hosts: lan.sh SWITCH ADDRESS GATEWAY PORT
switch=$1 address=$2 gateway=$3 port=$4
ip link add eth0 type veth peer name "$port" netns "/proc/$switch/ns/net"
nsenter --net="/proc/$switch/ns/net" ip link set "$port" master lan up
ip addr add "$address" dev eth0
ip link set eth0 up
ip route add "$gateway" dev eth0
ip route add default via "$gateway"
