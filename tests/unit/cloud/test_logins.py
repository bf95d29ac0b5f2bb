from __future__ import annotations

from pathlib import Path

import pytest

from cloud.logins import clouds_of, site_entry
from core.errors import UserError
from core.home import Home
from tests.lib.definitions import shipped


@pytest.mark.parametrize(
    "content",
    [
        b"clouds: [primary]\n",
        b"clouds:\n",
        b"- a\n",
        b"made_on: 2010-02-30\nclouds: {}\n",
        b"\xff\xfe\n",
        b"clouds: {\n",
        b"",
    ],
)
def test_whatever_stands_in_clouds_yaml_a_wrong_one_is_a_sentence(
    tmp_path: Path, content: bytes
) -> None:
    home = Home(tmp_path)
    home.clouds_file.parent.mkdir(parents=True, exist_ok=True)
    home.clouds_file.write_bytes(content)
    with pytest.raises(UserError, match=r"is not a clouds\.yaml"):
        clouds_of(home)


def test_a_folder_in_its_place_is_said_without_pythons_words(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.clouds_file.mkdir(parents=True)
    with pytest.raises(UserError) as refused:
        clouds_of(home)
    assert str(refused.value) == (
        f"{home.clouds_file} is not a clouds.yaml: Is a directory; "
        "it needs `clouds:` with an entry per site"
    )


def test_an_entry_without_a_region_means_the_sites(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.clouds_file.parent.mkdir(parents=True, exist_ok=True)
    text = "clouds: {primary: {auth: {auth_url: http://192.0.2.1:5000}}}\n"
    home.clouds_file.write_text(text, encoding="utf-8")
    site = shipped().need_site("primary")
    assert site_entry(home, site)["region_name"] == site.region == "primary"


@pytest.mark.parametrize("entry", ["3", "{}", "{auth: 3}", "{auth: {username: a}}"])
def test_an_entry_that_leads_nowhere_is_a_sentence(tmp_path: Path, entry: str) -> None:
    home = Home(tmp_path)
    home.clouds_file.parent.mkdir(parents=True, exist_ok=True)
    home.clouds_file.write_text(f"clouds: {{primary: {entry}}}\n", encoding="utf-8")
    with pytest.raises(UserError) as refused:
        site_entry(home, shipped().need_site("primary"))
    assert str(refused.value) == (
        f"{home.clouds_file}: the entry primary of the site primary says nowhere to log in; "
        "add `auth:` with `auth_url:`, user and password"
    )
