from __future__ import annotations

from blueprint.member import blueprint_of
from infra.program.components.member_project import MemberProject, MemberProjectArgs
from tests.lib.definitions import shipped
from tests.lib.recorder import Recorder, plan


def planned_project() -> Recorder:
    """Usuki's, as its blueprint asks for it."""
    args = MemberProjectArgs(
        project="usuki",
        description="Usuki City (442062)",
        service_user="usuki",
        provisioner_id="provisioner-1",
        member_role_id="role-member",
        quota=blueprint_of(shipped(), "usuki", "primary").quota,
    )
    return plan(lambda: MemberProject("usuki", args))


def test_the_members_own_user_and_the_provisioner_get_the_role_member_and_no_password() -> None:
    planned = planned_project()
    assert planned.inputs["usuki-user-role"] == {
        "userId": "usuki-user-id",
        "projectId": "usuki-project-id",
        "roleId": "role-member",
    }
    assert planned.inputs["usuki-provisioner-role"]["userId"] == "provisioner-1"
    assert "password" not in planned.inputs["usuki-user"]


def test_the_quota_of_volumes_has_room_for_snapshots_and_every_copy_that_is_kept() -> None:
    planned = planned_project()
    # Four volumes of 13 GiB. Of each three snapshots, and 84 copies: one every 12 hours for 35
    # days, 13 that the oldest of them hang on, and one that is being made. Twice all of it.
    assert planned.inputs["usuki-volume-quota"] == {
        "projectId": "usuki-project-id",
        "volumes": 8,
        "gigabytes": 104,
        "snapshots": 24,
        "backups": 672,
        "backupGigabytes": 2184,
    }


def test_quotas_are_twice_the_need() -> None:
    planned = planned_project()
    # Two application servers of 1 vCPU and 2 GiB, one database server of 2 vCPU and 4 GiB.
    assert planned.inputs["usuki-compute-quota"] == {
        "projectId": "usuki-project-id",
        "instances": 6,
        "cores": 8,
        "ram": 16384,
        "serverGroups": 2,
    }
