"""What somebody may change by hand in what a site offers to all."""

from __future__ import annotations

from tests.lib.by_hand import Site


def a_flavor_deleted(site: Site) -> None:
    site.cloud.compute.delete_flavor("medium")


def a_host_out_of_its_aggregate(site: Site) -> None:
    (general,) = [a for a in site.cloud.compute.aggregates() if a.name == "general"]
    site.cloud.compute.remove_host_from_aggregate(general, "pri-04")
    site.cloud.compute.set_aggregate_metadata(general, {"kumiai_products": "database"})


def another_volume_limit(site: Site) -> None:
    storage = site.cloud.block_storage
    limits = storage.get("/qos-specs").json()["qos_specs"]
    (fast,) = [one["id"] for one in limits if one["name"] == "fast"]
    specs = {"qos_specs": {"total_iops_sec_per_gb": "9"}}
    storage.put(f"/qos-specs/{fast}", json=specs).raise_for_status()


def an_image_that_may_not_be_used(site: Site) -> None:
    (image,) = site.cloud.image.images(name="kumiai-guest")
    site.cloud.image.deactivate_image(image)


def an_image_of_nobodys(site: Site) -> None:
    (image,) = site.cloud.image.images(name="kumiai-guest")
    site.cloud.image.update_image(image, visibility="private", is_hidden=True)
