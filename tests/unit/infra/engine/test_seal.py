from __future__ import annotations

from infra.engine.seal import opens

SEALED = "v1:8uRQWU9+mvQ=:v1:CI1J7gZMV04Nji9o:qaaWbLCCBVpKS7B+oW7oxJOGO4Uibg=="
"""As Pulumi v3.259.0 wrote it for a stack that was made with `a passphrase of a test`."""


def test_a_passphrase_is_tried_on_pulumis_own_salt() -> None:
    assert opens("a passphrase of a test", SEALED)
    assert not opens("another", SEALED)


def test_what_is_sealed_otherwise_is_left_to_pulumi() -> None:
    assert opens("any", "v2:other")
    assert opens("any", "v1:not base64:v1:AAAA:AAAA")
