"""The plugin that set-up put into place serves what the SDK's classes say, and what we use."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
from collections.abc import Iterator
from types import ModuleType

import pulumi_openstack
import pytest
from pulumi._types import input_type_py_to_pulumi_names

from core.home import Home
from infra.toolchain.build import HERE, go_program
from infra.toolchain.doctor import examine
from infra.toolchain.install import plugin_path
from tests.lib.everything import planned_types


def areas() -> Iterator[ModuleType]:
    """`pulumi_openstack.compute` and its like, loaded as a program loads them."""
    for found in pkgutil.iter_modules(pulumi_openstack.__path__):
        if found.ispkg and found.name != "config":
            yield getattr(pulumi_openstack, found.name)


def arguments_in_the_wheel() -> dict[str, set[str]]:
    """By type token: what the class of the SDK takes, as Pulumi names it."""
    found: dict[str, set[str]] = {}
    for area in (pulumi_openstack, *areas()):
        for name in dir(area):
            token = getattr(getattr(area, name), "pulumi_type", "")
            arguments = getattr(area, f"{name}Args", None)
            if token.startswith("openstack:") and arguments is not None:
                found[token] = set(input_type_py_to_pulumi_names(arguments).values())
    return found


@pytest.fixture(scope="module")
def served() -> dict[str, set[str]]:
    """By type token: what the plugin takes."""
    plugin = plugin_path(Home.of(os.environ))
    done = subprocess.run([plugin, "-inputs"], capture_output=True, timeout=60, check=True)
    return {token: set(names) for token, names in json.loads(done.stdout).items()}


def test_each_resource_takes_exactly_the_arguments_of_the_sdks_class(
    served: dict[str, set[str]],
) -> None:
    wheel = arguments_in_the_wheel()
    different = {
        token: names ^ wheel.get(token, set())
        for token, names in served.items()
        if names != wheel.get(token)
    }
    assert different == {}
    assert len(served) > 100


def test_the_plugin_answers_under_each_token_that_the_programs_use(
    served: dict[str, set[str]],
) -> None:
    assert planned_types() <= set(served)


def test_the_plugin_asks_for_nothing_that_it_was_just_told() -> None:
    """Its own tests, in Go, against a server on loopback."""
    done = subprocess.run(
        [go_program(Home.of(os.environ)), "test", "-mod=mod", "./told/"],
        cwd=HERE / "openstack",
        env={**os.environ, "GOTOOLCHAIN": "local"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_doctor_finds_every_tool_of_set_up_in_the_wanted_version() -> None:
    findings = {finding.tool: finding for finding in examine(Home.of(os.environ), os.environ)}
    for tool in ("pulumi", "pulumi-resource-openstack", "pulumi-language-python"):
        assert findings[tool].remedy is None
        assert findings[tool].found == findings[tool].wanted
