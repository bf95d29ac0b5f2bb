#!/bin/sh -e
# Mounts a data volume in a guest, below /srv by its device's name: volume.sh TREE NAME FILE
sh -e "$(dirname "$0")/ext4.sh" "$3"
mkdir -p "$1/srv/$2"
mount -o loop,noinit_itable "$3" "$1/srv/$2"
