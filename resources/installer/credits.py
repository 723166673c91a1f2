"""Takes from packages the licence texts that the bundled works do not carry themselves, into one archive.

    python resources/installer/credits.py [DIR]

Written is `licences/texts.tar.xz`, which is committed; its SOURCES.txt says which packages each text was taken from:

    GPL-3.0.txt and its like   Debian's base-files
    chromium.txt               what Chromium's own page chrome://credits says, each text once with the works it belongs
                               to, and the copyright files of what Debian's Chromium takes from the system
    qt.txt                     the third parties in Qt's sources, as Debian lists them
    icu.txt, mesa.txt, oniguruma.txt, python.txt   Debian's whole copyright files
    LLVM-exception.txt         what LLVM adds to the Apache License
    rust.txt                   the licences of the Rust packages, from Debian's and from Unicode's own data
    data/                      the licences of the packages that the gazetteer is built from

The packages are fetched with apt-get, pip and npm into `DIR` where it does not hold them yet, else into a temporary
folder. Only needed when another generation of Qt is packed, or when a fact asks for another text. The same packages
give the same bytes.
"""

from __future__ import annotations

import html
import io
import itertools
import lzma
import re
import subprocess
import sys
import tarfile
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import unquote

from app.gazetteer.packages import PACKAGES, Downloads, digest
from works import ARCHIVE, SOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

COMMON: Final = {"GPL-3.0.txt": "GPL-3", "LGPL-2.1.txt": "LGPL-2.1", "LGPL-3.0.txt": "LGPL-3", "MPL-2.0.txt": "MPL-2.0"}
"""What the texts are called in /usr/share/common-licenses."""
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
EXCEPTION: Final = "LLVM-exception"
RUST: Final = {
    "MIT": ("librust-memchr-dev", "MIT"),
    "Unlicense": ("librust-memchr-dev", "Unlicense"),
    "BSD-2-Clause": ("librust-zerocopy-dev", "BSD-2-Clause"),
    EXCEPTION: ("librust-target-lexicon-dev", "Apache-2.0 with LLVM exception"),
}
"""The package whose copyright file has the licence, and what it is called there."""
UNICODE: Final = "cldr-localenames-full"
DATA: Final = ("airportsdata", UNICODE, "countryinfo", "i18n-nationality", "iso3166-2", "pyworldatlas")
UNPACKER: Final = ("brotli", "libbrotli1")
"""For Chromium's resource files."""
DEBIAN: Final = tuple(
    sorted({"base-files", CHROMIUM, *UNBUNDLED, *QT, *WHOLE, *(package for package, _ in RUST.values()), *UNPACKER})
)
_RUST_LEAD: Final = """\
The texts of the licences that the Rust packages in tokenizers are under, the Apache License excepted, which lies beside
this file. THIRD_PARTY_NOTICES.txt names the packages and their authors, whose the copyright is.
"""
_SOURCES_LEAD: Final = "The packages that resources/installer/credits.py took these texts from."
_RULE: Final = "=" * 80
_PAK_HEADER: Final = 12
_PAK_ENTRY: Final = 6
_BROTLI: Final = b"\x1e\x9b"
"""How Chromium's resource files mark a compressed resource; six bytes of length follow."""
_PRODUCT: Final = re.compile(r'<div class="product">(.*?)</div>\s*</div>', re.DOTALL)
_PINNED: Final = {package.name: package for package in PACKAGES if package.name in DATA}


