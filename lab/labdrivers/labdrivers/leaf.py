"""Becoming a service: what a process does after its zygote forked it.

The order is the JSON object that `lab/processes.py` sends: site, name, lab, kind, target,
argv, address, port, needs, environment, folder, output, downed_mark.
"""

import contextlib
import gc
import importlib
import inspect
import os
import pathlib
import signal
import socket
import sys
import tempfile
import time
import traceback

from setproctitle import setproctitle

THREADS = 8
"""Per API process. More only take turns: one interpreter runs one thread at a time."""

NEEDS_SECONDS = 600

OWNERS_SECONDS = 3600

COLLECT_AFTER_OBJECTS = 20_000
"""Looking for cycles after every 700, as Python does, was a tenth of Neutron's CPU."""


def title(site, name, lab):
    """How `lab/processes.py` recognises a forked process; `-` as site: belongs to all."""
    return f"kumiai-lab {site} {name} {lab}"


def become(order, connection):
    """Run the service of `order` in this process; never returns.

    Whoever gave the order gets the answer when the process can be recognised, not before.
    """
    try:
        setproctitle(title(order["site"], order["name"], order["lab"]))
        os.write(connection, f"{os.getpid()}\n".encode())
        os.close(connection)
        os.setsid()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        _use_output(order["output"])
        os.environ.update(order["environment"])
        os.chdir(order["folder"])
        tempfile.tempdir = None
        sys.argv = [order["name"], *order["argv"]]
        gc.set_threshold(COLLECT_AFTER_OBJECTS)
        gc.enable()
        _wait_for(order)
        KINDS[order["kind"]](order)
    except SystemExit as end:
        print(f"exit {end.code}", file=sys.stderr, flush=True)
        os._exit(end.code if isinstance(end.code, int) else 1)
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        os._exit(1)
    os._exit(0)


def _use_output(file):
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(descriptor, 1)
    os.dup2(descriptor, 2)
    os.close(descriptor)


def _wait_for(order):
    """Until database and broker answer; ends the process if the site was killed meanwhile."""
    end = time.monotonic() + NEEDS_SECONDS
    downed_mark = pathlib.Path(order["downed_mark"])
    for port in order["needs"]:
        while not _answers(order["address"], port):
            if time.monotonic() > end:
                raise TimeoutError(f"port {port} did not answer within {NEEDS_SECONDS} s")
            if downed_mark.exists():
                os._exit(0)
            time.sleep(0.1)
    if downed_mark.exists():
        os._exit(0)


def _answers(address, port):
    with contextlib.suppress(OSError):
        socket.create_connection((address, port), 1).close()
        return True
    return False


def _wsgi(order):
    import waitress

    _policy_is_read_once()
    _checks_are_looked_at_once()
    if order["project"] == "neutron":
        _owners_are_remembered()
    application = importlib.import_module(order["target"]).application
    _load_policy_rules(order["project"])
    # Neutron waits 12 s for workers that it does not have.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    waitress.serve(
        application,
        host=order["address"],
        port=order["port"],
        threads=THREADS,
        ident="lab",
        clear_untrusted_proxy_headers=False,
        channel_timeout=300,
        connection_limit=500,
    )


def _policy_is_read_once():
    """oslo.policy walks through all rules, and asks for the dates of its files, before each single
    answer: 0.1 ms for each attribute of each row of a list, more than the answer itself takes.
    Nobody changes a policy here without a start of the service."""
    from oslo_policy.policy import Enforcer

    load_rules = Enforcer.load_rules

    def load_what_is_new(self, force_reload=False):
        known = len(self.registered_rules)
        if force_reload or not self.rules or known != getattr(self, "_rules_known", None):
            load_rules(self, force_reload)
            self._rules_known = known

    Enforcer.load_rules = load_what_is_new


def _checks_are_looked_at_once():
    """Before each check of a rule oslo.policy asks Python how many words the check takes: a sixth
    of Neutron's CPU. All checks of a class take the same ones."""
    from oslo_policy import _checks

    take_the_rules_name = {}

    def check(rule, target, creds, enforcer, current_rule):
        kind = type(rule)
        if kind not in take_the_rules_name:
            words = inspect.getfullargspec(rule.__call__).args
            take_the_rules_name[kind] = len(words) > 4
        if take_the_rules_name[kind]:
            return rule(target, creds, enforcer, current_rule)
        return rule(target, creds, enforcer)

    _checks._check = check


def _owners_are_remembered():
    """Whose network a port is on, Neutron reads from the database, with all that belongs to the
    network, and forgets after 5 s: a third of its CPU. A network's owner never changes."""
    from neutron import policy

    kept = policy.cache._get_memory_cache_region(expiration_time=OWNERS_SECONDS)
    # Checks exist since the zygote, each with a memory of its own: this one stands before theirs.
    policy.OwnerCheck._cache = property(lambda check: kept, lambda check, own: None)


def _load_policy_rules(project):
    """Some projects load their rules at the first request, and while one thread does, the requests
    of others meet no rules and are refused: "disallowed by policy", once, after a start."""
    if project in ("neutron", "cinder"):
        importlib.import_module(f"{project}.policy").init()
    elif project == "keystone":
        # Its own get_enforcer() would read the configuration again, from the wrong place.
        importlib.import_module(
            "keystone.common.rbac_enforcer.policy"
        )._ENFORCER._enforcer.load_rules()


def _daemon(order):
    """Nova and Cinder fork a worker below a supervisor that the lab does not need: one process is
    enough, and it keeps the pages of its zygote."""
    if order["project"] == "nova":
        _nova_stays_one_process()
        _nova_does_not_sleep()
    else:
        _cinder_stays_one_process()
    importlib.import_module(order["target"]).main()


def _nova_stays_one_process():
    import nova.service

    serve = nova.service.serve
    nova.service.serve = lambda server, workers=None, no_fork=False: serve(
        server, workers=1, no_fork=True
    )


def _nova_does_not_sleep():
    """All services start at the same time here, so that the first word to the conductor is often
    lost: ask again after 1 s, not 10, and report as alive after 1 s, not 5."""
    import nova.conductor.api
    import nova.servicegroup.api

    api = nova.conductor.api.API
    wait_until_ready = api.wait_until_ready
    api.wait_until_ready = lambda self, context: wait_until_ready(
        self, context, early_timeout=1, early_attempts=NEEDS_SECONDS
    )
    nova.servicegroup.api.INITIAL_REPORTING_DELAY = 1


def _cinder_stays_one_process():
    import cinder.service
    from oslo_service import service

    conf = cinder.service.CONF

    def serve(server):
        cinder.service._launcher = service.launch(
            conf, server, workers=1, restart_method="mutate", no_fork=True
        )

    cinder.service.serve = serve
    cinder.service.process_launcher = lambda: service.ProcessLauncher(
        conf, restart_method="mutate", no_fork=True
    )


def _swift_server(order):
    from swift.common.utils import set_swift_dir
    from swift.common.wsgi import run_wsgi

    set_swift_dir(str(pathlib.Path(sys.argv[1]).parent))
    sys.exit(run_wsgi(sys.argv[1], order["target"]))


def _swift_daemon(order):
    # Unlike the servers, the daemons read /etc/swift/swift.conf whatever `swift_dir` says.
    from swift.common.utils import set_swift_dir

    set_swift_dir(str(pathlib.Path(sys.argv[1]).parent))
    importlib.import_module(order["target"]).main()


KINDS = {
    "wsgi": _wsgi,
    "daemon": _daemon,
    "swift_server": _swift_server,
    "swift_daemon": _swift_daemon,
}
