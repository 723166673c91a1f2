"""What goes wrong on the network, as the reader is told it."""

from __future__ import annotations

from app.errors import Expected


class Unreachable(Expected):
    """A host cannot be found or reached, breaks off, or takes too long."""
