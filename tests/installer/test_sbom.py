"""K2: the bill of materials says what is in the folder, in CycloneDX, the same for the same folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

import sbom
from works import Text, Work

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

OURS = Work(
    "work:Whereof", "Whereof", "1.2.3", "Apache-2.0", "Apache-2.0", "pkg:generic/Whereof@1.2.3", ("whereof",), ("app",)
)
ATLAS = Work(
    "pypi:atlas", "atlas", "4.2", "MIT OR GPL-2.0-only", "MIT", "pkg:pypi/atlas@4.2", ("_internal/atlas/core.so",),
    texts=(Text("LICENSE", b""),), needs=("pypi:globe", "pypi:unbundled"), home="https://example.org/",
)  # fmt: skip
GLOBE = Work("pypi:globe", "globe", "1", "ISC", "ISC", "pkg:pypi/globe@1", ("_internal/globe.py",))
ENGINE = Work(
    "work:engine",
    "Engine",
    "",
    "LicenseRef-public-domain",
    "LicenseRef-public-domain",
    "pkg:generic/engine",
    within="pypi:atlas",
)
SUMS = {
    "whereof": "a" * 64,
    "_internal/atlas/core.so": "b" * 64,
    "_internal/globe.py": "c" * 64,
    "THIRD_PARTY_NOTICES.txt": "d" * 64,
}
TEXTS = {"pypi:atlas": ["licenses/atlas/LICENSE"]}


def bill(works: Sequence[Work] = (OURS, ATLAS, GLOBE, ENGINE)) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(sbom.make(works, SUMS, TEXTS))
    return made


def named(name: str, said: dict[str, Any]) -> dict[str, Any]:
    return next(component for component in said["components"] if component["name"] == name)


def test_k2_the_bill_is_strictly_cyclonedx_1_6() -> None:
    text = sbom.make((OURS, ATLAS, GLOBE, ENGINE), SUMS, TEXTS)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None
    assert json.loads(text)["specVersion"] == "1.6"


def test_k2_a_work_is_listed_with_purl_version_licence_and_address() -> None:
    atlas = named("atlas", bill())
    assert (atlas["purl"], atlas["version"]) == ("pkg:pypi/atlas@4.2", "4.2")
    assert atlas["licenses"] == [{"expression": "MIT OR GPL-2.0-only"}]
    assert atlas["externalReferences"][0]["url"] == "https://example.org/"


def test_k2_the_licence_that_is_used_and_the_place_of_its_text_are_told() -> None:
    assert sbom.listed_licences(bill())["pypi:atlas"] == "MIT"
    assert sbom.listed_texts(bill())["pypi:atlas"] == ["licenses/atlas/LICENSE"]


def test_k2_every_file_is_listed_once_with_its_checksum() -> None:
    assert sbom.listed_files(bill()) == SUMS
    assert [file["name"] for file in named("atlas", bill())["components"]] == ["_internal/atlas/core.so"]


def test_k2_the_program_itself_is_what_the_bill_is_of() -> None:
    program = bill()["metadata"]["component"]
    assert (program["name"], program["version"], program["type"]) == ("Whereof", "1.2.3", "application")
    assert {file["name"] for file in program["components"]} == {"whereof", "THIRD_PARTY_NOTICES.txt"}


def test_k2_dependencies_are_those_among_what_is_bundled() -> None:
    needs = {row["ref"]: row.get("dependsOn", []) for row in bill()["dependencies"]}
    assert needs["work:Whereof"] == ["pypi:atlas"]
    assert needs["pypi:atlas"] == ["pypi:globe", "work:engine"]
    assert needs["pypi:globe"] == []


def test_k2_the_same_works_give_the_same_bytes_in_any_order() -> None:
    forth = sbom.make((OURS, ATLAS, GLOBE, ENGINE), SUMS, TEXTS)
    assert sbom.make((ENGINE, GLOBE, ATLAS, OURS), dict(reversed(SUMS.items())), TEXTS) == forth


def test_k2_another_file_gives_another_serial_number() -> None:
    before = bill()["serialNumber"]
    other = json.loads(sbom.make((OURS, ATLAS, GLOBE, ENGINE), {**SUMS, "whereof": "e" * 64}, TEXTS))
    assert other["serialNumber"] != before


def test_k2_the_time_is_that_of_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1767225600")
    assert bill()["metadata"]["timestamp"] == "2026-01-01T00:00:00+00:00"


def test_k2_a_bill_that_is_not_cyclonedx_is_refused() -> None:
    broken = Work("pypi:odd", "odd", "1", "ISC", "ISC", "pkg:pypi/odd@1", ("_internal/odd.py",))
    with pytest.raises(ValueError, match="not CycloneDX"):
        sbom.make((OURS, broken), {**SUMS, "_internal/odd.py": "no digest"}, {})


def test_k2_a_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"abc")
    assert sbom.sha256(tmp_path / "file") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
