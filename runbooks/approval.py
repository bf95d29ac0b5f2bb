"""An approval: a signature of another natural person under exactly this run and step. Pure.

Nobody needs kumiai to give one: the request is a text file, signed with OpenSSH's own

    ssh-keygen -Y sign -f KEY -n kumiai-approval REQUEST

and it holds for no other run, step or values, nor for a procedure that was changed. One key is one
person, whatever names it has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.canonical import canonical
from core.errors import Exit, UserError
from core.message import say
from core.signing import Signer, signed_by
from runbooks.procedure import Procedure
from runbooks.progress import Progress

NAMESPACE = "kumiai-approval"


def need_key(name: str, procedure: Procedure, signer: Mapping[str, str]) -> None:
    """Whoever holds a run that is approved must be known by key, or they could approve it.

    Raises: UserError (exit 11) where they are not.
    """
    if procedure.needs_approval and not signer:
        raise UserError(
            say(
                "{name} needs somebody else's approval, so it must be known by key who runs it; "
                "make one with `kumiai signer new NAME`",
                name=name,
            ),
            Exit.RULE_BROKEN,
        )


def need_no_approver(progress: Progress, who: str, signer: Mapping[str, str]) -> None:
    """Whoever let a run go on is not the one who goes on with it, then or later.

    Raises: UserError (exit 11).
    """
    if progress.approvers & {who, *signer.values()}:
        raise UserError(
            say(
                "{name} approved this run, so it is for somebody else to hold",
                name=signer.get("signer", who),
            ),
            Exit.RULE_BROKEN,
        )


def request(run: str, step: str, progress: Progress) -> bytes:
    """What is signed: the same for everybody."""
    return canonical(
        {
            "approves": step,
            "run": run,
            "procedure": progress.procedure,
            "procedure_sha256": progress.sha256,
            "values": {str(kind): value for kind, value in progress.values.items()},
        }
    ).encode()


def approver(
    run: str, step: str, progress: Progress, signature: str, signers: Iterable[Signer]
) -> Signer:
    """Who approves.

    Raises: UserError (exit 11) where it is nobody whose signature is believed, or somebody who
    holds the run or ever held it.
    """
    signer = signed_by(signature, request(run, step, progress), NAMESPACE, signers)
    if signer is None:
        raise UserError(
            say(
                "this is no approval of {step} of {run}: it was signed by nobody in "
                "tenants/allowed_signers, or for something else",
                step=step,
                run=run,
            ),
            Exit.RULE_BROKEN,
        )
    if progress.holders & {signer.name, signer.public_key.hex()}:
        raise UserError(
            say(
                "{name} runs this, or did; the approval of {step} is for somebody else to give",
                name=signer.name,
                step=step,
            ),
            Exit.RULE_BROKEN,
        )
    return signer
