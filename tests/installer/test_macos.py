"""The macOS application: what can be checked on another system, which is everything but the system's own tools."""

from __future__ import annotations

import plistlib
import sys
from typing import TYPE_CHECKING, Final

import pytest

from app.documents.formats import SUPPORTED
from icons import build as icons
from macos import build, bundle_info

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other paths and links")

MACH_O: Final = b"\xcf\xfa\xed\xfe" + bytes(60)


def _application(home: Path, version: str = "0.1.0") -> Path:
    """An application built like PyInstaller's: code in Frameworks, data in Resources, links between the two."""
    app = home / "Whereof.app"
    contents = app / "Contents"
    engine = contents / "Frameworks" / "PySide6" / "Qt" / "lib" / "QtWebEngineCore.framework"
    helper = engine / "Versions" / "A" / "Helpers" / "QtWebEngineProcess.app" / "Contents"
    code = [
        contents / "MacOS" / "whereof",
        contents / "Frameworks" / "libpython3.11.dylib",
        contents / "Frameworks" / "lxml" / "etree.so",
        engine / "Versions" / "A" / "QtWebEngineCore",
        helper / "MacOS" / "QtWebEngineProcess",
    ]
    for file in code:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(MACH_O)
    (helper / "Info.plist").write_bytes(plistlib.dumps({"CFBundleExecutable": "QtWebEngineProcess"}))
    (engine / "Versions" / "Current").symlink_to("A")
    (engine / "QtWebEngineCore").symlink_to("Versions/Current/QtWebEngineCore")
    (engine / "Helpers").symlink_to("Versions/Current/Helpers")
    (contents / "Resources").mkdir()
    (contents / "Resources" / "gazetteer.sqlite").write_bytes(b"SQLite format 3\0")
    (contents / "Resources" / "lxml").symlink_to("../Frameworks/lxml")
    information = {**bundle_info.info_plist(version), "CFBundleExecutable": "whereof"}
    (contents / "Info.plist").write_bytes(plistlib.dumps(information))
    (home / "whereof" / "licenses" / "Qt").mkdir(parents=True)
    for name in ("THIRD_PARTY_NOTICES.txt", "sbom.cdx.json", "licenses/Qt/LGPL-3.0.txt"):
        (home / "whereof" / name).write_text(name, encoding="ascii")
    (home / "icons").mkdir()
    (home / "icons" / "project.icns").write_bytes(b"icns")
    return app


# -- what macOS is told


def test_macos_knows_the_program_by_the_name_that_linux_does() -> None:
    assert bundle_info.IDENTIFIER == icons.APPLICATION_ID


def test_the_information_can_be_written_and_read_again() -> None:
    information = bundle_info.info_plist("1.2.3")
    assert plistlib.loads(plistlib.dumps(information)) == information
    assert information["CFBundleShortVersionString"] == information["CFBundleVersion"] == "1.2.3"


def test_the_application_shows_itself_in_the_dock() -> None:
    assert bundle_info.info_plist("1")["LSBackgroundOnly"] is False


def test_the_project_type_is_exported_once_and_owned() -> None:
    information = bundle_info.info_plist("1")
    (exported,) = information["UTExportedTypeDeclarations"]
    assert exported["UTTypeTagSpecification"]["public.filename-extension"] == ["whereof"]
    owned = [kind for kind in information["CFBundleDocumentTypes"] if kind["LSHandlerRank"] == "Owner"]
    assert [kind["LSItemContentTypes"] for kind in owned] == [[exported["UTTypeIdentifier"]]]


def test_every_format_that_whereof_reads_is_named_and_none_is_taken_over() -> None:
    extensions = {f".{extension}" for kind in bundle_info.FORMATS.values() for extension in kind}
    assert extensions == SUPPORTED
    kinds = {
        kind["LSItemContentTypes"][0]: kind["LSHandlerRank"]
        for kind in bundle_info.info_plist("1")["CFBundleDocumentTypes"]
    }
    del kinds[bundle_info.PROJECT_TYPE]
    assert kinds == dict.fromkeys(bundle_info.FORMATS, "Alternate")


