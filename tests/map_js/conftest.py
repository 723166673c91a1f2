"""The page in the real engine, one for each module of tests."""

from tests.support.worlds import shared_map, world

__all__ = ["shared_map", "world"]
