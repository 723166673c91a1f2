"""The network of these tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.network.gateway import Gateway
from app.network.records import RequestLog
from tests.network.web import Clock, Web

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def web(clock: Clock) -> Web:
    return Web(clock)


@pytest.fixture
def gateway(web: Web, clock: Clock, tmp_path: Path) -> Gateway:
    """The product's gateway over the test's network."""
    return Gateway("Whereof/test", RequestLog(tmp_path), resolver=web.resolve, connector=web.connect, clock=clock)
