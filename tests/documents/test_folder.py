from __future__ import annotations

from typing import TYPE_CHECKING

from app.documents.folder import expand

if TYPE_CHECKING:
    from pathlib import Path


def test_folders_give_their_documents_in_natural_order(tmp_path: Path) -> None:
    for name in (
        "b10.txt",
        "B2.TXT",
        "a/c.md",
        "a/.hidden.txt",
        ".git/d.txt",
        "e.pdf",
        "f.HTML",
        "noextension",
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    assert [str(path.relative_to(tmp_path)) for path in expand([tmp_path])] == [
        "a/c.md",
        "B2.TXT",
        "b10.txt",
        "f.HTML",
    ]


def test_files_named_by_themselves_stay_even_if_they_cannot_be_read(tmp_path: Path) -> None:
    gone, foreign = tmp_path / "gone.txt", tmp_path / "a.pdf"
    assert expand([gone, foreign, gone]) == [gone, foreign]


def test_a_file_and_its_folder_give_it_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x")
    assert expand([path, tmp_path]) == [path]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (inner / "a.txt").write_text("x")
    (inner / "back").symlink_to(tmp_path)
    (inner / "broken.txt").symlink_to(tmp_path / "nowhere")
    assert expand([tmp_path]) == [inner / "a.txt"]


def test_an_empty_or_missing_folder_gives_nothing(tmp_path: Path) -> None:
    assert expand([tmp_path]) == []
    assert expand([]) == []
