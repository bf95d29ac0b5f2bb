#!/bin/sh -e
# OVN of one site, in a network namespace of its own: its databases, northd, and a chassis for each name.
#   fabric.sh RUN DATA CHASSIS...      sockets and logs lie in RUN, the databases in DATA
# Sockets are files, which no network namespace keeps from anybody: Neutron and Nova stay where they are.
# Two bridges: of the tunnels between the chassis, and of the access lines, each line with its VLAN. All of it ends with the processes.
run=$1 data=$2
shift 2
here=$(dirname "$0")
rm -rf "$run"
mkdir -p "$run" "$data"
export OVN_RUNDIR="$run" OVS_RUNDIR="$run" OVN_LOGDIR="$run" OVS_LOGDIR="$run"
quiet="-vconsole:off -vsyslog:off -vfile:warn"

ip link set dev lo up
for bridge in tunnels lines; do
  ip link add "$bridge" type bridge
  ip link set dev "$bridge" up
done
for name in nb sb; do
  [ -e "$data/$name.db" ] || {
    rm -f "$data/$name.new"
    ovsdb-tool create "$data/$name.new" "/usr/share/ovn/ovn-$name.ovsschema"
    mv "$data/$name.new" "$data/$name.db"
  }
  ovsdb-server "$data/$name.db" --remote="punix:$run/$name.sock" --unixctl="$run/$name.ctl" \
    $quiet --log-file="$run/$name.log" &
done
number=0
for chassis in "$@"; do
  number=$((number + 1))
  unshare --net sh -e "$here/chassis.sh" "$run" "$chassis" "$number" $$ &
done
until [ -S "$run/nb.sock" ] && [ -S "$run/sb.sock" ]; do sleep 0.05; done
exec ovn-northd --ovnnb-db="unix:$run/nb.sock" --ovnsb-db="unix:$run/sb.sock" --unixctl="$run/northd.ctl" \
  $quiet --log-file="$run/northd.log"
