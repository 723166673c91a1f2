"""A frozen folder in small: a real program, a link, a resource with blanks in its name, and notices."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path


def make(folder: Path) -> Path:
    """Make it at `folder`, with permissions and an order of files that a build must not take over."""
    inside = folder / "_internal"
    (inside / "resources" / "samples").mkdir(parents=True)
    (inside / "resources" / "samples" / "1 High water.md").write_text("# High water\n", encoding="utf-8")
    shutil.copy(Path("/bin/true").resolve(), folder / "whereof")
    (folder / "whereof").chmod(0o700)
    shutil.copy(Path("/bin/true").resolve(), inside / "libwhereof.so.1")
    (inside / "libwhereof.so.1").chmod(0o777)
    (inside / "libwhereof.so").symlink_to("libwhereof.so.1")
    (inside / "note").write_text("not a program\n", encoding="utf-8")
    (inside / "note").chmod(0o777)
    texts = {
        "licenses/numpy/LICENSE.txt": "Copyright (c) 2005, NumPy Developers.\nAll rights.\n",
        "licenses/t/t.txt": "MIT\n",
    }
    for path, text in texts.items():
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(text, encoding="utf-8")
    (folder / "THIRD_PARTY_NOTICES.txt").write_text("NumPy\n", encoding="utf-8")
    (folder / "sbom.cdx.json").write_text(json.dumps({"components": _COMPONENTS}), encoding="utf-8")
    return folder


def xml(path: Path) -> ET.Element:
    """The root of an XML file of ours."""
    return ET.parse(path).getroot()  # noqa: S314 - nobody else wrote it


_COMPONENTS = [
    {
        "name": "numpy",
        "version": "2.4.6",
        "properties": [
            {"name": "whereof:licence-text", "value": "licenses/numpy/LICENSE.txt"},
            {"name": "whereof:used-under", "value": "BSD-3-Clause AND GPL-3.0-or-later WITH GCC-exception-3.1"},
        ],
        "components": [
            {"type": "file", "name": "_internal/libwhereof.so.1"},
            {"type": "file", "name": "_internal/resources/samples/1 High water.md"},
        ],
    },
    *(
        {
            "name": name,
            "version": "1.0",
            "properties": [
                {"name": "whereof:licence-text", "value": "licenses/t/t.txt"},
                {"name": "whereof:used-under", "value": licence},
            ],
        }
        for name, licence in (("ahash", "MIT"), ("zlib-rs", "Zlib"))
    ),
]
