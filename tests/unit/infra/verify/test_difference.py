from __future__ import annotations

from core.language import Language
from core.translation import translation
from infra import kinds
from infra.verify.aspect import Aspect
from infra.verify.difference import other

JAPANESE = translation(Language.JA)


def test_a_difference_is_japanese_throughout_its_kind_and_what_it_compares() -> None:
    unlimited = other(
        *("site.primary", kinds.VOLUME_TYPE.word, "fast"),
        Aspect.IOPS,
        30,
        None,
    )
    assert unlimited.kind.text(JAPANESE) == "ボリューム種別"
    assert unlimited.message.text(JAPANESE) == (
        "GiB 当たりの IOPS 上限: 実際は なし、YAMLでは 30 です。"
    )


def test_what_python_calls_true_is_yes() -> None:
    bootable = other(
        *("usuki.primary", kinds.VOLUME.word, "usuki-core-db-1-data"),
        Aspect.BOOTS,
        False,
        True,
    )
    assert str(bootable.message) == "whether it boots is yes, the YAML says no"
