"""Unpacking: complete and right, or an error and nothing half-written."""

from __future__ import annotations

import hashlib
import lzma
from typing import TYPE_CHECKING

import pytest

from app.errors import Missing, Unreadable
from app.gazetteer.unpack import unpack

if TYPE_CHECKING:
    from pathlib import Path

CONTENT = b"gazetteer" * 300_000


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    folder = tmp_path / "carried"
    folder.mkdir()
    path = folder / "gazetteer.sqlite.xz"
    path.write_bytes(lzma.compress(CONTENT))
    digest = hashlib.sha256(CONTENT).hexdigest()
    (folder / "gazetteer.sha256").write_text(f"{digest}  gazetteer.sqlite\n", encoding="ascii")
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "unpacked"
    folder.mkdir()
    return folder / "gazetteer.sqlite"


def test_it_writes_the_content_once(packed: Path, target: Path) -> None:
    assert unpack(packed, target) is True
    assert target.read_bytes() == CONTENT
    assert unpack(packed, target) is False
    assert list(target.parent.iterdir()) == [target]


def test_an_old_file_is_replaced(packed: Path, target: Path) -> None:
    target.write_bytes(b"old")
    assert unpack(packed, target) is True
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("damage", ["cut", "flipped", "noise", "empty"])
def test_a_damaged_file_is_unreadable_and_leaves_what_was_there(packed: Path, target: Path, damage: str) -> None:
    raw = packed.read_bytes()
    middle = len(raw) // 2
    packed.write_bytes(
        {
            "cut": raw[:middle],
            "flipped": raw[:middle] + bytes([raw[middle] ^ 255]) + raw[middle + 1 :],
            "noise": b"no xz at all",
            "empty": b"",
        }[damage]
    )
    target.write_bytes(b"old")
    with pytest.raises(Unreadable):
        unpack(packed, target)
    assert target.read_bytes() == b"old"
    assert list(target.parent.iterdir()) == [target]


def test_another_content_is_unreadable(packed: Path, target: Path) -> None:
    packed.write_bytes(lzma.compress(b"another"))
    with pytest.raises(Unreadable, match="does not hold"):
        unpack(packed, target)
    assert not list(target.parent.iterdir())


def test_a_missing_file_or_checksum_is_missing(packed: Path, target: Path) -> None:
    checksum = packed.parent / "gazetteer.sha256"
    packed.unlink()
    with pytest.raises(Missing, match=r"sqlite\.xz is missing"):
        unpack(packed, target)
    checksum.unlink()
    with pytest.raises(Missing, match="checksum"):
        unpack(packed, target)
