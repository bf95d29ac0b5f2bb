"""Persons log in by certificate, are recorded, are found; whoever is locked is out.

On the servers that test_configured.py left, with a store of their own. In the order in which they
stand: each finds the servers as the one before left them.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.eras import JAPAN
from core.journal import entries
from lab.guests.hosts import inside, running_hosts, stop_hosts
from monitoring.access.authority import TRUSTED, certificate_file, issue
from monitoring.access.certificate import certificate
from monitoring.access.log_store import lines_of
from monitoring.access.units import TIMER, units
from tests.lib.definitions import OPERATORS
from tests.lib.guests import Guests
from tests.lib.page_lines import SERVERS, lines_for
from tests.lib.person_keys import give, new_key, public_half
from tests.lib.waiting import LIMIT_SECONDS, until

APP, DB = "kadogawa-core-app-1", "kadogawa-core-db-1"
SATO, KIMURA, GOTO, KODAMA = "sato-hanako", "kimura-jiro", "goto-aya", "kodama-mika"
WHY = ("--reason", "it is tried")
EXECUTE = ("--execute", *WHY)

OWN = """name: {{ja: 試験, en: Tried}}
party: ict-section
member: {member}
keys: [{key}]
reaches: [{{members: [{member}], purposes: [look, operate]}}]
duty:
  - days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday]
    opens: "00:00"
    closes: "24:00"
until: 2099-12-31
"""


@pytest.fixture(scope="module")
def keys(guests: Guests, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Of each person a private key; each municipality has a person of its own."""
    folder = tmp_path_factory.mktemp("keys")
    found = {name: new_key(folder / name) for name in (SATO, KIMURA, GOTO, KODAMA)}
    for name in (SATO, KIMURA):
        give(guests.home.definitions, found[name])
    for name, member in ((GOTO, "aya"), (KODAMA, "kadogawa")):
        text = OWN.format(member=member, key=public_half(found[name]))
        file = guests.home.definitions / OPERATORS / f"{name}.yaml"
        file.write_text(text, encoding="utf-8")
    return found


@pytest.fixture(scope="module", autouse=True)
def configured(guests: Guests, keys: dict[str, Path]) -> Iterator[None]:
    """A key that signs, accounts on the servers, and the site's store at their gateway."""
    assert guests.kumiai("access", "authority", "new", "ca-2026").returncode == 0
    store = subprocess.Popen(
        [
            *inside(guests.home),
            *guests.command("access", "store", "--site", "primary", "--listen", "0.0.0.0"),
        ],
        env=guests.environment,
    )
    try:
        _configure(guests)
        yield
    finally:
        store.terminate()
        store.wait(timeout=LIMIT_SECONDS)


def _configure(guests: Guests, member: str = "kadogawa") -> None:
    done = guests.kumiai("configure", member, *EXECUTE)
    assert done.returncode == 0, done.stdout + done.stderr


def _login(
    guests: Guests, key: Path, *words: str, server: str = APP
) -> subprocess.CompletedProcess[str]:
    return guests.kumiai("access", "login", server, "--key", str(key), *WHY, "--", *words)


def test_a_person_logs_in_under_its_own_name_and_may_become_root(
    guests: Guests, keys: dict[str, Path]
) -> None:
    done = _login(guests, keys[SATO], "id -un; sudo id -un; echo 住民7")
    assert done.stdout.split() == [SATO, "root", "住民7"], done.stderr


