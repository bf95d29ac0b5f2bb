"""A new site is one new file: nothing else is edited, and all that reads sites knows it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from blueprint.member import blueprint_of
from licensing.papers.checks import check as check_licences
from licensing.papers.store import read_licences
from tenants.rules import check
from tenants.store import read_definitions
from tests.lib.definitions import copied_to

ARCHIVE = """\
name: archive
title: {ja: 第三データセンター, en: Third data centre}
order: 3
licence_region: asia-pacific
cloud: archive
region: archive
external_network: {name: external, cidr: 198.18.0.0/24}
operations_network: 192.0.2.128/26
image: kumiai-guest
flavors:
  small: {vcpu: 1, ram_gib: 2}
  medium: {vcpu: 2, ram_gib: 4}
  large: {vcpu: 4, ram_gib: 8}
volume_types:
  standard: {backend: lab, total_iops_per_gib: 5}
  fast: {backend: lab, total_iops_per_gib: 30}
host_classes: {general: {}}
overcommit: {vcpu: 4.0, ram: 1.0}
storage_gib: 20000
hosts:
  arc-01: {host_class: general, sockets: 2, cores_per_socket: 16, ram_gib: 512}
"""


def test_one_file_adds_a_site(tmp_path: Path) -> None:
    root = copied_to(tmp_path)
    (root / "infra/sites/archive.yaml").write_text(ARCHIVE, encoding="utf-8")
    definitions, form = read_definitions(root)
    licences, more = read_licences(root)
    assert form + more == []
    assert definitions is not None
    assert list(definitions.sites) == ["primary", "remote", "archive"]
    today = date(2026, 11, 26)
    assert check(definitions, today) + check_licences(licences, definitions, today) == []
    assert blueprint_of(definitions, "usuki", "archive").site == "archive"
    assert blueprint_of(definitions, "usuki", "primary").backup_synced_to == "remote"
