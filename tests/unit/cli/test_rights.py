"""Of a user who may not read what another one keeps: files are looked at, acts are refused."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.home import REPOSITORY, Home
from tests.lib.states import write_state

NOBODY, NAMELESS = 65534, 54321
SPEAKS = "import sys; sys.argv[1:] = {words}; from cli.main import run; run()"


def lets_in(place: Path) -> bool:
    """Whether another user may come as far as this one, whichever way links lead to it."""
    ways = {*place.parents, *place.resolve().parents}
    return all(one.stat().st_mode & 1 for one in ways)


pytestmark = pytest.mark.skipif(
    os.getuid() != 0
    or not all(map(lets_in, (REPOSITORY, Path(sys.executable), Path(sys.base_prefix) / "lib"))),
    reason="root alone becomes another user, who has to be let into the checkout and to Python",
)


@pytest.fixture
def home() -> Iterator[Home]:
    """Root's, in a folder that everybody may enter, as pytest's own is not."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        found = Home(Path(folder) / "home")
        write_state(found, "beppu.primary")
        found.state.chmod(0o700)
        found.clouds_file.write_text("clouds: {}\n", encoding="ascii")
        found.clouds_file.chmod(0o600)
        yield found


def told(uid: int, root: Path, *words: str) -> tuple[int, str, str]:
    return ran(uid, root, SPEAKS.format(words=list(words)))


def ran(uid: int, root: Path, program: str) -> tuple[int, str, str]:
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=REPOSITORY,
        env={
            **{"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"},
            **{"PYTHONPATH": str(REPOSITORY), "KUMIAI_HOME": str(root)},
        },
        user=uid,
        group=uid,
        extra_groups=[],
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def test_whoever_may_read_no_state_looks_at_the_files_and_is_told_what_nobody_looked_at(
    home: Home,
) -> None:
    code, said, noted = told(NOBODY, home.root, "check")
    assert (code, said) == (0, "10 municipalities, 40 services, 2 sites: no problem\n")
    assert noted.endswith(
        "may not be read by this user: nobody looked whether a stack stands that no file asks for\n"
    )


def test_whoever_may_read_no_login_is_told_whose_right_is_missing(home: Home) -> None:
    code, _, refused = told(NOBODY, home.root, "server", "list", "--site", "primary")
    assert code == 13
    right = "Permission denied; grant the right, or do it as the user whose it is\n"
    assert refused.endswith(f"{home.clouds_file}: {right}")


def test_whoever_may_not_read_the_signing_key_is_sent_to_no_backup_of_it(home: Home) -> None:
    home.credentials.mkdir(mode=0o700)
    (home.credentials / "signing.key").write_text("root's own\n", encoding="ascii")
    drill = ("alert", "drill", "layer=os", "member=usuki", "system=core")
    code, _, refused = told(NOBODY, home.root, *drill)
    assert code == 13
    right = "Permission denied; grant the right, or do it as the user whose it is\n"
    assert refused.endswith(f"{home.credentials / 'signing.key'}: {right}")


def test_a_user_for_whom_the_machine_has_no_name_is_called_by_the_number(home: Home) -> None:
    """As in a container that is given a number alone."""
    program = "from core.login import login_name; print(login_name())"
    assert ran(NAMELESS, home.root, program) == (0, "54321\n", "")
