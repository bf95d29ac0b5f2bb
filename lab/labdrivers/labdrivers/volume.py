"""Cinder driver on plain sparse files in one folder.

No kernel module, no root, no mount: a connection is os-brick's 'local' one, whose device is
the file itself, so that cinder-backup reads and writes it directly.
"""

import os
import pathlib
import subprocess

from cinder import exception, interface
from cinder.image import image_utils
from cinder.volume import configuration, driver, volume_utils
from oslo_config import cfg

from labdrivers.guest import frozen

GIB = 2**30

OPTIONS = [
    cfg.StrOpt("lab_volume_folder", help="folder that holds the volume files"),
    cfg.StrOpt("lab_image_folder", help="folder of Glance's file store at the same site"),
    cfg.StrOpt("lab_guests", help="folder of the site's servers that live, where any do"),
    cfg.IntOpt("lab_capacity_gb", default=1000, help="what the storage is declared to hold"),
]
cfg.CONF.register_opts(OPTIONS, group=configuration.SHARED_CONF_GROUP)


@interface.volumedriver
class LabFileDriver(driver.VolumeDriver):
    """Volumes and snapshots are files of their own name; copies keep their holes."""

    VERSION = "1.0.0"
    CI_WIKI_NAME = "none"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.configuration.append_config_values(OPTIONS)

    def do_setup(self, context):
        self.folder = pathlib.Path(self.configuration.lab_volume_folder)
        self.images = pathlib.Path(self.configuration.lab_image_folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def check_for_setup_error(self):
        if not os.access(self.folder, os.W_OK):
            raise exception.VolumeBackendAPIException(data=f"{self.folder} is not writable")

    def create_volume(self, volume):
        _lengthen(self._file(volume), volume.size)

    def delete_volume(self, volume):
        self._file(volume).unlink(missing_ok=True)

    def extend_volume(self, volume, new_size):
        _lengthen(self._file(volume), new_size)

    def create_snapshot(self, snapshot):
        """A server that has the volume mounted writes nothing while it is copied."""
        with frozen(self.configuration.lab_guests, self._file(snapshot.volume)):
            _copy(self._file(snapshot.volume), self._file(snapshot))

    def delete_snapshot(self, snapshot):
        self.delete_volume(snapshot)

    def create_volume_from_snapshot(self, volume, snapshot):
        _copy(self._file(snapshot), self._file(volume))
        _lengthen(self._file(volume), volume.size)

    def create_cloned_volume(self, volume, src_vref):
        with frozen(self.configuration.lab_guests, self._file(src_vref)):
            _copy(self._file(src_vref), self._file(volume))
        _lengthen(self._file(volume), volume.size)

    def revert_to_snapshot(self, context, volume, snapshot):
        _copy(self._file(snapshot), self._file(volume))

    def clone_image(self, context, volume, image_location, image_meta, image_service):
        """A raw image of the same site is copied where it lies, without a way through Glance."""
        image = self.images / image_meta["id"]
        if image_meta.get("disk_format") != "raw" or not image.exists():
            return None, False
        _copy(image, self._file(volume))
        _lengthen(self._file(volume), volume.size)
        return None, True

    def copy_image_to_volume(self, context, volume, image_service, image_id, disable_sparse=False):
        image_utils.fetch_to_raw(
            context,
            image_service,
            image_id,
            str(self._file(volume)),
            self.configuration.volume_dd_blocksize,
            size=volume.size,
            run_as_root=False,
        )
        _lengthen(self._file(volume), volume.size)

    def copy_volume_to_image(self, context, volume, image_service, image_meta):
        volume_utils.upload_volume(
            context, image_service, image_meta, str(self._file(volume)), volume, run_as_root=False
        )

    def update_migrated_volume(self, ctxt, volume, new_volume, original_volume_status):
        self._file(new_volume).replace(self.folder / volume.name)
        return {"_name_id": None}

    def ensure_export(self, context, volume):
        pass

    def create_export(self, context, volume, connector):
        pass

    def remove_export(self, context, volume):
        pass

    def create_export_snapshot(self, context, snapshot, connector):
        pass

    def remove_export_snapshot(self, context, snapshot):
        pass

    def initialize_connection(self, volume, connector, **kwargs):
        self._restore_length(volume)
        return self._connection(volume)

    def initialize_connection_snapshot(self, snapshot, connector, **kwargs):
        return self._connection(snapshot)

    def terminate_connection(self, volume, connector, **kwargs):
        self._restore_length(volume)

    def terminate_connection_snapshot(self, snapshot, connector, **kwargs):
        pass

    def _file(self, volume_or_snapshot):
        return self.folder / volume_or_snapshot.name

    def _connection(self, volume_or_snapshot):
        data = {"device_path": str(self._file(volume_or_snapshot)), "access_mode": "rw"}
        return {"driver_volume_type": "local", "data": data}

    def _restore_length(self, volume):
        """cinder-backup restores with open(file, 'wb'), which empties the file, and then skips
        zeros at the end: what it leaves is shorter than the volume, and no file system mounts."""
        file = self._file(volume)
        if file.exists() and file.stat().st_size < volume.size * GIB:
            _lengthen(file, volume.size)

    def _update_volume_stats(self):
        """Free is what is declared less what is promised; files are sparse, the disk knows less."""
        capacity = self.configuration.lab_capacity_gb
        promised = sum(file.stat().st_size for file in self.folder.iterdir()) // GIB
        name = self.configuration.safe_get("volume_backend_name")
        self._stats = {
            "volume_backend_name": name,
            "vendor_name": "lab",
            "driver_version": self.VERSION,
            "storage_protocol": "local",
            "pools": [
                {
                    "pool_name": name,
                    "total_capacity_gb": capacity,
                    "free_capacity_gb": max(capacity - promised, 0),
                    "allocated_capacity_gb": promised,
                    "reserved_percentage": 0,
                    "QoS_support": True,
                    "multiattach": True,
                    "thin_provisioning_support": False,
                    "thick_provisioning_support": True,
                }
            ],
        }


def _lengthen(file, gib):
    with file.open("ab") as stream:
        stream.truncate(gib * GIB)


def _copy(source, destination):
    subprocess.run(["cp", "--sparse=always", "--reflink=auto", source, destination], check=True)
