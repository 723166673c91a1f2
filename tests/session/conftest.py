"""No test leaves a session, and with it a temporary project, behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.sessions import close_all

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def no_session_left() -> Iterator[None]:
    yield
    close_all()
