"""`kumiai schema write`: JSON schemas of the YAML files, which editors read. Adapter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer
from pydantic import BaseModel

from cli.tree import Commands
from core.files import write_whole
from core.home import REPOSITORY
from core.message import say

schema = Commands("Schemas for editors.")


def add_to(app: typer.Typer) -> None:
    app.add_typer(schema, name="schema")


@schema.command()
def write(context: typer.Context) -> None:
    """Write tenants/schema/ and licensing/schema/ anew from the models.

    $ kumiai schema write
    """
    for file, text in schemas().items():
        write_whole(file, text)
        context.obj.say(say("{file} is written", file=file.relative_to(REPOSITORY)))


def schemas() -> dict[Path, str]:
    """Every schema file with its text, as the models have it now."""
    from licensing.papers.entitlement import Entitlement
    from licensing.papers.rule import Rule
    from tenants.catalogue_model import Catalogue
    from tenants.consortium_model import Consortium, Placement
    from tenants.member import Member
    from tenants.site import Site

    models: dict[str, type[BaseModel]] = {
        "tenants/schema/member": Member,
        "tenants/schema/catalogue": Catalogue,
        "tenants/schema/consortium": Consortium,
        "tenants/schema/placement": Placement,
        "tenants/schema/site": Site,
        "licensing/schema/rule": Rule,
        "licensing/schema/entitlement": Entitlement,
    }
    return {
        REPOSITORY / f"{name}.schema.json": json.dumps(
            _empty_entries_allowed(model.model_json_schema()), ensure_ascii=False, indent=2
        )
        + "\n"
        for name, model in models.items()
    }


def _empty_entries_allowed(schema: dict[str, Any]) -> dict[str, Any]:
    """A service may stand with nothing behind its colon, which the reader takes for defaults."""
    services = schema["properties"].get("services", {}).get("patternProperties", {})
    for pattern, use in services.items():
        if str(use.get("$ref", "")).endswith("/ServiceUse"):
            services[pattern] = {"anyOf": [use, {"type": "null"}]}
    return schema