class Packages:
    """The packages, fetched and unpacked.

    Args:
        folder: holds them, or gets them.
        place: where Debian's are unpacked.

    Raises:
        SystemExit: a package cannot be had, or is another than the pinned one.
    """

    def __init__(self, folder: Path, place: Path) -> None:
        self._folder = folder
        self._place = place
        for needed in (folder, place):
            needed.mkdir(parents=True, exist_ok=True)
        self._fetch()
        self._data = Downloads(folder, check=False)
        for name in DEBIAN:
            subprocess.run(["dpkg-deb", "-x", self._archive(name), place / name], check=True)

    def files(self, package: str) -> Path:
        """The folder that Debian's package was unpacked into."""
        return self._place / package

    def copyright(self, package: str) -> str:
        """The copyright file of a Debian package."""
        return (self.files(package) / "usr/share/doc" / package / "copyright").read_text(encoding="utf-8")

    def licence(self, package: str) -> str:
        """The licence text of a package with data."""
        return self._data.read(package, "/LICENSE").decode()

    def version(self, package: str) -> str:
        """A package's version."""
        return _PINNED[package].version if package in _PINNED else unquote(self._archive(package).name.split("_")[1])

    def said(self, package: str) -> str:
        """A package's registry, name and version, for people."""
        registry = {"apt": "Debian", "pip": "PyPI", "npm": "npm"}[
            _PINNED[package].registry if package in _PINNED else "apt"
        ]
        return f"{registry}: {package} {self.version(package)}"

    def _fetch(self) -> None:
        if missing := [name for name in DEBIAN if not self._found(name)]:
            self._run("apt-get", "download", *missing)
        for package in _PINNED.values():
            path = self._folder / package.file
            if not path.is_file():
                pinned = {"pip": f"{package.name}=={package.version}", "npm": f"{package.name}@{package.version}"}
                how = {"pip": ("pip", "download", "--no-deps", "--dest", "."), "npm": ("npm", "pack", "--silent")}
                self._run(*how[package.registry], pinned[package.registry])
            if not path.is_file() or digest(path) != package.sha256:
                raise SystemExit(f"{path} is not there or not the pinned package; delete it and run this again.")

    def _run(self, *command: str) -> None:
        try:
            subprocess.run(command, cwd=self._folder, check=True, stdout=sys.stderr)
        except (OSError, subprocess.CalledProcessError) as trouble:
            words = " ".join(command)
            raise SystemExit(
                f"“{words}” failed; put the packages into a folder and name it to this script."
            ) from trouble

    def _found(self, package: str) -> list[Path]:
        return sorted(self._folder.glob(f"{package}_*.deb"))

    def _archive(self, package: str) -> Path:
        found = self._found(package)
        if len(found) != 1:
            raise SystemExit(f"{self._folder} has {len(found)} packages {package}, not one; delete all but the newest.")
        return found[0]


def main(folder: Path | None = None) -> None:
    """Write the archive.

    Args:
        folder: with the packages, as far as they are there; None fetches all of them.
    """
    with tempfile.TemporaryDirectory() as place:
        packages = Packages(folder or Path(place, "fetched"), Path(place, "unpacked"))
        made = [*_texts(packages)]
        told = sources_told({name: [*map(packages.said, taken)] for name, _, taken in made})
    ARCHIVE.write_bytes(packed({SOURCES: told, **{name: text for name, text, _ in made}}))
    sys.stdout.write(told)


