"""What Pulumi writes of a stack, and nothing that only looks like it. Pure.

Whatever lacks a part that Pulumi always writes is refused: were it taken for a stack that is still
empty, all of it would be built a second time.

Source: Pulumi v3.259.0, sdk/go/common/apitype/core.go (`CheckpointV3`, `DeploymentV3`). A part that
may be missing is left out there; none is ever null.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from infra.engine.resources import Json


class _Part(BaseModel):
    model_config = ConfigDict(strict=True)


class _Resource(_Part):
    urn: Annotated[str, Field(pattern=r"^urn:pulumi:[^:]+::[^:]+::.+::.")]
    type: Annotated[str, Field(min_length=1)]
    id: str = ""
    custom: bool = True
    protect: bool = False
    inputs: dict[str, Any] = {}
    outputs: dict[str, Any] = {}


class _Operation(_Part):
    resource: _Resource
    type: Annotated[str, Field(min_length=1)]


class _Seal(_Part):
    salt: str = ""


class _Secrets(_Part):
    type: str
    state: _Seal = _Seal()


class _Deployment(_Part):
    manifest: dict[str, Any]
    secrets_providers: _Secrets = _Secrets(type="")
    resources: list[_Resource] = []
    pending_operations: list[_Operation] = []


class _Checkpoint(_Part):
    stack: Annotated[str, Field(min_length=1)]
    latest: _Deployment = _Deployment(manifest={})
    """Left out until something was done with the stack."""


class _Saved(_Part):
    """A file of the file backend."""

    version: Annotated[int, Field(ge=1)]
    checkpoint: _Checkpoint


class _Exported(_Part):
    """What `pulumi stack export` says; null of a stack with which nothing was done yet."""

    version: Annotated[int, Field(ge=1)]
    deployment: _Deployment | None


def saved(data: Any) -> Json:
    """The deployment in a checkpoint file. Raises: ValueError where the file is not whole."""
    _Saved.model_validate(data)
    return _mapping(data["checkpoint"].get("latest"))


def exported(data: Any) -> Json:
    """The deployment in an export. Raises: ValueError where the export is not whole."""
    _Exported.model_validate(data)
    return _mapping(data["deployment"])


def _mapping(deployment: Json | None) -> Json:
    return {} if deployment is None else deployment
