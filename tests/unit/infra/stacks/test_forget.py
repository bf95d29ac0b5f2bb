from __future__ import annotations

from pathlib import Path

from core.home import Home
from infra.stacks.forget import forget_sites

REMEMBERED = (
    "state/.pulumi/stacks/kumiai/{stack}.json",
    "state/.pulumi/stacks/kumiai/{stack}.json.bak",
    "state/.pulumi/history/kumiai/{stack}/1.checkpoint.json",
    "state/.pulumi/locks/organization/kumiai/{stack}/lock.json",
    "stacks/Pulumi.{stack}.yaml",
    "applied/{stack}.json",
    "verified/{stack}.json",
)


def home_with(folder: Path, *stacks: str) -> Home:
    for stack in stacks:
        for pattern in REMEMBERED:
            file = folder / pattern.format(stack=stack)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("{}")
    credentials = folder / "credentials"
    credentials.mkdir()
    for name in ("usa.primary.yaml", "usa.remote.yaml", "usa.key", "provisioner.primary.yaml"):
        (credentials / name).write_text("")
    (folder / "clouds.yaml").write_text(
        "clouds: {primary: {}, remote: {}, usa.primary: {}, usa.remote: {}}\n"
    )
    return Home(folder)


def left(home: Home) -> list[str]:
    return sorted(str(f.relative_to(home.root)) for f in home.root.rglob("*") if f.is_file())


def test_what_is_known_of_a_site_goes_and_that_of_the_others_stays(tmp_path: Path) -> None:
    home = home_with(tmp_path, "usa.primary", "site.primary", "usa.remote")
    assert forget_sites(home, ["primary"]) == 2
    assert left(home) == sorted(
        [
            "clouds.yaml",
            "credentials/usa.key",
            "credentials/usa.remote.yaml",
            "locks/clouds",
            *(pattern.format(stack="usa.remote") for pattern in REMEMBERED),
        ]
    )
    assert (
        home.clouds_file.read_text() == "clouds:\n  primary: {}\n  remote: {}\n  usa.remote: {}\n"
    )


def test_a_home_where_nothing_was_built_is_left_as_it_is(tmp_path: Path) -> None:
    assert forget_sites(Home(tmp_path), ["primary", "remote"]) == 0
    assert left(Home(tmp_path)) == []
