"""Assertions in `tests/lib` show what they compared, like those in tests."""

import pytest

pytest.register_assert_rewrite("tests.lib")
