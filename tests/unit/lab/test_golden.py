from pathlib import Path

import pytest

from core.errors import UserError
from core.home import Home
from lab import golden
from lab.definition import Lab
from tests.lib.lab_site import primary, primary_that_lives


def test_a_restored_site_is_as_it_was_saved_holes_included(tmp_path: Path) -> None:
    site = primary(tmp_path / "lab" / "sites" / "primary")
    lab = Lab(Home(tmp_path), (site,))
    volume = site.data / "cinder" / "volume-1"
    volume.parent.mkdir(parents=True)
    site.etc.mkdir()
    (site.etc / "keystone.conf").write_text("as made")
    with volume.open("wb") as stream:
        stream.truncate(2**30)
    golden.save(lab, site)
    (site.etc / "keystone.conf").write_text("changed")
    (site.data / "built later").write_text("x")

    golden.restore(lab, site)

    assert (site.etc / "keystone.conf").read_text() == "as made"
    assert not (site.data / "built later").exists()
    assert volume.stat().st_size == 2**30
    assert volume.stat().st_blocks * 512 < 2**20
    assert golden.image_of(lab, site).stat().st_mode & 0o777 == 0o600


def test_leftovers_of_a_killed_restore_are_not_in_the_way(tmp_path: Path) -> None:
    site = primary(tmp_path / "lab" / "sites" / "primary")
    lab = Lab(Home(tmp_path), (site,))
    site.etc.mkdir(parents=True)
    site.data.mkdir()
    golden.save(lab, site)
    (site.folder.parent / ".primary.fresh" / "data").mkdir(parents=True)
    (site.folder.parent / ".primary.outdated" / "data").mkdir(parents=True)
    golden.restore(lab, site)
    assert sorted(path.name for path in site.folder.parent.iterdir()) == ["primary"]


def test_an_image_of_another_address_is_another_image(tmp_path: Path) -> None:
    site = primary(tmp_path / "lab" / "sites" / "primary")
    lab = Lab(Home(tmp_path), (site,))
    other = tmp_path / "lab" / "golden" / "primary-127.0.21.1-0123456789ab.tar"
    other.parent.mkdir(parents=True)
    other.touch()
    assert golden.other_images_of(lab, site) == [other]


def test_a_second_lab_in_the_home_of_the_first_is_told_to_take_one_of_its_own(
    tmp_path: Path,
) -> None:
    """And not that a reset would help, which would take the first one's data."""
    site = primary(tmp_path / "lab" / "sites" / "primary")
    lab = Lab(Home(tmp_path), (site,))
    made(tmp_path, "primary-127.0.21.1-0123456789ab.tar")
    with pytest.raises(UserError) as refused:
        golden.refuse_another(lab, site)
    assert str(refused.value) == (
        f"primary of this KUMIAI_HOME stands at 127.0.21.1, and not at {site.address}; give the "
        "second lab a KUMIAI_HOME of its own, or set KUMIAI_LAB_NETWORK as it was"
    )


def test_a_site_of_other_versions_is_not_lost_without_a_word(tmp_path: Path) -> None:
    site = primary(tmp_path / "lab" / "sites" / "primary")
    lab = Lab(Home(tmp_path), (site,))
    golden.refuse_another(lab, site)
    made(tmp_path, f"primary-{site.address}-0123456789ab.tar")
    with pytest.raises(UserError, match="was made with other versions of OpenStack; `kumiai lab"):
        golden.refuse_another(lab, site)
    made(tmp_path, golden.image_of(lab, site).name)
    golden.refuse_another(lab, site)


def made(home: Path, name: str) -> None:
    image = home / "lab" / "golden" / name
    image.parent.mkdir(parents=True, exist_ok=True)
    image.touch()


def test_a_lab_whose_servers_lived_is_not_taken_for_one_that_keeps_books(tmp_path: Path) -> None:
    light = primary_that_lives(tmp_path / "lab" / "sites" / "primary")
    books = primary(tmp_path / "lab" / "sites" / "primary")
    lab = Lab(Home(tmp_path), (books,))
    light.etc.mkdir(parents=True)
    light.data.mkdir()
    golden.save(lab, light)
    golden.refuse_another(lab, light)
    with pytest.raises(UserError) as refused:
        golden.refuse_another(lab, books)
    assert str(refused.value) == (
        "primary was made with another KUMIAI_LAB_SERVERS; set it as it was, or run "
        "`kumiai lab reset`, which makes the site anew, and what was built there is lost"
    )
