"""Many stacks at once: sites first, then members, so many per site; none stops another.

Adapter: threads that each wait for a process.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

from core.message import Message
from infra.engine.process import Event
from infra.stacks.runner import Failure
from infra.stacks.work import MemberWork, SiteWork, StackWork

AT_ONCE_PER_SITE = 3
"""Stacks worked on at the same time at one site; two cores serve no more (bench/fleet.py)."""


class Watcher:
    """Is told how it goes; the command line shows it."""

    def begun(self, work: StackWork) -> None: ...

    def event(self, work: StackWork, event: Event) -> None: ...

    def told(self, message: Message) -> None: ...

    def ended(self, work: StackWork, failure: Failure | None) -> None: ...

    def interrupted(self) -> None: ...


OneStack = Callable[[StackWork, Watcher], Failure | None]


def run_all(
    works: Sequence[StackWork], one: OneStack, watcher: Watcher, at_once: int = AT_ONCE_PER_SITE
) -> list[Failure]:
    """Work on every stack; the failures, in the order of the stacks.

    A member's stack is not begun where its site's own stack has failed. Ctrl-C begins no more,
    and returns when the watcher has stopped those that were begun.
    """
    sites = [work for work in works if isinstance(work, SiteWork)]
    members = [work for work in works if isinstance(work, MemberWork)]
    failures = _side_by_side(sites, one, watcher, at_once)
    broken = {failure.work.site.name for failure in failures}
    ready = [work for work in members if work.site.name not in broken]
    failures += _side_by_side(ready, one, watcher, at_once)
    return failures


def _side_by_side(
    works: Sequence[StackWork], one: OneStack, watcher: Watcher, at_once: int
) -> list[Failure]:
    if not works:
        return []

    def work_on(work: StackWork) -> Failure | None:
        watcher.begun(work)
        failure = one(work, watcher)
        watcher.ended(work, failure)
        return failure

    with ExitStack() as stack:
        pools = {
            site: stack.enter_context(ThreadPoolExecutor(at_once))
            for site in {work.site.name for work in works}
        }
        futures = [pools[work.site.name].submit(work_on, work) for work in works]
        try:
            ended = [future.result() for future in futures]
        except KeyboardInterrupt:
            for future in futures:
                future.cancel()
            watcher.interrupted()
            raise
    return [failure for failure in ended if failure is not None]
