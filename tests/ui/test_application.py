"""Files that the desktop hands over while the program runs."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HAND_OVER = """
import sys
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from app.ui.application import Application
application = Application([])
application.handed.connect(lambda path: print(path.name, path.is_file()))
for address in (QUrl.fromLocalFile(sys.argv[1]), QUrl("https://example.org/letter.txt")):
    Application.sendEvent(application, QFileOpenEvent(address))
"""


def test_a_file_that_the_desktop_hands_over_is_told_of_and_a_web_address_is_not(tmp_path: Path) -> None:
    # In a process of its own: there is only one application in each.
    file = tmp_path / "letter.txt"
    file.write_text("To Wrocław.", encoding="utf-8")
    command = [sys.executable, "-c", HAND_OVER, str(file)]
    assert subprocess.run(command, check=True, capture_output=True, text=True).stdout == "letter.txt True\n"
