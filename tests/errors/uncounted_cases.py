"""The cases of the gallery about rules by which nothing, or something for ever, would not count."""

from __future__ import annotations

from tests.errors.cases import Case, edit
from tests.errors.measure_cases import CPU

UNCOUNTED_CASES = (
    Case(
        "steps that all weigh nothing",
        edit(
            CPU,
            "counts: sockets\n",
            "counts: sockets\nsteps: [{up_to: 4, weight: 0}, {weight: 0}]\n",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: steps: all weigh 0, so nothing counts; write what they weigh",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: steps: すべての重みが 0 なので、何も数えません。重みを書いてください。",
        ),
    ),
    Case(
        "a cap on hosts that nobody knows, in a rule without a cap",
        edit(
            CPU,
            "counts: sockets\n",
            "counts: sockets\nunknown: {sockets: 4, cores_per_socket: 32, capped: true}\n",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:45: unknown.capped: has no effect in a rule that counts sockets with peak current; leave it out, or say otherwise what is counted",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:45: unknown.capped: sockets を数え、peak が current の規則では効き目がありません。消すか、数え方を直してください。",
        ),
    ),
    Case(
        "more free days than a year has",
        edit(CPU, "counts: sockets\n", "counts: sockets\nfree_days_per_year: 366\n"),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: free_days_per_year: no year has more than 366 days, so replicas would never count; write free_passive_servers where the contract says so",
        ),
        (
            "licensing/rules/vmware-cpu-32.yaml:6:1: free_days_per_year: 366 日あると、待機系はずっと数えられません。契約で無償なら free_passive_servers を書いてください。",
        ),
    ),
)
