"""What the register is told of where it runs: the file that the role writes. Adapter: reads it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Database:
    host: str
    port: int
    name: str
    user: str
    password: str

    @property
    def conninfo(self) -> str:
        """libpq's, each value quoted as it wants them."""
        parts = {
            "host": self.host,
            "port": str(self.port),
            "dbname": self.name,
            "user": self.user,
            "password": self.password,
        }
        return " ".join(f"{key}='{_quoted(value)}'" for key, value in parts.items())


@dataclass(frozen=True, slots=True)
class Settings:
    """`municipality` is its name as certificates write it."""

    municipality: str
    address: str
    port: int
    certificate: Path
    key: Path
    database: Database


def settings_in(file: Path) -> Settings:
    said = json.loads(file.read_text(encoding="utf-8"))
    kept = said["database"]
    return Settings(
        said["municipality"],
        said["address"],
        int(said["port"]),
        Path(said["certificate"]),
        Path(said["key"]),
        Database(
            kept["host"], int(kept["port"]), kept["name"], kept["user"], str(kept["password"])
        ),
    )


def _quoted(value: str) -> str:
    return value.replace("\\", r"\\").replace("'", r"\'")
