"""What holds of every run: it says by which seed its samples are drawn, and hears Ctrl-C."""

from __future__ import annotations

import signal

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


@pytest.fixture(scope="session", autouse=True)
def ctrl_c_is_heard() -> None:
    """A shell that runs us in the background ignores Ctrl-C, and so would what we start."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        # Under nohup: what ignores a signal hands that on to the programs it starts.
        signal.signal(signal.SIGHUP, lambda *_: None)
