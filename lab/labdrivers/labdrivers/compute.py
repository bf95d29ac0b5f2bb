"""Nova's fake driver, made to survive a restart and to show the host that was declared.

The original forgets its servers when its process ends and reports one and the same host
everywhere; licences are counted by sockets and cores, so those must be the declared ones.
"""

from nova import context as nova_context
from nova import objects
from nova.compute import power_state
from nova.virt import fake
from oslo_config import cfg
from oslo_serialization import jsonutils

cfg.CONF.register_opts(
    [
        cfg.IntOpt("sockets", default=2),
        cfg.IntOpt("cores_per_socket", default=16),
        cfg.IntOpt("memory_mb", default=262144),
        cfg.IntOpt("local_gb", default=4000),
    ],
    group="lab",
)


class LabDriver(fake.FakeDriverWithoutFakeNodes):
    """One declared host; its identity is kept in its state folder, its servers in the database."""

    def __init__(self, virtapi, read_only=False):
        declared = cfg.CONF.lab
        self.vcpus = declared.sockets * declared.cores_per_socket
        self.memory_mb = declared.memory_mb
        self.local_gb = declared.local_gb
        super().__init__(virtapi, read_only)

    def init_host(self, host):
        super().init_host(host)
        context = nova_context.get_admin_context()
        for server in objects.InstanceList.get_by_host(context, host, expected_attrs=["flavor"]):
            flavor = server.flavor
            state = power_state.RUNNING if server.power_state is None else server.power_state
            self.resources.claim(vcpus=flavor.vcpus, mem=flavor.memory_mb, disk=flavor.root_gb)
            self.instances[server.uuid] = fake.FakeInstance(server.name, state, server.uuid)

    def post_live_migration(self, context, instance, block_device_info, migrate_data=None):
        """What moved away live is no longer here. The original keeps it on its list, and Nova
        then refuses, when another host dies, to start the server where it once was."""
        self.destroy(context, instance, None, block_device_info)

    def get_available_resource(self, nodename):
        resources = super().get_available_resource(nodename)
        declared = cfg.CONF.lab
        cpu = jsonutils.loads(resources["cpu_info"])
        cpu["topology"] = {
            "sockets": declared.sockets,
            "cores": declared.cores_per_socket,
            "threads": 1,
        }
        resources["cpu_info"] = jsonutils.dumps(cpu)
        return resources

    def get_host_uptime(self):
        return " 00:00:00 up 1 day,  0:00,  1 user,  load average: 0.00, 0.00, 0.00"
