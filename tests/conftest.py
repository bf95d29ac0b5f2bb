"""Every run says by which seed its samples are drawn, and draws all of them by it."""

from __future__ import annotations

import pytest

from tests.lib.effort import ALL, SEED

AGAIN = f"KUMIAI_SEED={SEED} draws the same"


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Before Hypothesis' own plugin reads its option."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = SEED


def pytest_report_header() -> str:
    return f"seed: {SEED} ({'everything is tried' if ALL else 'a sample is tried'}; {AGAIN})"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, exitstatus: pytest.ExitCode
) -> None:
    """`pytest -q` shows no header."""
    if exitstatus is pytest.ExitCode.TESTS_FAILED:
        terminalreporter.write_line(f"seed: {SEED} ({AGAIN})")
