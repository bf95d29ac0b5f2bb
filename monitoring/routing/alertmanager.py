"""A running Alertmanager: its file checked, put in place, read anew, proven to be ours. Adapter.

Facts, measured with 0.25: a bad file makes the reload fail and the old one stay; what runs is
known by the hash of its file, the first six bytes of MD5 as a number.
"""

from __future__ import annotations

import hashlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterable
from http.client import HTTPException
from pathlib import Path

from cloud.refusals import cause_of
from core.errors import OtherSystemFailed
from core.files import write_whole
from core.message import say
from monitoring.programs import check

ANSWER_SECONDS = 30

_FAILED = re.compile(
    r'^alertmanager_notifications_failed_total\{integration="(\w+)".*\} (\S+)$', re.MULTILINE
)
_HASH = re.compile(r"^alertmanager_config_hash (\S+)$", re.MULTILINE)


def install(text: str, file: Path, url: str = "") -> None:
    """Put a configuration in place, once amtool has found nothing wrong; with `url`, have it read.

    Raises: OtherSystemFailed where amtool or Alertmanager refuses it, and the old one stays.
    """
    check_config(text)
    write_whole(file, text)
    if url:
        reload(url)
        prove(text, url)


def check_config(text: str) -> None:
    """Raises: OtherSystemFailed with amtool's words where it refuses the configuration."""
    file = "alertmanager.yml"
    check(("amtool", "check-config", file), {file: text}, say("the alert routes"))


def reload(url: str) -> None:
    """Raises: OtherSystemFailed where Alertmanager refuses its file."""
    _ask(f"{url}/-/reload", method="POST")


def prove(text: str, url: str) -> None:
    """Raises: OtherSystemFailed where what runs is another file than this."""
    found = _HASH.search(_ask(f"{url}/metrics"))
    if found is None or float(found[1]) != config_hash(text):
        raise OtherSystemFailed(
            say(
                "Alertmanager at {url} runs with another file than the one that was written; "
                "look at its --config.file",
                url=url,
            )
        )


def config_hash(text: str) -> float:
    """What `alertmanager_config_hash` is while this text runs."""
    digest = hashlib.md5(text.encode(), usedforsecurity=False).digest()
    return float(int.from_bytes(digest[:6], "little"))


def failed_deliveries(url: str) -> dict[str, float]:
    """How many notifications it could not deliver since it began, by the kind of target."""
    said = _ask(f"{url}/metrics")
    found: dict[str, float] = {}
    for integration, count in _FAILED.findall(said):
        found[integration] = found.get(integration, 0) + float(count)
    return found


def post_alerts(url: str, alerts: list[dict[str, object]]) -> None:
    body = json.dumps(alerts).encode()
    _ask(f"{url}/api/v2/alerts", body, method="POST")


def firing(url: str) -> list[dict[str, object]]:
    """Every alert that Alertmanager holds, with its receivers and what keeps it silent."""
    where = f"{url}/api/v2/alerts"
    try:
        found: list[dict[str, object]] = json.loads(_ask(where))
    except ValueError as error:
        raise _refused(where, str(error)) from None
    return found


def firing_at(urls: Iterable[str]) -> tuple[list[dict[str, object]], list[OtherSystemFailed]]:
    """What all of them hold, and of each that does not say it, why: a site may be lost.

    Raises: OtherSystemFailed where none of them says.
    """
    rows: list[dict[str, object]] = []
    silent: list[OtherSystemFailed] = []
    heard = False
    for url in urls:
        try:
            rows += firing(url)
            heard = True
        except OtherSystemFailed as refusal:
            silent.append(refusal)
    if not heard:
        raise silent[0]
    return rows, silent


def _ask(url: str, body: bytes | None = None, method: str = "GET") -> str:
    """Raises: OtherSystemFailed where it does not answer, or the address is none."""
    try:
        asked = urllib.request.Request(
            url, body, {"Content-Type": "application/json"} if body else {}, method=method
        )
        with urllib.request.urlopen(asked, timeout=ANSWER_SECONDS) as answer:
            said: str = answer.read().decode()
            return said
    except urllib.error.HTTPError as error:
        reason = error.read().decode(errors="replace").strip()
    except (OSError, HTTPException, ValueError) as error:
        why = getattr(error, "reason", error)
        if isinstance(why, OSError):
            raise OtherSystemFailed(
                say(
                    "Alertmanager at {url} does not answer: {why}; start it, or mend the way to it",
                    url=url,
                    why=cause_of(str(why)),
                )
            ) from None
        reason = str(why)
    raise _refused(url, reason)


def _refused(url: str, reason: str) -> OtherSystemFailed:
    return OtherSystemFailed(say("Alertmanager at {url} refuses: {reason}", url=url, reason=reason))
