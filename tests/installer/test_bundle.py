"""What is packed of all that PyInstaller collects."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import bundle
from bundle import Part

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).parents[2]
WHEEL = "/venv/PySide6/Qt"
SYSTEM = "/usr/lib/x86_64-linux-gnu"
on_linux = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the paths of a Linux wheel")


def qt(name: str) -> Part:
    return Part(f"PySide6/Qt/lib/{name}", f"{WHEEL}/lib/{name}", "BINARY")


def system(name: str) -> Part:
    return Part(name, f"{SYSTEM}/{name}", "BINARY")


def plugin(path: str) -> Part:
    return Part(f"PySide6/Qt/plugins/{path}", f"{WHEEL}/plugins/{path}", "BINARY")


WIDGETS = Part("PySide6/QtWidgets.abi3.so", "/venv/PySide6/QtWidgets.abi3.so", "EXTENSION")
HELPER = Part("PySide6/Qt/libexec/QtWebEngineProcess", f"{WHEEL}/libexec/QtWebEngineProcess", "BINARY")


def packed(parts: Iterable[Part], **needs: tuple[str, ...]) -> set[str]:
    """Names of what is packed, when the file `a_b.so` of the given parts needs what `a_b_so=…` says."""
    asked = {name.replace("_", "."): wanted for name, wanted in needs.items()}

    def needed(source: str) -> tuple[str, ...]:
        return asked.get(Path(source).name.replace("_", "."), ())

    return {Path(part.dest).name for part in bundle.binaries(parts, needed)}


@on_linux
def test_a_library_of_qt_is_packed_only_if_something_packed_loads_it() -> None:
    parts = [WIDGETS, qt("libQt6Core.so.6"), qt("libQt6Gui.so.6"), qt("libQt63DCore.so.6"), qt("libQt6Quick3D.so.6")]
    names = packed(
        parts,
        **{"QtWidgets.abi3.so": ("libQt6Gui.so.6",), "libQt6Gui.so.6": ("libQt6Core.so.6", "libc.so.6")},
        **{"libQt6Quick3D.so.6": ("libQt63DCore.so.6",)},
    )
    assert names == {"QtWidgets.abi3.so", "libQt6Gui.so.6", "libQt6Core.so.6"}


@on_linux
def test_chromiums_helper_is_packed_with_what_it_loads() -> None:
    names = packed([HELPER, qt("libQt6WebEngineCore.so.6")], QtWebEngineProcess=("libQt6WebEngineCore.so.6",))
    assert names == {"QtWebEngineProcess", "libQt6WebEngineCore.so.6"}


@on_linux
def test_only_plugins_that_the_program_uses_are_packed() -> None:
    useful = ["platforms/libqxcb.so", "platforms/libqoffscreen.so", "iconengines/libqsvgicon.so"]
    useless = ["platforms/libqvnc.so", "qmltooling/libqmldbg_tcp.so", "platformthemes/libqgtk3.so"]
    names = packed([plugin(path) for path in (*useful, *useless)])
    assert names == {Path(path).name for path in useful}


@on_linux
def test_the_systems_libraries_stay_with_the_system_but_for_a_few() -> None:
    parts = [
        WIDGETS,
        system("libxcb-cursor.so.0"),
        system("libX11.so.6"),
        system("libstdc++.so.6"),
        system("libssl.so.3"),
    ]
    wanted = tuple(Path(part.dest).name for part in parts[1:])
    assert packed(parts, **{"QtWidgets.abi3.so": wanted}) == {"QtWidgets.abi3.so", "libxcb-cursor.so.0"}


@on_linux
def test_pythons_library_is_packed_wherever_it_lies() -> None:
    assert packed([system("libpython3.11.so.1.0")]) == {"libpython3.11.so.1.0"}


@on_linux
def test_a_wheels_own_library_is_packed_even_from_under_usr() -> None:
    inside = Part("numpy.libs/libopenblas.so", "/usr/lib/python3/numpy.libs/libopenblas.so", "BINARY")
    assert packed([inside]) == {"libopenblas.so"}


@pytest.mark.parametrize(
    "unused",
    [
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/translations/qt_de.qm",
        "PySide6/Qt/translations/qtwebengine_locales/de.pak",
        "PySide6/Qt/resources/qtwebengine_devtools_resources.pak",
        "babel/locale-data/de.dat",
        "libfreebl3.chk",
        "resources/map/build.py",
        "resources/map/package-lock.json",
    ],
)
def test_data_that_nothing_reads_is_left_out(unused: str) -> None:
    kept = [
        "PySide6/Qt/translations/qtwebengine_locales/en-US.pak",
        "PySide6/Qt/resources/icudtl.dat",
        "resources/map/map.js",
    ]
    parts = [Part(name, f"/venv/{name}", "DATA") for name in (*kept, unused)]
    assert [part.dest for part in bundle.data(parts, [])] == kept


def test_a_link_is_packed_with_its_target_and_never_without() -> None:
    core = qt("libQt6Core.so.6")
    alive = Part("libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK")
    dangling = Part("libQt6Charts.so.6", "PySide6/Qt/lib/libQt6Charts.so.6", "SYMLINK")
    assert bundle.data([alive, dangling], [core]) == [alive]


def test_what_is_carried_is_in_the_checkout_and_nothing_of_it_is_the_customers() -> None:
    assert [name for name in bundle.CARRIED if not (ROOT / "resources" / name).exists()] == []
    seeds = {path.name for path in (ROOT / "seeds").iterdir()}
    carried = {path.name for name in bundle.CARRIED for path in (ROOT / "resources" / name).rglob("*")}
    assert not seeds & carried
