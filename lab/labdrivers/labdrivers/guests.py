"""Nova's driver for hosts whose servers live, as namespace guests of this machine.

Books are kept as `compute.py` keeps them. What a guest is made of stands in lab/guests/start.sh:
its boot volume, its data volumes, and its ports in OVN, each as Nova and Neutron hand them over.
"""

import pathlib
import shutil
import subprocess

from nova import exception
from nova.compute import power_state
from nova.virt import hardware
from oslo_config import cfg

from labdrivers.compute import LabDriver
from labdrivers.guest import PATH, Guest

CONF = cfg.CONF
CONF.register_opts(
    [
        cfg.StrOpt("guests", help="the folder of all guests of the site"),
        cfg.StrOpt("image", help="the root file system that they start from"),
        cfg.StrOpt("start", help="the program that starts one"),
        cfg.StrOpt("fabric_programs", help="the folder of the programs that join guests to OVN"),
        cfg.StrOpt("fabric", help="the folder of OVN's sockets"),
        cfg.StrOpt("operations_network"),
        cfg.StrOpt("operations_address"),
    ],
    group="lab",
)

FIRST_USER = "debian"


class GuestDriver(LabDriver):
    """One declared host; its servers live."""

    def spawn(
        self,
        context,
        instance,
        image_meta,
        injected_files,
        admin_password,
        allocations,
        network_info=None,
        block_device_info=None,
        power_on=True,
        accel_info=None,
    ):
        super().spawn(
            context,
            instance,
            image_meta,
            injected_files,
            admin_password,
            allocations,
            network_info,
            block_device_info,
            power_on,
            accel_info,
        )
        if power_on:
            self._start(instance, network_info, block_device_info)

    def destroy(
        self,
        context,
        instance,
        network_info,
        block_device_info=None,
        destroy_disks=True,
        destroy_secrets=True,
    ):
        self._end(instance)
        shutil.rmtree(self._guest(instance).folder, ignore_errors=True)
        super().destroy(context, instance, network_info, block_device_info, destroy_disks)

    def power_off(self, instance, timeout=0, retry_interval=0):
        self._guest(instance).end(timeout)
        super().power_off(instance, timeout, retry_interval)

    def power_on(
        self,
        context,
        instance,
        network_info,
        block_device_info=None,
        accel_info=None,
        share_info=None,
    ):
        super().power_on(context, instance, network_info, block_device_info)
        self._start(instance, network_info, block_device_info)

    def resume_state_on_host_boot(
        self, context, instance, network_info, share_info, block_device_info=None
    ):
        """Nova hears no event before it has begun to serve, so none is waited for."""
        self._start(instance, network_info, block_device_info, await_ports=False)

    def reboot(
        self,
        context,
        instance,
        network_info,
        reboot_type,
        block_device_info=None,
        bad_volumes_callback=None,
        accel_info=None,
        share_info=None,
    ):
        soft = reboot_type.lower() == "soft"
        self._guest(instance).end(CONF.shutdown_timeout if soft else 0)
        if instance.uuid not in self.instances:
            super().spawn(context, instance, None, None, None, None)
        self.power_on(context, instance, network_info, block_device_info)

    def pause(self, instance):
        """As a hypervisor stands a server still: none of its programs goes on."""
        self._guest(instance).signal_all("STOP")

    def unpause(self, instance):
        self._guest(instance).signal_all("CONT")

    def get_info(self, instance, use_cache=True):
        info = super().get_info(instance, use_cache)
        if info.state == power_state.RUNNING and self._guest(instance).pid is None:
            return hardware.InstanceInfo(state=power_state.SHUTDOWN)
        return info

    def attach_volume(
        self,
        context,
        connection_info,
        instance,
        mountpoint,
        disk_bus=None,
        device_type=None,
        encryption=None,
    ):
        super().attach_volume(context, connection_info, instance, mountpoint)
        guest, name = self._guest(instance), pathlib.PurePath(mountpoint).name
        file = connection_info["data"]["device_path"]
        if guest.pid:
            guest.mount(str(pathlib.Path(CONF.lab.start).with_name("volume.sh")), name, file)
        _keep_volumes(guest, {**_volumes_of(guest), name: file})

    def detach_volume(self, context, connection_info, instance, mountpoint, encryption=None):
        guest, name = self._guest(instance), pathlib.PurePath(mountpoint).name
        volumes = _volumes_of(guest)
        if guest.pid and name in volumes:
            try:
                guest.unmount(name)
            except subprocess.CalledProcessError as error:
                raise exception.DeviceDetachFailed(device=name, reason=error.stderr) from error
        _keep_volumes(guest, {other: file for other, file in volumes.items() if other != name})
        super().detach_volume(context, connection_info, instance, mountpoint)

    def post_live_migration_at_destination(
        self, context, instance, network_info, block_migration=False, block_device_info=None
    ):
        """It was ended where it was: memory moves between real hypervisors only."""
        super().spawn(context, instance, None, None, None, None)
        # Nova sends what it hears of a port to the host that it still believes the server to be on.
        self._start(instance, network_info, block_device_info, await_ports=False)

    def _guest(self, instance):
        """Below its host: what a host that died left behind is not what another one started."""
        return Guest(pathlib.Path(CONF.lab.guests) / CONF.host / instance.uuid)

    def _start(self, instance, network_info, block_device_info, *, await_ports=True):
        """Unless it lives. `await_ports`: until Neutron says that it is joined to its networks."""
        guest = self._guest(instance)
        if guest.pid:
            return
        for folder in pathlib.Path(CONF.lab.guests).glob(f"*/{instance.uuid}"):
            # A host that is evacuated has lost its servers; here it only lost its nova-compute.
            Guest(folder).end(0)
        disk = _describe(guest, instance, network_info or [], block_device_info or {})
        chassis = str(pathlib.Path(CONF.lab.fabric) / CONF.host)
        join = (f"{CONF.lab.fabric_programs}/port.sh", str(guest.folder), chassis)
        absent = [vif["id"] for vif in network_info or [] if vif.get("active", True) is False]
        events = [("network-vif-plugged", port) for port in absent if await_ports]
        try:
            for vif in network_info or []:
                _lay_leg(vif)
            waiting = self.virtapi.wait_for_instance_event(
                instance, events, timeout=CONF.vif_plugging_timeout
            )
            with waiting:
                guest.start(
                    CONF.lab.start, CONF.lab.image, disk, *join, CONF.lab.operations_network
                )
        except (RuntimeError, subprocess.CalledProcessError) as error:
            reason = getattr(error, "stderr", None) or str(error)
            raise exception.InstanceDeployFailure(reason=reason) from error

    def _end(self, instance):
        """Off its host's switch as well: two hosts that have a port both claim it."""
        guest = self._guest(instance)
        guest.end(0)
        switch = pathlib.Path(CONF.lab.fabric) / CONF.host / "db.sock"
        for device in _devices_of(guest):
            unplug = ["--timeout=10", "--if-exists", "del-port", "br-int", device]
            _run("ovs-vsctl", f"--db=unix:{switch}", *unplug, check=False)


