"""Makes the disk image from the application that PyInstaller built. It runs on macOS, with what the system has.

python resources/installer/macos/build.py [APP]     makes dist/whereof-<version>-macos-<machine>.dmg

Without these environment variables the application is signed ad hoc, which lets it run where it was built and elsewhere
only after the reader has allowed it in System Settings:

WHEREOF_MACOS_IDENTITY     the signing identity in the keychain, as "Developer ID Application: NAME (TEAM)"
WHEREOF_NOTARY_PROFILE     the profile that `xcrun notarytool store-credentials` left in the keychain
"""

from __future__ import annotations

import os
import platform
import plistlib
import runpy
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[3]
ENTITLEMENTS: Final = Path(__file__).resolve().with_name("entitlements.plist")
IDENTITY_VARIABLE: Final = "WHEREOF_MACOS_IDENTITY"
NOTARY_VARIABLE: Final = "WHEREOF_NOTARY_PROFILE"
NOTICES: Final = ("THIRD_PARTY_NOTICES.txt", "licenses", "sbom.cdx.json")
"""What the notices' script puts into the frozen folder beside the application."""

_AD_HOC: Final = "-"
_MACH_O: Final = (b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How a Mach-O file begins, for one machine or for several."""

Command = list[str]


def build(app: Path, version: str, out: Path) -> Path:
    """Put the notices into the application, sign it and make the disk image; returns the image's path.

    Args:
        app: `Whereof.app`; the frozen folder `whereof` with the notices lies beside it, and so does `icons`.
        version: Whereof's version, which the application must have too.
        out: the folder that the image is written to.

    Raises:
        SystemExit: the system is another one, the application is not complete or of another version, or one of the
            system's tools fails.
    """
    if platform.system() != "Darwin":
        raise SystemExit("A disk image is made on macOS only; run this there.")
    check(app, version)
    complete(app)
    image = out.resolve() / f"whereof-{version}-macos-{platform.machine()}.dmg"
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as stage:
        commands = [
            *signing(app, os.environ.get(IDENTITY_VARIABLE, "")),
            ["codesign", "--verify", "--deep", "--strict", str(app)],
            *imaging(app, Path(stage), image),
            *notarizing(image, os.environ.get(IDENTITY_VARIABLE, ""), os.environ.get(NOTARY_VARIABLE, "")),
        ]
        for command in commands:
            _run(command)
    return image


def check(app: Path, version: str) -> None:
    """See that the application is there and of this version.

    Raises:
        SystemExit: it is not.
    """
    information = app / "Contents" / "Info.plist"
    if not information.is_file():
        raise SystemExit(f"{app} is no application; freeze Whereof on macOS first.")
    found = plistlib.loads(information.read_bytes()).get("CFBundleShortVersionString")
    if found != version:
        raise SystemExit(f"{app} is version {found}, not {version}; freeze it again.")


def complete(app: Path) -> None:
    """Copy the notices and the icon of project files, which lie beside the application, into it.

    Raises:
        SystemExit: they are not there.
    """
    resources = app / "Contents" / "Resources"
    sources = [*(app.parent / "whereof" / name for name in NOTICES), app.parent / "icons" / "project.icns"]
    for source in sources:
        if source.is_dir():
            shutil.copytree(source, resources / source.name, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy2(source, resources / source.name)
        else:
            raise SystemExit(f"{source} is missing; package.py makes it before the disk image.")


def signing(app: Path, identity: str) -> list[Command]:
    """The commands that sign everything in the application, the innermost first and the application last.

    Args:
        app: the application.
        identity: the identity in the keychain; nothing means ad hoc, without the hardened runtime.
    """
    common = ["codesign", "--force", "--sign", identity or _AD_HOC]
    if identity:
        common += ["--options", "runtime", "--timestamp"]
    return [
        [*common, *(["--entitlements", str(ENTITLEMENTS)] if part.suffix == ".app" else []), str(part)]
        for part in signed_parts(app)
    ]


def signed_parts(app: Path) -> list[Path]:
    """What needs a signature of its own: libraries, frameworks, helper applications and the application itself.

    A bundle comes after everything in it, as its signature covers theirs; the program that a bundle is about is
    signed with the bundle.
    """
    bundles = [path for path in app.rglob("*") if path.suffix in {".app", ".framework"} and _is_folder(path)]
    programs = {_program(bundle).resolve() for bundle in [app, *bundles]}
    files = [path for path in app.rglob("*") if _is_code(path) and path.resolve() not in programs]
    parts = sorted([*files, *bundles], key=lambda path: (-len(path.parts), str(path)))
    return [*parts, app]


def imaging(app: Path, stage: Path, image: Path) -> list[Command]:
    """The commands that make the disk image: the application, and beside it a link to drag it to.

    Args:
        app: the application.
        stage: an empty folder, which becomes the image's content.
        image: the file to write.
    """
    return [
        ["ditto", str(app), str(stage / app.name)],
        ["ln", "-s", "/Applications", str(stage / "Applications")],
        [
            *("hdiutil", "create", "-volname", "Whereof", "-srcfolder", str(stage)),
            *("-fs", "HFS+", "-format", "ULMO", "-ov", str(image)),
        ],
        ["hdiutil", "verify", str(image)],
    ]


def notarizing(image: Path, identity: str, profile: str) -> list[Command]:
    """The commands that have Apple vouch for the image; none without an identity and a profile."""
    if not (identity and profile):
        return []
    return [
        ["codesign", "--sign", identity, "--timestamp", str(image)],
        ["xcrun", "notarytool", "submit", str(image), "--keychain-profile", profile, "--wait"],
        ["xcrun", "stapler", "staple", str(image)],
    ]


def _program(bundle: Path) -> Path:
    """The file that a bundle is about: an application's executable, a framework's library."""
    if bundle.suffix == ".framework":
        return bundle / bundle.stem
    information = bundle / "Contents" / "Info.plist"
    name = plistlib.loads(information.read_bytes())["CFBundleExecutable"] if information.is_file() else bundle.stem
    return bundle / "Contents" / "MacOS" / str(name)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _is_code(path: Path) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(4) in _MACH_O


def _run(command: Command) -> None:
    if subprocess.run(command, check=False).returncode:
        raise SystemExit(f"this step failed: {' '.join(command)}")


if __name__ == "__main__":
    built = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / ".make" / "freeze" / "Whereof.app"
    print(build(built, runpy.run_path(str(ROOT / "app" / "__init__.py"))["__version__"], ROOT / "dist"))
