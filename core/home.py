"""Where this checkout keeps what is not in git: tools, state, credentials, logs.

Adapter: follows links where a path is one; nothing is read or created here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Home:
    """Paths below `var/` of the checkout, or below `KUMIAI_HOME` where that is set.

    `definitions` is the folder with `tenants/` and `infra/sites/` that are read; a test or a
    rehearsal points it at a copy (`KUMIAI_DEFINITIONS`). Programs that were built or installed
    belong to the checkout, so that a rehearsal with a home of its own need not build them again;
    `KUMIAI_PROGRAMS` puts them elsewhere.
    """

    root: Path
    definitions: Path = REPOSITORY
    programs: Path = REPOSITORY / "var"

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Home:
        root = Path(environment.get("KUMIAI_HOME") or REPOSITORY / "var")
        definitions = Path(environment.get("KUMIAI_DEFINITIONS") or REPOSITORY)
        programs = Path(environment.get("KUMIAI_PROGRAMS") or REPOSITORY / "var")
        return cls(root.resolve(), definitions.resolve(), programs.resolve())

    @property
    def tools(self) -> Path:
        """Programs that were built or unpacked: `bin/pulumi` and its language host."""
        return self.programs / "tools"

    @property
    def uv(self) -> Path:
        """Where infra/toolchain/setup.sh puts uv if PATH has none."""
        return self.tools / "uv" / "bin" / "uv"

    @property
    def pulumi_home(self) -> Path:
        return self.programs / "pulumi-home"

    @property
    def state(self) -> Path:
        """The file backend of Pulumi."""
        return self.root / "state"

    @property
    def passphrase_file(self) -> Path:
        return self.root / "passphrase"

    @property
    def clouds_file(self) -> Path:
        """clouds.yaml with the site entries and one entry per member and site; mode 0600."""
        return self.root / "clouds.yaml"

    @property
    def brokers_file(self) -> Path:
        """Each site's message broker, as the licence collector logs in to it; mode 0600."""
        return self.root / "brokers.yaml"

    @property
    def alertmanagers_file(self) -> Path:
        """Where each site's Alertmanager answers, unless that is this machine."""
        return self.root / "alertmanagers.yaml"

    @property
    def credentials(self) -> Path:
        """Passwords and keys that kumiai made, one file each; folder 0700, files 0600."""
        return self.root / "credentials"

    @property
    def ssh_config(self) -> Path:
        """How OpenSSH reaches servers: addresses, first users, bastions."""
        return self.root / "ssh" / "config"

    @property
    def known_hosts(self) -> Path:
        """The servers' host keys, which are known before anybody logs in."""
        return self.root / "ssh" / "known_hosts"

    @property
    def access(self) -> Path:
        """Certificates, requests and locks of the persons who log in to servers."""
        return self.root / "access"

    @property
    def authority(self) -> Path:
        """The keys that sign persons' certificates, apart from all others; folder 0700."""
        return self.root / "access-ca"

    @property
    def images(self) -> Path:
        """Guest images, one file each, that site stacks upload."""
        return self.root / "images"

    @property
    def locks(self) -> Path:
        return self.root / "locks"

    @property
    def clouds_lock(self) -> Path:
        """Held by whoever changes clouds.yaml, which stacks do at the same time."""
        return self.locks / "clouds"

    @property
    def credentials_lock(self) -> Path:
        """Held by whoever makes a key that both sites of a member share."""
        return self.locks / "credentials"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    @property
    def runs(self) -> Path:
        """Runs of procedures, a folder each."""
        return self.root / "runs"

    @property
    def journal(self) -> Path:
        return self.root / "journal.jsonl"

    @property
    def acknowledgements(self) -> Path:
        """Who took which alert, until when; sealed as the journal is."""
        return self.root / "acknowledgements.jsonl"

    @property
    def drills(self) -> Path:
        """Alerts that tried the way to somebody, and what came of them; sealed likewise."""
        return self.root / "drills.jsonl"

    @property
    def ledger(self) -> Path:
        """The licence ledger, where no other database is named (`KUMIAI_LEDGER_URL`)."""
        return self.root / "ledger.sqlite"

    @property
    def lab(self) -> Path:
        return self.root / "lab"

    @property
    def lab_environment(self) -> Path:
        """OpenStack's own Python environment."""
        return self.programs / "lab-venv"
