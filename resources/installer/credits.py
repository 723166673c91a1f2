"""Takes from Debian's packages the licence texts that the wheels of Qt and Python do not carry.

    python resources/installer/credits.py DIR

`DIR` holds the packages named below, fetched with `apt-get download`; the PyPI package brotli is needed too. Written to
`licences/`, and committed:

    chromium.txt.xz   what Chromium's own page chrome://credits says, each text once with the works it belongs to,
                      and the copyright files of those parts that Debian's Chromium takes from the system
    qt.txt            the third parties in Qt's sources, as Debian lists them
    icu.txt, mesa.txt, oniguruma.txt, python.txt   the whole copyright files

Only needed when another generation of Qt is packed. The same packages give the same bytes.
"""

from __future__ import annotations

import html
import importlib
import itertools
import lzma
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).resolve().parent / "licences"
CHROMIUM: Final = "chromium-common"
UNBUNDLED: Final = (
    *("libdav1d6", "libdouble-conversion3", "libflac12", "libharfbuzz0b", "libjpeg62-turbo", "libminizip1"),
    *("libopenjp2-7", "libopus0", "libpng16-16", "libzstd1"),
)
"""Third parties in Qt's Chromium that Debian's leaves to the system, so that its page does not name them."""
QT: Final = ("libqt6core6", "libqt6qml6", "libqt6positioning6", "libqt6waylandclient6")
WHOLE: Final = {
    "libgl1-mesa-dri": "mesa.txt",
    "libicu72": "icu.txt",
    "libonig5": "oniguruma.txt",
    "libpython3.11-minimal": "python.txt",
}
_RULE: Final = "=" * 80
_PAK_HEADER: Final = 12
_PAK_ENTRY: Final = 6
_BROTLI: Final = b"\x1e\x9b"
"""How Chromium's resource files mark a compressed resource; six bytes of length follow."""
_PRODUCT: Final = re.compile(r'<div class="product">(.*?)</div>\s*</div>', re.DOTALL)


def main(folder: Path) -> None:
    """Write all texts from the packages in `folder`."""
    with tempfile.TemporaryDirectory() as place:
        files = {name: _unpacked(folder, name, Path(place)) for name in (CHROMIUM, *UNBUNDLED, *QT, *WHOLE)}
        page, version = _credits(files[CHROMIUM] / "usr/lib/chromium/resources.pak"), _version(folder, CHROMIUM)
        text = grouped(works(page), f"The third parties in Chromium, as Chromium {version} lists them.")
        text += "".join(f"\n{_RULE}\n\n{name}\n\n{_copyright(files[name], name)}" for name in UNBUNDLED)
        packed = lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME)
        (HERE / "chromium.txt.xz").write_bytes(packed)
        (HERE / "qt.txt").write_text("\n\n".join(_third_parties(files[name], name) for name in QT), encoding="utf-8")
        for name, target in WHOLE.items():
            (HERE / target).write_text(_copyright(files[name], name), encoding="utf-8")


def works(page: str) -> Iterator[tuple[str, str, str]]:
    """Name, address and licence text of each work on Chromium's page of credits."""
    for product in _PRODUCT.findall(page):
        title = re.search(r'class="title">(.*?)</span>', product, re.DOTALL)
        address = re.search(r'class="homepage"><a href="(.*?)"', product)
        text = re.search(r"<pre>(.*?)</pre>", product, re.DOTALL)
        if title and text:
            yield html.unescape(title[1]).strip(), html.unescape(address[1]) if address else "", html.unescape(text[1])


def grouped(found: Iterator[tuple[str, str, str]], heading: str) -> str:
    """Each licence text once, under the works that carry it."""
    bearers: dict[str, list[str]] = defaultdict(list)
    for name, address, text in found:
        bearers["\n".join(line.rstrip() for line in text.strip().splitlines())].append(f"{name}  {address}".rstrip())
    sections = ["\n".join([*sorted(names, key=str.casefold), "", text]) for text, names in bearers.items()]
    return f"\n\n{_RULE}\n\n".join([heading, *sorted(sections, key=str.casefold)]) + "\n"


def resources(pak: bytes) -> Iterator[bytes]:
    """What a Chromium resource file (version 5) holds, unpacked."""
    brotli = importlib.import_module("brotli")
    count = int.from_bytes(pak[8:10], "little")
    starts = [
        int.from_bytes(pak[at + 2 : at + _PAK_ENTRY], "little")
        for at in range(_PAK_HEADER, _PAK_HEADER + _PAK_ENTRY * (count + 1), _PAK_ENTRY)
    ]
    for start, end in itertools.pairwise(starts):
        packed = pak[start:end]
        yield brotli.decompress(packed[8:]) if packed.startswith(_BROTLI) else packed


def _credits(pak: Path) -> str:
    pages = [page for page in resources(pak.read_bytes()) if b"<title>Credits</title>" in page]
    if len(pages) != 1:
        raise SystemExit(f"{pak.name} holds {len(pages)} pages of credits, not one; look how Chromium packs them now.")
    return pages[0].decode()


def _third_parties(files: Path, package: str) -> str:
    """The paragraphs about third parties, then each licence that they name, from a machine-readable copyright file."""
    paragraphs = re.split(r"\n\s*\n(?=\S)", _copyright(files, package))
    about = [words for words in paragraphs if words.startswith("Files:") and "3rdparty" in words.split("Copyright:")[0]]
    named = {name for words in about for name in re.split(r" and | or |\n", _licence(words))}
    texts = [words for words in paragraphs if words.startswith("License:") and _licence(words).split("\n")[0] in named]
    source = re.search(r"Upstream-Name: (.*)", paragraphs[0])
    return "\n\n".join([f"=== {source[1] if source else package} ===", *about, *texts])


def _licence(paragraph: str) -> str:
    found = re.search(r"^License: *(.*)$", paragraph, re.MULTILINE)
    return found[1] if found else ""


def _copyright(files: Path, package: str) -> str:
    return (files / "usr/share/doc" / package / "copyright").read_text(encoding="utf-8")


def _version(folder: Path, package: str) -> str:
    return _archive(folder, package).name.split("_")[1]


def _archive(folder: Path, package: str) -> Path:
    found = sorted(folder.glob(f"{package}_*.deb"))
    if len(found) != 1:
        raise SystemExit(f"{folder} has {len(found)} packages {package}, not one; run: apt-get download {package}")
    return found[0]


def _unpacked(folder: Path, package: str, place: Path) -> Path:
    subprocess.run(["dpkg-deb", "-x", _archive(folder, package), place / package], check=True)
    return place / package


if __name__ == "__main__":
    main(Path(sys.argv[1]))
