"""The base of every model that is read from a file, and the field types they share. Pure."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Slug = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9-]{1,30}$",
        description="2 to 31 lower-case letters, digits and hyphens, a letter first",
    ),
]
Identifier = Annotated[
    str,
    Field(
        pattern=r"^[a-z][a-z0-9_]{1,47}$",
        description="2 to 48 lower-case letters, digits and underscores, a letter first",
    ),
]


class Strict(BaseModel):
    """Unknown fields are errors; values never change once read."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Name(Strict):
    """What something is called in both languages."""

    ja: str = Field(min_length=1)
    en: str = Field(min_length=1)

    def in_language(self, language: str) -> str:
        return self.ja if language == "ja" else self.en
