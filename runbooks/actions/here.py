"""What acts on persons' access start from. Adapter: it says where the files are.

Less than `Given`: a login does not wait for what licences need.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from core.home import Home
from tenants.definitions import Definitions


@dataclass(frozen=True, slots=True)
class Here:
    """`now` is when the act was asked for."""

    home: Home
    definitions: Definitions
    now: datetime
