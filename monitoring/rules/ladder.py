"""The ladders of the parties as rules: whoever is next is called when nobody took an alert. Pure.

The exporter says for how long nobody has (`kumiai_alert_unacknowledged_seconds`), from the end of
the last promise. Only what cannot wait climbs: a warning waits for duty hours by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from monitoring.exporter.series import UNACKNOWLEDGED_SECONDS
from monitoring.responsibility.matrix import Matrix
from monitoring.responsibility.party import Party, Rung, means_of
from monitoring.routing.labels import (
    LAYER,
    OWNER,
    PARTIAL,
    RUNG,
    SEVERITY,
    TOLD,
    UNANSWERED,
    Severity,
)

SECONDS_OF_A_MINUTE = 60
FIRST = "first"
"""The party that was called first, as a label: two parties may have the same one next."""
_KEPT = ", ".join(name for name in UNACKNOWLEDGED_SECONDS.labels if name != "fingerprint")
"""Several of one kind at one place are one call; where it was read is nobody's concern."""
TRIED = '{{ if eq $labels.of "drill" }}[訓練] {{ end }}'
WHERE = (
    "{{ $labels.site }}{{ with $labels.host }} {{ . }}{{ end }}"
    "{{ with $labels.member }} {{ . }}{{ end }}{{ with $labels.system }} {{ . }}{{ end }}"
)


class Hurry(Protocol):
    def shortened(self, seconds: float) -> float: ...


def rungs(matrix: Matrix, pace: Hurry) -> Iterator[Mapping[str, object]]:
    """A rule for each rung of each party's ladder: who is called after how long."""
    for name, party in matrix.parties.value.parties.items():
        for number, rung in enumerate(party.ladder, start=2):
            yield _rule(matrix, name, party, number, rung, pace)


def _rule(
    matrix: Matrix, name: str, party: Party, number: int, rung: Rung, pace: Hurry
) -> Mapping[str, object]:
    owner = f"[^.]+[.]{name}" if party.each_member else name
    seconds = pace.shortened(rung.after_minutes * SECONDS_OF_A_MINUTE)
    chosen = f'{{{SEVERITY}="{Severity.CRITICAL}", {OWNER}=~"{owner}"}}'
    following = matrix.party(rung.party)
    return {
        "alert": UNANSWERED,
        "expr": f"max by ({_KEPT}) ({UNACKNOWLEDGED_SECONDS.name}{chosen}) >= {seconds:g}",
        "labels": {
            OWNER: f"{{{{ $labels.member }}}}.{rung.party}"
            if following.each_member
            else rung.party,
            # Whoever did not answer hears that the next one was called.
            TOLD: f"{{{{ $labels.{OWNER} }}}}",
            RUNG: str(number),
            FIRST: name,
            PARTIAL: "yes",
        },
        "annotations": {
            "summary_ja": (
                f"{TRIED}{WHERE} の {{{{ $labels.of }}}} を{rung.after_minutes}分間、"
                f"誰も引き受けていません。初めに {party.name.ja} を呼びました。"
            ),
            "summary_en": (
                f"{TRIED}Nobody has taken {{{{ $labels.of }}}} of {WHERE} for {rung.after_minutes} "
                f"minutes; {party.name.en} was called first."
            ),
            "runbook": f"kumiai runbook show {UNANSWERED}",
            "means": _means(matrix, name),
            "row": str(matrix.parties.document.position(("parties", name, "ladder", number - 2))),
        },
    }


def _means(matrix: Matrix, name: str) -> str:
    """How the silent one is reached; of one of each municipality, the command that says it."""
    contacts = matrix.party(name).contacts
    if contacts:
        return ", ".join(address for one in contacts for _, address in means_of(one))
    return (
        f"kumiai alert who {LAYER}={{{{ $labels.layer }}}} site={{{{ $labels.site }}}} "
        "member={{ $labels.member }} system={{ $labels.system }}"
    )