def test_what_the_pages_have_typed_on_a_server_is_typed_as_it_is_printed(
    guests: Guests, keys: dict[str, Path], tmp_path: Path
) -> None:
    """By whoever is on duty, with the key in its folder. These servers have no systemd:
    what is asked of it is tried by the machine of tests/integration/runbooks."""
    book = tmp_path / "book.html"
    assert guests.kumiai("runbook", "print", "--all", "--html", str(book)).returncode == 0
    (tmp_path / ".ssh").mkdir()
    shutil.copy(keys[KODAMA], tmp_path / ".ssh" / "id_ed25519")
    shutil.copy(f"{keys[KODAMA]}.pub", tmp_path / ".ssh" / "id_ed25519.pub")
    found = [line for line in lines_for(SERVERS, book.read_text("utf-8")) if "ctl" not in line]
    assert len(found) > 2
    path = f"{Path(guests.command()[0]).parent}:{os.environ['PATH']}"
    for line in found:
        done = subprocess.run(
            ["sh", "-c", line.replace("{server}", APP)],
            env={**guests.environment, "HOME": str(tmp_path), "PATH": path, "SSH_AUTH_SOCK": ""},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (line, done.stderr)
        assert KODAMA in done.stderr, line
        assert re.search(r"\s/|load average", done.stdout), line


def test_what_was_shown_is_kept_and_leads_to_the_person(guests: Guests) -> None:
    today = f"{datetime.now(JAPAN):%Y-%m-%d}"

    def found() -> dict[str, object]:
        said = guests.kumiai("access", "who", "--subject", "住民7", "--on", today, "--json")
        answer: dict[str, object] = json.loads(said.stdout)
        return answer

    until(lambda: found()["person"] == SATO, "the session is found")
    assert found()["because"] is None
    report = guests.kumiai("access", "report", today[:7], "--json")
    assert json.loads(report.stdout)["not_attributable"] == 0


def test_a_municipalitys_person_comes_into_its_own_servers_alone(
    guests: Guests, keys: dict[str, Path]
) -> None:
    assert _login(guests, keys[KODAMA], "id -un").stdout.split() == [KODAMA]
    refused = _login(guests, keys[GOTO], "id -un")
    assert refused.returncode == 11
    assert f"{GOTO} may not reach {APP} to operate" in refused.stderr
    made = certificate(GOTO, [f"aya:operate:{GOTO}"], datetime.now(JAPAN), ())
    assert not _opens(guests, keys, GOTO, made.principals[0], datetime.now(JAPAN))


def test_a_vendor_comes_in_once_the_municipalitys_person_agrees(
    guests: Guests, keys: dict[str, Path]
) -> None:
    assert _login(guests, keys[KIMURA], "id -un").returncode == 11
    ask = ("access", "request", APP, "--key", str(keys[KIMURA]), "--reason", "runbook drift")
    assert guests.kumiai(*ask).returncode == 0
    for name, code in ((KIMURA, 11), (SATO, 11), (KODAMA, 0)):
        done = guests.kumiai("access", "approve", "1", "--key", str(keys[name]))
        assert done.returncode == code, done.stdout + done.stderr
    assert _login(guests, keys[KIMURA], "id -un").stdout.split() == [KIMURA]
    assert _login(guests, keys[KIMURA], "id -un", server=DB).returncode == 11


def _opens(
    guests: Guests, keys: dict[str, Path], person: str, principal: str, at: datetime
) -> bool:
    """Whether a certificate that was made at a moment opens the person's account on APP now."""
    return _lets_in(guests, keys[person], _made(guests, keys, person, principal, at), APP)


def _made(
    guests: Guests,
    keys: dict[str, Path],
    person: str,
    principal: str,
    at: datetime | None = None,
) -> Path:
    """A certificate of the person's, signed whether the person is locked or not."""
    at = at or datetime.now(JAPAN)
    one = certificate(person, [principal], at, ())
    issue(guests.home, one, public_half(keys[person]), at, "it is tried")
    return certificate_file(guests.home, principal)


def _lets_in(guests: Guests, key: Path, made: Path, server: str) -> bool:
    ssh = [
        *("ssh", "-F", str(guests.home.ssh_config), "-o", "BatchMode=yes", "-l", key.name),
        *("-o", f"UserKnownHostsFile={guests.home.known_hosts}", "-o", "IdentitiesOnly=yes"),
        *("-i", str(key), "-o", f"CertificateFile={made}", server, "true"),
    ]
    return subprocess.run(ssh, capture_output=True, timeout=60, check=False).returncode == 0


@pytest.mark.parametrize(
    ("hours", "opens"),
    [
        pytest.param(0, True, id="the clock is right"),
        pytest.param(-1, True, id="the clock of whoever signs is an hour slow"),
        pytest.param(1, False, id="the clock of whoever signs is an hour fast"),
        pytest.param(-9, False, id="it has expired"),
    ],
)
def test_a_certificate_holds_from_its_making_for_a_shift(
    guests: Guests, keys: dict[str, Path], hours: int, opens: bool
) -> None:
    at = datetime.now(JAPAN) + timedelta(hours=hours)
    assert _opens(guests, keys, SATO, f"kadogawa:operate:{SATO}", at) is opens


def test_whoever_is_locked_is_out_with_all_sessions_and_a_server_that_was_down_hears_later(
    guests: Guests, keys: dict[str, Path]
) -> None:
    stop_hosts(guests.home, {DB})
    open_ = subprocess.Popen(
        guests.command("access", "login", APP, "--key", str(keys[SATO]), *WHY, "--", "sleep 600"),
        env=guests.environment,
        stdin=subprocess.DEVNULL,
    )
    until(lambda: SATO in guests.on(APP, "ps", "-eo", "user:32"), "the session is open")
    locked = guests.kumiai("access", "lock", SATO, *EXECUTE)
    assert locked.returncode == 13, locked.stdout + locked.stderr
    assert open_.wait(timeout=LIMIT_SECONDS) != 0
    assert SATO not in guests.on(APP, "ps", "-eo", "user:32")
    refused = _login(guests, keys[SATO], "true")
    assert (refused.returncode, "is locked since" in refused.stderr) == (11, True)
    assert not _opens(guests, keys, SATO, f"kadogawa:operate:{SATO}", datetime.now(JAPAN))
    pending = json.loads(guests.kumiai("access", "list", "--json").stdout)["pending"]
    assert DB in pending
    assert APP not in pending
    started = guests.kumiai("lab", "hosts", "kadogawa")
    assert started.returncode == 0, started.stderr
    assert running_hosts(guests.home) >= {DB}
    guests.kumiai("access", "hand-over", *EXECUTE)
    assert DB not in json.loads(guests.kumiai("access", "list", "--json").stdout)["pending"]
    guests.kumiai("access", "unlock", SATO, *EXECUTE)
    assert _login(guests, keys[SATO], "true").returncode == 0


def test_a_whole_site_that_was_down_hears_of_the_lock_once_it_is_back(
    guests: Guests, keys: dict[str, Path]
) -> None:
    """By the unit's own command, which finds nobody while the site is down and begins no act."""
    _configure(guests, "aya")
    certificate_of_before = _made(guests, keys, SATO, f"kadogawa:operate:{SATO}")
    assert all(_lets_in(guests, keys[SATO], certificate_of_before, one) for one in (APP, DB))
    site = running_hosts(guests.home)
    stop_hosts(guests.home, site)
    assert guests.kumiai("access", "lock", SATO, *EXECUTE).returncode == 13
    begun = len(entries(guests.home.journal))
    silent = guests.kumiai(*_by_the_unit())
    assert (silent.returncode, len(entries(guests.home.journal))) == (13, begun)
    everybody = ", ".join(("aya-core-app-1", "aya-core-db-1", APP, DB))
    assert f"not told yet who is locked, and silent: {everybody}; they are told" in silent.stderr
    started = guests.kumiai("lab", "hosts", *sorted({one.partition("-")[0] for one in site}))
    assert started.returncode == 0, started.stderr
    back = guests.kumiai(*_by_the_unit())
    assert back.returncode == 0, back.stdout + back.stderr
    assert not any(_lets_in(guests, keys[SATO], certificate_of_before, one) for one in (APP, DB))
    assert guests.kumiai(*_by_the_unit()).stdout == "every server knows who is locked\n"
    guests.kumiai("access", "unlock", SATO, *EXECUTE)
    assert _lets_in(guests, keys[SATO], certificate_of_before, DB)


def _by_the_unit() -> list[str]:
    """The words of the command that the unit begins each minute."""
    text = units(Path("kumiai"), Path("/"), "root")[TIMER.replace(".timer", ".service")]
    [act] = [line for line in text.splitlines() if line.startswith("ExecStart=")]
    return shlex.split(act)[1:]


def test_the_key_that_signs_is_rotated(guests: Guests, keys: dict[str, Path]) -> None:
    """Servers do not know it until they are configured; from then on it alone is enough."""
    assert guests.kumiai("access", "authority", "new", "ca-2027").returncode == 0
    assert _login(guests, keys[KODAMA], "true").returncode == 255
    file = guests.home.definitions / TRUSTED
    kept = [line for line in file.read_text().splitlines() if not line.endswith(" ca-2026")]
    file.write_text("\n".join(kept) + "\n", encoding="utf-8")
    _configure(guests)
    assert _login(guests, keys[KODAMA], "true").returncode == 0


def test_records_that_were_changed_are_told_with_every_answer(guests: Guests) -> None:
    (file,) = (guests.home.access / "records" / "primary").glob("*.jsonl")
    lines = list(lines_of(guests.home, "primary"))
    file.write_bytes(b"".join([lines[0], *lines[2:]]))
    today = f"{datetime.now(JAPAN):%Y-%m-%d}"
    said = guests.kumiai("access", "who", "--subject", APP, "--on", today)
    assert said.returncode == 12
    assert "from line 2 on" in said.stdout
