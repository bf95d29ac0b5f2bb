"""The zygote: loads OpenStack's code once and forks the services of all sites from it.

A root process loads what all projects share, forks one zygote per project, and each of those
loads its project's code and then forks a service per order. Pages that nobody writes are
shared, so eight compute services cost little more than one, and a start takes seconds.

Started as `python -m labdrivers.zygote FOLDER`; orders come through FOLDER/zygote-PROJECT.sock,
one JSON object per connection (see `labdrivers.leaf`), answered with the new process's id. A
zygote knows nothing of sites: it starts nothing by itself, and killing a site's processes does
not touch it.
"""

import contextlib
import gc
import importlib
import json
import os
import pathlib
import signal
import socket
import sys
import time
import traceback

from setproctitle import setproctitle

from labdrivers import leaf

PRELOAD = pathlib.Path(__file__).parent / "preload"

FIRST = {
    # Imported before the lists in preload/, since these must come before what they import.
    "keystone": ["keystone.server.wsgi"],
    "placement": ["placement.wsgi"],
    "nova": [
        "nova.cmd.compute",
        "nova.cmd.conductor",
        "nova.cmd.scheduler",
        "nova.api.openstack.wsgi_app",
        "nova.virt.lab",
    ],
    "neutron": [
        "neutron.server.api",
        "neutron.plugins.ml2.plugin",
        "neutron.services.l3_router.l3_router_plugin",
    ],
    "glance": ["glance.common.wsgi_app"],
    "cinder": [
        "cinder.cmd.volume",
        "cinder.cmd.backup",
        "cinder.cmd.scheduler",
        "cinder.wsgi.wsgi",
    ],
    "swift": [
        "swift.common.wsgi",
        "swift.proxy.server",
        "swift.account.server",
        "swift.container.server",
        "swift.obj.server",
        "swift.container.sync",
    ],
}
READS_CONFIGURATION_WHEN_IMPORTED = (
    # periodic_task(spacing=CONF.…) in a class body: loaded before the fork they would keep the
    # defaults for ever, and for example Nova would never discover a host.
    "nova.scheduler.manager",
    "nova.compute.manager",
    "nova.conductor.manager",
    "cinder.volume.manager",
    "cinder.backup.manager",
    "cinder.scheduler.manager",
)
NOT_BEFORE_THE_FORK = (
    *READS_CONFIGURATION_WHEN_IMPORTED,
    # Applications that start when they are imported.
    "nova.wsgi",
    "cinder.wsgi.api",
    "glance.wsgi",
    "neutron.wsgi.",
    "keystone.wsgi",
    "placement.wsgi.",
    "neutron.extensions",
    "__main__",
)
STARTED = time.monotonic()


def main():
    folder = sys.argv[1]
    lab = os.environ["KUMIAI_LAB"]
    os.chdir(folder)
    gc.disable()
    setproctitle(leaf.title("-", "zygote", lab))
    _load("common", [])
    _keep_pages_shared()
    for project in FIRST:
        if os.fork() == 0:
            with contextlib.suppress(KeyboardInterrupt):
                _serve(project, lab)
            os._exit(1)
    _say("the zygotes of all projects are forked")
    while True:
        pid, status = os.wait()
        _say(f"zygote {pid} ended with {status}")


def _serve(project, lab):
    setproctitle(leaf.title("-", f"zygote-{project}", lab))
    # A relative name: an absolute one would break at 108 characters.
    name = f"zygote-{project}.sock"
    pathlib.Path(name).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(name)
    listener.listen(64)
    _load(project, FIRST[project])
    if project == "swift":
        _patch_swift()
    _keep_pages_shared()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        # A bare descriptor: a socket object would be one of eventlet's in Swift's zygote.
        connection, _ = listener._accept()
        try:
            _answer(connection, listener)
        except (OSError, ValueError) as error:
            _say(f"an order was not understood: {error}")
        finally:
            os.close(connection)


def _answer(connection, listener):
    written = b""
    while not written.endswith(b"\n"):
        more = os.read(connection, 65536)
        if not more:
            raise ValueError("it ends too early")
        written += more
    order = json.loads(written)
    pid = os.fork()
    if pid == 0:
        listener.close()
        leaf.become(order, connection)
    _say(f"forked {order['site']} {order['name']} as {pid}")


def _keep_pages_shared():
    """The collector writes into each object that it looks at, which copies the page it is on."""
    gc.collect()
    gc.freeze()


def _patch_swift():
    """Swift's servers do this first thing. Done after the fork it walks through all objects, and
    each server ends up with a copy of everything."""
    from swift.common.utils import monkey_patch

    monkey_patch()


def _load(key, first):
    listed = (PRELOAD / f"{key}.txt").read_text().split()
    for name in [*first, *listed]:
        if name in sys.modules or name.startswith(NOT_BEFORE_THE_FORK):
            continue
        try:
            importlib.import_module(name)
        except BaseException as error:  # a list may name what this version no longer has
            _say(f"{key}: {name} was not loaded: {error!r:.150}")
    early = [name for name in READS_CONFIGURATION_WHEN_IMPORTED if name in sys.modules]
    _say(f"{key}: {len(sys.modules)} modules are loaded{f'; TOO EARLY: {early}' if early else ''}")


def _say(text):
    print(f"{time.monotonic() - STARTED:7.2f} s {os.getpid()} {text}", flush=True)


if __name__ == "__main__":
    try:
        main()
    except BaseException:
        traceback.print_exc()
        raise