def packed(texts: Mapping[str, str]) -> bytes:
    """An archive of texts by name: the same bytes for the same texts in any order, at any time and by anybody."""
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, text in sorted(texts.items()):
            member, content = tarfile.TarInfo(name), text.encode()
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return lzma.compress(raw.getvalue(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=9 | lzma.PRESET_EXTREME)


def sources_told(sources: Mapping[str, Iterable[str]]) -> str:
    """The list of texts, each with the packages that it is from."""
    entries = ["\n".join([name, *(f"    {line}" for line in lines)]) for name, lines in sorted(sources.items())]
    return "\n\n".join([_SOURCES_LEAD, *entries]) + "\n"


def _texts(packages: Packages) -> Iterator[tuple[str, str, Iterable[str]]]:
    """Name, text and packages of each."""
    for name, common in COMMON.items():
        place = packages.files("base-files") / "usr/share/common-licenses" / common
        yield name, place.read_text(encoding="utf-8"), ["base-files"]
    yield "chromium.txt", _chromium(packages), [CHROMIUM, *UNBUNDLED]
    yield "qt.txt", "\n\n".join(third_parties(packages.copyright(name), name) for name in QT), QT
    for package, name in WHOLE.items():
        yield name, packages.copyright(package), [package]
    package, called = RUST[EXCEPTION]
    yield f"{EXCEPTION}.txt", stanza(packages.copyright(package), called), [package]
    yield "rust.txt", _rust(packages), sorted({package for package, _ in RUST.values()} | {UNICODE})
    for package in DATA:
        yield f"data/{package}.txt", packages.licence(package), [package]


def _chromium(packages: Packages) -> str:
    page = _credits(packages.files(CHROMIUM) / "usr/lib/chromium/resources.pak", _unpacker(packages))
    text = grouped(works(page), f"The third parties in Chromium, as Chromium {packages.version(CHROMIUM)} lists them.")
    return text + "".join(f"\n{_RULE}\n\n{name}\n\n{packages.copyright(name)}" for name in UNBUNDLED)


def _rust(packages: Packages) -> str:
    texts = {name: stanza(packages.copyright(package), called) for name, (package, called) in RUST.items()}
    texts["Unicode-3.0"] = packages.licence(UNICODE)
    return "\n".join([_RUST_LEAD, *(f"=== {name} ===\n\n{text.strip()}\n" for name, text in sorted(texts.items()))])


def stanza(text: str, licence: str) -> str:
    """What a machine-readable copyright file says of a licence, without its indentation."""
    heading = f"License: {licence}\n"
    found = [words for words in _paragraphs(text) if words.startswith(heading)]
    if len(found) != 1:
        raise SystemExit(
            f"a copyright file has {len(found)} texts of {licence}, not one; look how Debian writes it now."
        )
    lines = found[0].removeprefix(heading).rstrip().splitlines()
    return "".join("\n" if line == " ." else f"{line[1:]}\n" for line in lines)


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


def resources(pak: bytes, unpack: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """What a Chromium resource file (version 5) holds, unpacked.

    Args:
        pak: the file.
        unpack: undoes Brotli's compression.
    """
    count = int.from_bytes(pak[8:10], "little")
    starts = [
        int.from_bytes(pak[at + 2 : at + _PAK_ENTRY], "little")
        for at in range(_PAK_HEADER, _PAK_HEADER + _PAK_ENTRY * (count + 1), _PAK_ENTRY)
    ]
    for start, end in itertools.pairwise(starts):
        content = pak[start:end]
        yield unpack(content[8:]) if content.startswith(_BROTLI) else content


def _unpacker(packages: Packages) -> Callable[[bytes], bytes]:
    program, library = (packages.files(name) / "usr" for name in UNPACKER)
    command = [str(program / "bin" / "brotli"), "--decompress", "--stdout"]
    places = {"LD_LIBRARY_PATH": ":".join(map(str, library.glob("lib/*-linux-gnu*")))}

    def unpack(content: bytes) -> bytes:
        return subprocess.run(command, input=content, env=places, check=True, capture_output=True).stdout

    return unpack


def _credits(pak: Path, unpack: Callable[[bytes], bytes]) -> str:
    pages = [page for page in resources(pak.read_bytes(), unpack) if b"<title>Credits</title>" in page]
    if len(pages) != 1:
        raise SystemExit(f"{pak.name} holds {len(pages)} pages of credits, not one; look how Chromium packs them now.")
    return pages[0].decode()


def third_parties(text: str, package: str) -> str:
    """The paragraphs about third parties, then each licence that they name, from a machine-readable copyright file."""
    paragraphs = _paragraphs(text)
    about = [words for words in paragraphs if words.startswith("Files:") and "3rdparty" in words.split("Copyright:")[0]]
    named = {name for words in about for name in re.split(r" and | or |\n", _licence(words))}
    texts = [words for words in paragraphs if words.startswith("License:") and _licence(words).split("\n")[0] in named]
    source = re.search(r"Upstream-Name: (.*)", paragraphs[0])
    return "\n\n".join([f"=== {source[1] if source else package} ===", *about, *texts])


def _paragraphs(copyright_file: str) -> list[str]:
    return re.split(r"\n\s*\n(?=\S)", copyright_file)


def _licence(paragraph: str) -> str:
    found = re.search(r"^License: *(.*)$", paragraph, re.MULTILINE)
    return found[1] if found else ""


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve() if sys.argv[1:] else None)
