#!/bin/sh -e
# Starts one guest, in namespaces that its caller unshared for it: disk, volumes, network, first program.
#   start.sh FOLDER IMAGE DISK PROGRAM [WORD...]      the program joins the guest to its network
# FOLDER has `seed`, which is laid over the image with the first start, and may have `volumes`, one `NAME FILE` a line.
# Nothing of it outlives its processes: mounts, addresses and loop devices go when the last one ends.
folder=$1 image=$2 disk=$3
shift 3
here=$(dirname "$0")

sh -e "$here/ext4.sh" "$disk"
mkdir -p "$folder/disk" "$folder/tree"
mount -o loop,noinit_itable "$disk" "$folder/disk"
mkdir -p "$folder/disk/upper" "$folder/disk/work"
# What was laid over one image is laid over that one for ever: over another one it would be undefined.
[ -e "$folder/disk/image" ] || basename "$image" >"$folder/disk/image"
image=$(dirname "$image")/$(cat "$folder/disk/image")
mount -t overlay -o "lowerdir=$image/tree,upperdir=$folder/disk/upper,workdir=$folder/disk/work" overlay "$folder/tree"
mount --bind "$image/mirror" "$folder/tree/srv/mirror"
mount -o remount,bind,ro "$folder/tree/srv/mirror"
# What Nova would hand over with its first boot, and only then.
[ -e "$folder/disk/upper/etc/hostname" ] || cp -R "$folder/seed/." "$folder/tree/"
key=etc/ssh/ssh_host_ed25519_key
[ -e "$folder/tree/$key" ] || ssh-keygen -q -t ed25519 -N "" -C "$(cat "$folder/tree/etc/hostname")" -f "$folder/tree/$key"
cp "$folder/tree/$key.pub" "$folder/host_key.pub"
cp "$here/init.sh" "$folder/tree/sbin/lab-init"
if [ -e "$folder/volumes" ]; then
  while read -r name file; do sh -e "$here/volume.sh" "$folder/tree" "$name" "$file" </dev/null; done <"$folder/volumes"
fi

ip link set lo up
sh -e "$@"

# The clock, the kernel's modules and its audit are the machine's.
exec setpriv --bounding-set=-sys_time,-sys_module,-sys_boot,-audit_control \
  chroot "$folder/tree" /bin/sh /sbin/lab-init
