"""When passwords are not made anew at all: no half of it is left behind."""

from __future__ import annotations

from pathlib import Path

from cloud.credentials import Credential, provisioner_file, write_credential
from core.errors import Exit
from runbooks.actions import passwords
from tests.lib.acts import Acts, objections, sentences

LOGIN = Credential(
    "http://127.0.11.1:5000/v3", "kumiai", "old", "admin", "Default", "Default", "primary", "id"
)


def test_where_the_site_is_silent_no_password_is_made_that_it_would_not_know(
    tmp_path: Path,
) -> None:
    acts = Acts.at(tmp_path)
    write_credential(provisioner_file(acts.home, "primary"), LOGIN)
    acts.home.clouds_file.write_text("clouds: {}\n", "utf-8")
    acts.silent.add("primary")
    plan = passwords.renew(acts.given, "primary")
    assert objections(plan) == [
        "site primary does not answer at 127.0.11.1:5000: the connection is refused; "
        "start it, or mend the way to it, then run this again"
    ]
    assert plan.objections[0].exit_code is Exit.OTHER_SYSTEM_FAILED


def test_where_there_is_no_login_that_is_said(tmp_path: Path) -> None:
    acts = Acts.at(tmp_path)
    plan = passwords.renew(acts.given, "primary")
    assert plan.actions == ()
    assert sentences(plan.notes) == [
        f"nothing to do: {tmp_path}/credentials holds no login that kumiai made at primary; they "
        "stand on the machine by which the site was built"
    ]
