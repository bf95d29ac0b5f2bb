#!/bin/sh
# The first program of a host of the lab (see start.sh): its file systems, its services, SSH.
# It says `ready` when SSH accepts connections: whoever started the host waits for that.
mount -t proc proc /proc
# The kernel is the machine's: a host sets what is its own (net), and reads the rest.
mount --bind /proc/sys /proc/sys && mount -o remount,bind,ro /proc/sys
mount --bind /proc/sys/net /proc/sys/net 2>/dev/null && mount -o remount,bind,rw /proc/sys/net 2>/dev/null
mount -t sysfs -o ro sysfs /sys
mount -t tmpfs -o mode=755 tmpfs /dev
for device in null:3 zero:5 full:7 random:8 urandom:9; do mknod -m 666 "/dev/${device%:*}" c 1 "${device#*:}"; done
mknod -m 666 /dev/tty c 5 0
mkdir /dev/pts /dev/shm
mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts
mount -t tmpfs -o mode=1777 tmpfs /dev/shm
ln -s pts/ptmx /dev/ptmx; ln -s /proc/self/fd /dev/fd; ln -s fd/0 /dev/stdin; ln -s fd/1 /dev/stdout; ln -s fd/2 /dev/stderr
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/sshd /run/lock
hostname "$(cat /etc/hostname)"
rm -f /var/run/*.pid
# What a host may set of the kernel is set with each start, as Debian's procps does; the rest refuses.
sysctl -q --system >>/var/log/boot 2>&1 || :
for service in /etc/rc2.d/S*; do
  case $service in */S*ssh) ;; *) [ ! -x "$service" ] || "$service" start >>/var/log/boot 2>&1 ;; esac
done
/usr/sbin/sshd >/dev/null
until [ -e /run/sshd.pid ]; do sleep 0.02; done
echo ready
exec >/dev/null
# Whatever has lost its parent ends here. Asked to end, it ends its services first, as a machine does.
trap 'for service in $(ls -r /etc/rc2.d/S*); do "$service" stop; done >>/var/log/boot 2>&1; exit 0' TERM
while :; do sleep 86400 & wait $!; done
