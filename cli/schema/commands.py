"""`kumiai schema write`: JSON schemas of the YAML files, which editors read. Adapter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel

from cli.edited_files import edited_files
from cli.tree import Commands
from core.files import write_whole
from core.home import REPOSITORY
from core.message import say

schema = Commands("Schemas for editors.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(schema, name="schema")


@schema.command()
def write(context: typer.Context) -> None:
    """Write the schemas of tenants/, licensing/, monitoring/ and runbooks/ anew from the models.

    $ kumiai schema write
    """
    for file, text in schemas().items():
        write_whole(file, text)
        context.obj.say(say("{file} is written", file=file.relative_to(REPOSITORY)))


def schemas() -> dict[Path, str]:
    """Every schema file with its text, as the models have it now."""
    return {
        REPOSITORY / _schema_of(path, model): json.dumps(
            _empty_entries_allowed(model.model_json_schema()), ensure_ascii=False, indent=2
        )
        + "\n"
        for path, model in edited_files().items()
    }


def _schema_of(path: str, model: type[BaseModel]) -> str:
    """Licences, the matrix and procedures keep theirs with them; others stand with the members'."""
    package = path.partition("/")[0]
    owner = package if package in ("licensing", "monitoring", "runbooks") else "tenants"
    return f"{owner}/schema/{model.__name__.lower()}.schema.json"


def _empty_entries_allowed(schema: dict[str, Any]) -> dict[str, Any]:
    """A service may stand with nothing behind its colon, which the reader takes for defaults."""
    services = schema["properties"].get("services", {}).get("patternProperties", {})
    for pattern, use in services.items():
        if str(use.get("$ref", "")).endswith("/ServiceUse"):
            services[pattern] = {"anyOf": [use, {"type": "null"}]}
    return schema
