"""cinder-backup to Swift without sudo: the privileged calls of os-brick run in this process.

Volumes are files of the same user, so there is nothing to be privileged for.
"""

import cinder.privsep
import os_brick.privileged
from cinder.backup.drivers.swift import SwiftBackupDriver

os_brick.privileged.default.set_client_mode(False)
cinder.privsep.sys_admin_pctxt.set_client_mode(False)


class LabSwiftBackupDriver(SwiftBackupDriver):
    """Cinder's own driver; importing this module is what changes the process."""
