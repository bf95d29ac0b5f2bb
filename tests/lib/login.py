"""A user of one site's OpenStack, by plain HTTP: what a municipality's own programs could do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from keystoneauth1.session import Session
from requests import Response

from cloud.credentials import credential_file, read_credential
from cloud.keystone import session_of
from cloud.logins import CloudEntry, clouds_of, entry_of
from core.home import Home
from core.message import Message
from infra import kinds


@dataclass(frozen=True)
class Tried:
    """A kind of object: who keeps it, where all of them are listed, where one is found."""

    word: Message
    service: str
    listing: str
    rows: str
    item: str
    """With `{id}`."""


def _of_neutron(word: Message, rows: str) -> Tried:
    path = f"/v2.0/{rows.replace('_', '-')}"
    return Tried(word, "network", path, rows, path + "/{id}")


TRIED: dict[str, Tried] = {
    "networks": _of_neutron(kinds.NETWORK.word, "networks"),
    "subnets": _of_neutron(kinds.SUBNET.word, "subnets"),
    "routers": _of_neutron(kinds.ROUTER.word, "routers"),
    "ports": _of_neutron(kinds.PORT.word, "ports"),
    "groups": _of_neutron(kinds.GROUP.word, "security_groups"),
    "rules": _of_neutron(kinds.RULE.word, "security_group_rules"),
    "servers": Tried(kinds.SERVER.word, "compute", "/servers/detail", "servers", "/servers/{id}"),
    "server groups": Tried(
        kinds.SERVER_GROUP.word,
        *("compute", "/os-server-groups", "server_groups", "/os-server-groups/{id}"),
    ),
    "volumes": Tried(
        kinds.VOLUME.word, "block-storage", "/volumes/detail", "volumes", "/volumes/{id}"
    ),
    "snapshots": Tried(
        kinds.SNAPSHOT, "block-storage", "/snapshots/detail", "snapshots", "/snapshots/{id}"
    ),
    "images": Tried(kinds.IMAGE.word, "image", "/v2/images", "images", "/v2/images/{id}"),
}


@dataclass(frozen=True)
class Login:
    """Refusals are answers here, not exceptions."""

    session: Session
    project: str

    @classmethod
    def of_member(cls, home: Home, member: str, site: str) -> Login:
        """The municipality's own user, with the password that kumiai keeps for it."""
        credential = read_credential(credential_file(home, f"{member}.{site}"))
        if credential is None:
            raise ValueError(f"{member} has no login at {site}")
        return cls.of_entry(entry_of(credential, credential.project_name))

    @classmethod
    def of_administrator(cls, home: Home, site: str) -> Login:
        return cls.of_entry(clouds_of(home)[site])

    @classmethod
    def of_entry(cls, entry: CloudEntry) -> Login:
        session = session_of(entry)
        return cls(session, str(session.get_project_id()))

    def ask(self, service: str, method: str, path: str, json: Any = None) -> Response:
        return self.session.request(
            path,
            method,
            json=json,
            endpoint_filter={"service_type": service},
            raise_exc=False,
        )

    def rows(self, kind: str, question: str = "") -> list[dict[str, Any]]:
        """Everything of a kind that this user is shown."""
        found = TRIED[kind]
        answer = self.ask(found.service, "GET", found.listing + question)
        answer.raise_for_status()
        rows: list[dict[str, Any]] = answer.json()[found.rows]
        return rows

    def own_ids(self, kind: str) -> set[str]:
        """Those in the user's own project: a few kinds also show what the site has for all."""
        return {
            str(row["id"])
            for row in self.rows(kind)
            if row.get("project_id", row.get("tenant_id", row.get("owner", self.project)))
            == self.project
        }
