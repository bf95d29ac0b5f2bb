"""Calls one management command several times: its code is loaded once and forked per call.

Reads `{"entry": "nova.cmd.manage:main", "calls": [["api_db", "sync"], …]}` from standard input
and ends with the exit code of the first call that failed, or 0. Half of the time that a new
site takes was spent on loading the same code again.
"""

import importlib
import json
import os
import sys
import time
import traceback


def main():
    order = json.load(sys.stdin)
    module_name, function = order["entry"].split(":")
    module = importlib.import_module(module_name)
    for call in order["calls"]:
        started = time.monotonic()
        code = _in_child(getattr(module, function), [module_name, *call])
        seconds = time.monotonic() - started
        print(f"$ {module_name} {' '.join(call)}: exit code {code}, {seconds:.1f} s", flush=True)
        if code:
            return code
    return 0


def _in_child(function, argv):
    pid = os.fork()
    if pid == 0:
        # In place: some modules took hold of the list when they were imported.
        sys.argv[:] = argv
        os._exit(_called(function))
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _called(function):
    code = 0
    try:
        code = function()
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 1
    if isinstance(code, str):
        print(code, file=sys.stderr)
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    return int(code or 0)


if __name__ == "__main__":
    sys.exit(main())
