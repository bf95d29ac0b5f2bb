#!/bin/sh -e
# Starts one host of the lab, in namespaces of its own (lab/guests/hosts.py unshares them): disk, network, first program.
# Nothing of it outlives its processes: mounts, addresses and the loop device go when the last one ends.
folder=$1 image=$2 switch=$3 address=$4 gateway=$5 port=$6
here=$(dirname "$0")

[ -e "$folder/disk.ext4.new" ] && mkfs.ext4 -q -F -E lazy_itable_init=1 "$folder/disk.ext4.new" && mv "$folder/disk.ext4.new" "$folder/disk.ext4"
mkdir -p "$folder/disk" "$folder/tree"
mount -o loop "$folder/disk.ext4" "$folder/disk"
mkdir -p "$folder/disk/upper" "$folder/disk/work"
mount -t overlay -o "lowerdir=$image/tree,upperdir=$folder/disk/upper,workdir=$folder/disk/work" overlay "$folder/tree"
mount --bind "$image/mirror" "$folder/tree/srv/mirror"
mount -o remount,bind,ro "$folder/tree/srv/mirror"
# What Nova would hand over with its first boot, and only then.
[ -e "$folder/disk/upper/etc/hostname" ] || cp -R "$folder/seed/." "$folder/tree/"
cp "$here/init.sh" "$folder/tree/sbin/lab-init"

ip link set lo up
ip link add eth0 type veth peer name "$port" netns "/proc/$switch/ns/net"
nsenter --net="/proc/$switch/ns/net" ip link set "$port" master lan up
ip addr add "$address" dev eth0
ip link set eth0 up
ip route add "$gateway" dev eth0
ip route add default via "$gateway"

# The clock, the kernel's modules and its audit are the machine's.
exec setpriv --bounding-set=-sys_time,-sys_module,-sys_boot,-audit_control \
  chroot "$folder/tree" /bin/sh /sbin/lab-init
