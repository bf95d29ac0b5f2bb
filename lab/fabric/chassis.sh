#!/bin/sh -e
# Open vSwitch and ovn-controller of one host, in the network namespace that fabric.sh unshared for it.
#   chassis.sh RUN NAME NUMBER FABRIC      the first one also has the site's external network
# The datapath is the userspace one: this machine's kernel need not know Open vSwitch, geneve or VLANs.
run=$1 name=$2 number=$3 fabric=$4
here=$run/$name
mkdir -p "$here"
export OVN_RUNDIR="$here" OVS_RUNDIR="$here" OVN_LOGDIR="$here" OVS_LOGDIR="$here" OVS_DBDIR="$here" OVS_SYSCONFDIR="$here"
quiet="-vconsole:off -vsyslog:off -vfile:warn"
address=10.168.0.$number

ip link set dev lo up
for pair in "uplink c$number tunnels" "trunk l$number lines"; do
  set -- $pair
  ip link add "$1" type veth peer name "$2" netns "/proc/$fabric/ns/net"
  nsenter --net="/proc/$fabric/ns/net" ip link set dev "$2" master "$3" up
  ip link set dev "$1" up
  # The userspace datapath drops what comes with half a checksum, as veth pairs hand it over.
  ethtool -K "$1" tx off >/dev/null
  nsenter --net="/proc/$fabric/ns/net" ethtool -K "$2" tx off >/dev/null
done

ovsdb-tool create "$here/conf.db" /usr/share/openvswitch/vswitch.ovsschema
ovsdb-server "$here/conf.db" --remote="punix:$here/db.sock" --unixctl="$here/ovsdb.ctl" --pidfile="$here/pid" \
  $quiet --log-file="$here/ovsdb.log" &
vsctl="ovs-vsctl --db=unix:$here/db.sock --no-wait"
until $vsctl --timeout=1 init 2>/dev/null; do sleep 0.05; done
$vsctl \
  -- add-br br-int -- set bridge br-int datapath_type=netdev fail-mode=secure other-config:disable-in-band=true \
  -- add-br br-tun -- set bridge br-tun datapath_type=netdev -- add-port br-tun uplink \
  -- add-br br-lines -- set bridge br-lines datapath_type=netdev -- add-port br-lines trunk \
  -- set open . external-ids:system-id="$name" external-ids:hostname="$name" \
  external-ids:ovn-remote="unix:$run/sb.sock" external-ids:ovn-encap-type=geneve external-ids:ovn-encap-ip="$address" \
  external-ids:ovn-bridge-datapath-type=netdev external-ids:ovn-monitor-all=true \
  other_config:n-handler-threads=1 other_config:n-revalidator-threads=1
# A line arrives at every host, since any of them may have the server that it leads to; where the operators are it
# leads nowhere: there its other end is (line.sh).
mappings=lines:br-lines
[ "$number" != 1 ] || {
  $vsctl -- add-br br-ex -- set bridge br-ex datapath_type=netdev \
    -- set open . external-ids:ovn-cms-options=enable-chassis-as-gw
  mappings=$mappings,physnet1:br-ex
}
[ "$name" = operations ] || $vsctl set open . external-ids:ovn-bridge-mappings="$mappings"
ovs-vswitchd "unix:$here/db.sock" --unixctl="$here/vswitchd.ctl" $quiet --log-file="$here/vswitchd.log" &
until ip link show dev br-tun >/dev/null 2>&1; do sleep 0.05; done
ip addr add "$address/24" dev br-tun
ip link set dev br-tun up
ethtool -K br-tun tx off >/dev/null
exec ovn-controller "unix:$here/db.sock" $quiet --log-file="$here/controller.log"
