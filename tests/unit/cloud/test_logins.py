from __future__ import annotations

from pathlib import Path

import pytest

from cloud.logins import clouds_of
from core.errors import UserError
from core.home import Home


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
