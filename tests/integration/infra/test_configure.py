"""What ansible-runner's end means, asked of a real one, whose only server is this machine.

Of a playbook that was killed it tells the exit code of one that went well.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from core.errors import OtherSystemFailed
from core.home import Home
from infra import configure as it
from infra.configure import Job, configure
from infra.engine.processes import of_run
from infra.guests.told import Event
from tests.lib.waiting import until

RUN = uuid.uuid4().hex
"""A name of its own: the same tests may run beside these."""
PLAYBOOK = """
- hosts: servers
  gather_facts: false
  tasks:
    - name: Ask
      ansible.builtin.command: "true"
      changed_when: false
    - name: Take long
      ansible.builtin.command: sleep 60
      changed_when: false
"""
BRIEF = PLAYBOOK.replace("sleep 60", "sleep 0")
BROKEN = PLAYBOOK.replace("ansible.builtin.command: sleep", "no.such.module: sleep")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[str]]:
    """Carries a playbook out on one server, which is this machine; how it ended there."""

    def carried_out(playbook: str, heard: Callable[[Event], None] = lambda _: None) -> list[str]:
        (tmp_path / "roles").mkdir()
        (tmp_path / "roles" / it.PLAYBOOK).write_text(playbook)
        monkeypatch.setattr(it, "ROLES", tmp_path / "roles")
        server = {"ansible_connection": "local", "ansible_python_interpreter": "/usr/bin/python3"}
        inventory = {"all": {"children": {"servers": {"hosts": {"a": server}}}}}
        job = Job(RUN, "a", ("a",), inventory, check=False, forks=1)
        home = Home(tmp_path / "home", tmp_path, tmp_path)
        return [f"{one.host}: {one.failure}" for one in configure(home, job, heard)]

    return carried_out


def called(program: str) -> list[psutil.Process]:
    """Those of the run that carry this program out, by itself or by its interpreter."""
    found = []
    for process in of_run(RUN):
        # Ansible's own come and go.
        with suppress(psutil.NoSuchProcess):
            if program in {Path(word).name for word in process.cmdline()[:2]}:
                found.append(process)
    return found


def test_a_run_that_came_to_its_end_tells_each_server(run: Callable[..., list[str]]) -> None:
    assert run(BRIEF) == ["a: None"]
    assert of_run(RUN) == []


@pytest.mark.parametrize("name", ["ansible-playbook", "ansible-runner"])
def test_a_run_that_was_killed_half_way_is_never_told_as_done(
    run: Callable[..., list[str]], name: str
) -> None:
    """As the kernel kills where memory is short: whichever of its processes it chooses."""

    def kill(_: Event) -> None:
        until(lambda: bool(called("sleep")), "what takes long")
        for process in called(name):
            process.kill()

    with pytest.raises(OtherSystemFailed, match="Ansible was ended before it had finished"):
        run(PLAYBOOK, kill)
    assert of_run(RUN) == []


def test_a_playbook_that_ansible_refuses_names_the_log(run: Callable[..., list[str]]) -> None:
    with pytest.raises(OtherSystemFailed, match="Ansible did not run"):
        run(BROKEN)
