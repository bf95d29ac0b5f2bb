"""The users and projects by which kumiai itself works at a site. Pure."""

from __future__ import annotations

PROVISIONER = "kumiai-provisioner"
"""The user that builds what members have, with the role `member` in each member's project."""

BACKUP_READER = "kumiai-backup-reader"
"""The user by which the other site reads copies: the role `reader` in members' projects alone."""

READER_ROLE = "reader"
"""Its role, which looks and changes nothing."""

WATCHER = "kumiai-watcher"
"""The user by which the exporter looks at a site, its role and the empty project to which it logs
in: the role may what `monitoring/policies` give it, and nothing else."""

VAULT_WRITER = "kumiai-vault-writer"
"""The user that adds copies to the vault: its role is `reader`, its containers let it write."""

VAULT = "kumiai-vault"
"""The project that holds other sites' copies; nobody who works every day has a role in it."""

WITNESS = "kumiai-witness"
"""The container of the vault that keeps the heads of journals; no municipality is called so."""

PROOF = "kumiai-proof"
"""The project in which copies are restored for trial; whatever is in it may go at any time."""


def trial_project(member: str) -> str:
    """The project in which a member is brought up for trial, and which goes with it."""
    return f"kumiai-trial-{member}"
