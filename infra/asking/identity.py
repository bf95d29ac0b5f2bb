"""Keystone: projects and users. Adapter: openstacksdk."""

from __future__ import annotations

from infra import kinds
from infra.asking.row import Asked, Row, named
from infra.remains.things import Thing


def _user(row: Row) -> Thing:
    return Thing(kinds.USER.word, row.id, row.name, row.default_project_id or "")


ROWS = (
    # As a thing it is told by whoever asks for the others: they need it for the names.
    Asked(kinds.PROJECT, find=named(lambda cloud: cloud.identity.projects())),
    Asked(
        kinds.USER,
        lambda cloud: cloud.identity.users(),
        _user,
        find=named(lambda cloud: cloud.identity.users()),
    ),
)
