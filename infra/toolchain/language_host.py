"""Pulumi's language host for Python programs: runs the program in this interpreter.

Adapter. Upstream's host is a Go program outside the modules that registries serve; its protocol is
in the SDK, and so is the part that runs a program (used by the Automation API), so this is the same
run without a second process. Installed as `pulumi-language-python` beside the CLI, which starts it.
"""

from __future__ import annotations

import importlib.metadata
import os
import runpy
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
import pulumi
from pulumi.automation._server import LanguageServer
from pulumi.runtime.proto import language_pb2, language_pb2_grpc, plugin_pb2

DEBUG = "KUMIAI_DEBUG"
"""Lets the SDK tell each of its steps, which is a call to the engine four times a resource."""

WORKERS = 16
"""Calls of the engine that are answered at the same time."""


class Host(LanguageServer):
    """Answers what the engine asks of a language; `engine` is the engine's own address."""

    def __init__(self, engine: str = "") -> None:
        super().__init__(lambda: None)
        self.engine = engine

    def Handshake(self, request: Any, context: Any) -> Any:
        self.engine = request.engine_address or self.engine
        return language_pb2.LanguageHandshakeResponse()

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version=importlib.metadata.version("pulumi"))

    def GetRequiredPackages(self, request: Any, context: Any) -> Any:
        response = language_pb2.GetRequiredPackagesResponse()
        for distribution in importlib.metadata.distributions():
            name = distribution.name.replace("_", "-")
            if name.startswith("pulumi-"):
                response.packages.add(
                    name=name.removeprefix("pulumi-"), kind="resource", version=distribution.version
                )
        return response

    def GetProgramDependencies(self, request: Any, context: Any) -> Any:
        response = language_pb2.GetProgramDependenciesResponse()
        for distribution in importlib.metadata.distributions():
            response.dependencies.add(name=distribution.name, version=distribution.version)
        return response

    def InstallDependencies(self, request: Any, context: Any) -> Iterator[Any]:
        return iter(())

    def Run(self, request: Any, context: Any) -> Any:
        info = request.info
        target = str(Path(info.program_directory) / info.entry_point)
        sys.argv = [target, *request.args]
        sys.path.insert(0, info.root_directory)
        os.chdir(request.pwd or info.program_directory)

        def program() -> None:
            runpy.run_path(target, run_name="__main__")

        self.program = program
        # The SDK's server reads the engine's address from the arguments.
        forwarded = language_pb2.RunRequest()
        forwarded.CopyFrom(request)
        del forwarded.args[:]
        forwarded.args.append(self.engine)
        return super().Run(forwarded, context)  # type: ignore[no-untyped-call]


def _tell_nobody(*_: Any, **__: Any) -> None:
    """Instead of the SDK's `log.debug`."""


def main() -> None:
    if not os.environ.get(DEBUG):
        pulumi.log.debug = _tell_nobody
    engine = [argument for argument in sys.argv[1:] if not argument.startswith("-")][-1:]
    server = grpc.server(
        ThreadPoolExecutor(WORKERS), options=[("grpc.max_receive_message_length", -1)]
    )
    language_pb2_grpc.add_LanguageRuntimeServicer_to_server(Host(*engine), server)
    # The engine reads the port from the first line.
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    signal.signal(signal.SIGINT, lambda *_: os._exit(0))
    server.wait_for_termination()


if __name__ == "__main__":
    main()
