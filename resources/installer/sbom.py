"""The software bill of materials: CycloneDX 1.6, the same bytes for the same bundle."""

from __future__ import annotations

import hashlib
import json
import os
import uuid
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from cyclonedx.model import ExternalReference, ExternalReferenceType, HashAlgorithm, HashType, Property, XsUri
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from works import Work

PROGRAM: Final = "work:Whereof"
_SPACE: Final = uuid.UUID("3f0a8f2e-6c0c-5d0b-9d3c-6f2d8a1c7b54")
"""Of the serial numbers, which are made of the contents."""


def make(works: Iterable[Work], checksums: Mapping[str, str], texts: Mapping[str, list[str]]) -> str:
    """The bill as JSON.

    Args:
        works: all that is bundled, Whereof itself among them.
        checksums: path in the folder -> SHA-256 in hex, of all files that are not the works', such as the notices, too.
        texts: key of a work -> paths of its licence texts in the folder.

    Raises:
        ValueError: what came out is not CycloneDX 1.6; the message says where.
    """
    by_key = {work.key: work for work in works}
    owned = {path for work in by_key.values() for path in work.files}
    own = sorted({*checksums} - owned)
    components = {key: _component(work, checksums, texts.get(key, ()), own) for key, work in by_key.items()}
    bom = Bom(components=(component for key, component in components.items() if key != PROGRAM))
    bom.metadata.component = components[PROGRAM]
    bom.metadata.timestamp = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), tz=UTC)
    for key, component in components.items():
        bom.register_dependency(component, [components[need] for need in _needs(key, by_key)])
    identity = json.dumps([sorted(checksums.items()), sorted(repr(work) for work in by_key.values())])
    bom.serial_number = uuid.uuid5(_SPACE, identity)
    text = JsonV1Dot6(bom).output_as_string(indent=1)
    if failure := _validator().validate_str(text):
        raise ValueError(f"the SBOM is not CycloneDX 1.6: {failure}")
    return text + "\n"


def sha256(path: Path) -> str:
    """A file's digest in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def listed_files(sbom: Mapping[str, Any]) -> dict[str, str]:
    """Path -> SHA-256 of all files that a bill lists."""
    works = [sbom["metadata"]["component"], *sbom.get("components", [])]
    files = [file for work in works for file in work.get("components", []) if file["type"] == "file"]
    return {file["name"]: next(one["content"] for one in file["hashes"] if one["alg"] == "SHA-256") for file in files}


def listed_texts(sbom: Mapping[str, Any]) -> dict[str, list[str]]:
    """Name and version of each work -> paths of its licence texts."""
    works = [sbom["metadata"]["component"], *sbom.get("components", [])]
    return {
        work["bom-ref"]: [row["value"] for row in work.get("properties", []) if row["name"] == _TEXT] for work in works
    }


def listed_licences(sbom: Mapping[str, Any]) -> dict[str, str]:
    """Name of each work -> the licence that it is used under."""
    works = [sbom["metadata"]["component"], *sbom.get("components", [])]
    said = {work["bom-ref"]: {row["name"]: row["value"] for row in work.get("properties", [])} for work in works}
    return {key: rows.get(_TAKEN, "") for key, rows in said.items()}


_TEXT: Final = "whereof:licence-text"
_TAKEN: Final = "whereof:used-under"
_WITHIN: Final = "whereof:lies-within"
_MODULES: Final = "whereof:modules-in-executable"


def _component(work: Work, checksums: Mapping[str, str], texts: Iterable[str], own: list[str]) -> Component:
    files = [*work.files, *(own if work.key == PROGRAM else ())]
    said = [(_TEXT, text) for text in texts] + [(_TAKEN, work.taken)]
    said += [(_WITHIN, work.within)] if work.within else []
    said += [(_MODULES, str(len(work.modules)))] if work.modules else []
    kind = ComponentType.APPLICATION if work.key == PROGRAM else ComponentType.LIBRARY
    return Component(
        name=work.name,
        version=work.version or None,
        type=ComponentType.DATA if work.key.startswith("data:") else kind,
        bom_ref=work.key,
        purl=PackageURL.from_string(work.purl),
        licenses=[LicenseExpression(work.licence)],
        external_references=[ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(work.home))]
        if work.home
        else [],
        properties=[Property(name=name, value=value) for name, value in said],
        components=[_file(path, checksums[path]) for path in files],
    )


def _file(path: str, digest: str) -> Component:
    hashes = [HashType(alg=HashAlgorithm.SHA_256, content=digest)]
    return Component(name=path, type=ComponentType.FILE, bom_ref=f"file:{path}", hashes=hashes)


def _needs(key: str, works: Mapping[str, Work]) -> list[str]:
    """What a work asks for, and what lies in it; Whereof needs all that nobody else does."""
    parts = {other.key for other in works.values() if other.within == key}
    asked = {need for need in works[key].needs if need in works}
    if key == PROGRAM:
        called = {need for work in works.values() for need in work.needs}
        asked |= {other.key for other in works.values() if not other.within and other.key not in {*called, PROGRAM}}
    return sorted(parts | asked)


@cache
def _validator() -> JsonStrictValidator:
    """Reading the schema takes longer than using it."""
    return JsonStrictValidator(SchemaVersion.V1_6)