def test_the_entitlements_are_the_three_that_are_needed() -> None:
    entitlements = plistlib.loads(build.ENTITLEMENTS.read_bytes())
    prefix = "com.apple.security.cs."
    assert entitlements == {
        f"{prefix}allow-jit": True,
        f"{prefix}allow-unsigned-executable-memory": True,
        f"{prefix}disable-library-validation": True,
    }


# -- signing


def test_each_piece_of_code_is_signed_once_and_before_what_it_is_in(tmp_path: Path) -> None:
    app = _application(tmp_path)
    parts = [part.relative_to(app).as_posix() for part in build.signed_parts(app)]
    engine = "Contents/Frameworks/PySide6/Qt/lib/QtWebEngineCore.framework"
    assert parts == [
        f"{engine}/Versions/A/Helpers/QtWebEngineProcess.app",
        engine,
        "Contents/Frameworks/lxml/etree.so",
        "Contents/Frameworks/libpython3.11.dylib",
        ".",
    ]


def test_only_programs_get_entitlements_and_only_a_real_identity_the_hardened_runtime(tmp_path: Path) -> None:
    app = _application(tmp_path)
    real = build.signing(app, "Developer ID Application: Somebody (TEAM)")
    assert [command[-1].endswith(".app") for command in real] == ["--entitlements" in command for command in real]
    assert all("runtime" in command and "--timestamp" in command for command in real)
    ad_hoc = build.signing(app, "")
    assert all(command[3] == "-" and "runtime" not in command for command in ad_hoc)


def test_apple_is_asked_only_with_identity_and_profile(tmp_path: Path) -> None:
    image = tmp_path / "whereof.dmg"
    assert build.notarizing(image, "", "profile") == []
    assert build.notarizing(image, "identity", "") == []
    assert [command[1] for command in build.notarizing(image, "identity", "profile")][1:] == ["notarytool", "stapler"]


# -- the image


def test_the_notices_go_into_the_application(tmp_path: Path) -> None:
    app = _application(tmp_path)
    build.complete(app)
    resources = app / "Contents" / "Resources"
    assert (resources / "THIRD_PARTY_NOTICES.txt").is_file()
    assert (resources / "licenses" / "Qt" / "LGPL-3.0.txt").is_file()
    assert (resources / "project.icns").is_file()


def test_without_the_notices_there_is_no_image(tmp_path: Path) -> None:
    app = _application(tmp_path)
    (tmp_path / "whereof" / "THIRD_PARTY_NOTICES.txt").unlink()
    with pytest.raises(SystemExit, match=r"THIRD_PARTY_NOTICES\.txt is missing"):
        build.complete(app)


def test_an_application_of_another_version_is_refused(tmp_path: Path) -> None:
    app = _application(tmp_path, "0.0.9")
    with pytest.raises(SystemExit, match=r"is version 0\.0\.9, not 0\.1\.0"):
        build.check(app, "0.1.0")
    with pytest.raises(SystemExit, match="is no application"):
        build.check(tmp_path / "Nothing.app", "0.1.0")


def test_the_image_holds_the_application_and_a_way_to_install_it(tmp_path: Path) -> None:
    commands = build.imaging(tmp_path / "Whereof.app", tmp_path / "stage", tmp_path / "whereof.dmg")
    assert commands[1] == ["ln", "-s", "/Applications", str(tmp_path / "stage" / "Applications")]
    assert commands[2][:4] == ["hdiutil", "create", "-volname", "Whereof"]
    assert commands[2][-1] == str(tmp_path / "whereof.dmg")


@pytest.mark.skipif(sys.platform == "darwin", reason="the sentence is for other systems")
def test_another_system_is_told_that_it_cannot_make_the_image(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="on macOS only"):
        build.build(_application(tmp_path), "0.1.0", tmp_path)