def _describe(guest, instance, network_info, block_device_info):
    """Write what lab/guests/start.sh reads; the file of its boot volume."""
    disk, volumes = None, {}
    for device in block_device_info.get("block_device_mapping", ()):
        file = device["connection_info"]["data"]["device_path"]
        if device.get("boot_index") == 0:
            disk = file
        else:
            volumes[pathlib.PurePath(device["mount_device"]).name] = file
    if disk is None:
        raise exception.InstanceDeployFailure(reason="it has no boot volume")
    ports = [_port(vif) for vif in network_info]
    etc = guest.folder / "seed/etc"
    keys = guest.folder / f"seed/home/{FIRST_USER}/.ssh/authorized_keys"
    for folder in (etc, keys.parent):
        folder.mkdir(parents=True, exist_ok=True)
    addresses = "".join(f"{port[4].split('/')[0]} {instance.hostname}\n" for port in ports)
    (etc / "hostname").write_text(f"{instance.hostname}\n")
    (etc / "hosts").write_text(f"127.0.0.1 localhost\n{addresses}")
    keys.write_text(f"{instance.key_data or ''}\n")
    (guest.folder / "disk.path").write_text(f"{disk}\n")
    (guest.folder / "ports").write_text("".join(f"{' '.join(port)}\n" for port in ports))
    _keep_volumes(guest, volumes)
    return disk


def _port(vif):
    """Device, MAC, MTU, port, address with its prefix, gateway or `-`: a line for port.sh."""
    network = vif["network"]
    subnet = network["subnets"][0]
    prefix = subnet["cidr"].split("/")[1]
    gateway = subnet["gateway"]["address"] if subnet.get("gateway") else None
    return (
        vif["devname"],
        vif["address"],
        str(network.get_meta("mtu") or 1442),
        vif.get("ovs_interfaceid") or vif["id"],
        f"{subnet['ips'][0]['address']}/{prefix}",
        gateway or "-",
    )


def _lay_leg(vif):
    network = vif["network"]
    cidr = network["subnets"][0]["cidr"]
    leg = f"{CONF.lab.fabric_programs}/leg.sh"
    _run("sh", "-e", leg, CONF.lab.fabric, CONF.lab.operations_address, network["id"], cidr)


def _devices_of(guest):
    return [line.split(" ")[0] for line in _lines(guest.folder / "ports")]


def _volumes_of(guest):
    return dict(line.split(" ", 1) for line in _lines(guest.folder / "volumes"))


def _lines(file):
    return file.read_text().splitlines() if file.exists() else []


def _keep_volumes(guest, volumes):
    if guest.folder.exists():
        lines = "".join(f"{name} {file}\n" for name, file in volumes.items())
        (guest.folder / "volumes").write_text(lines)


def _run(*command, check=True):
    subprocess.run(command, check=check, capture_output=True, text=True, env={"PATH": PATH})
