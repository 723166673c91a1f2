"""What macOS is told about the application: the `Info.plist` of the bundle. PyInstaller's spec asks here."""

from __future__ import annotations

from typing import Any, Final

IDENTIFIER: Final = "io.github.whereof.Whereof"
PROJECT_TYPE: Final = "io.github.whereof.project"
"""The uniform type identifier of project files, which is ours to define."""

OLDEST_SYSTEM: Final = "14.0"
"""The oldest macOS that all libraries were built for; onnxruntime's decides."""

FORMATS: Final = {
    "public.plain-text": ("txt", "text"),
    "net.daringfireball.markdown": ("md", "markdown"),
    "public.html": ("html", "htm"),
    "public.xhtml": ("xhtml",),
}
"""The types that Whereof reads, with the file extensions that stand for them."""


def info_plist(version: str) -> dict[str, Any]:
    """The keys of `Info.plist` that are ours to say; PyInstaller adds those that it knows itself.

    Args:
        version: Whereof's version.
    """
    return {
        "CFBundleDisplayName": "Whereof",
        "CFBundleName": "Whereof",
        "CFBundleIdentifier": IDENTIFIER,
        "CFBundleShortVersionString": version,
        "CFBundleVersion": version,
        "CFBundleDevelopmentRegion": "en",
        "CFBundleDocumentTypes": [_project(), *(_format(kind) for kind in FORMATS)],
        "LSApplicationCategoryType": "public.app-category.reference",
        "LSBackgroundOnly": False,  # PyInstaller takes a program with a console for one without windows
        "LSMinimumSystemVersion": OLDEST_SYSTEM,
        "NSHighResolutionCapable": True,
        "NSHumanReadableCopyright": "Licensed under Apache-2.0",
        "NSPrincipalClass": "NSApplication",
        "NSRequiresAquaSystemAppearance": False,  # the dark palette follows the system's
        "UTExportedTypeDeclarations": [_project_type()],
        "UTImportedTypeDeclarations": [_markdown_type()],
    }


def _project() -> dict[str, Any]:
    return {
        "CFBundleTypeName": "Whereof project",
        "CFBundleTypeRole": "Editor",
        "CFBundleTypeIconFile": "project.icns",
        "LSHandlerRank": "Owner",
        "LSItemContentTypes": [PROJECT_TYPE],
    }


def _format(kind: str) -> dict[str, Any]:
    """A type that Whereof opens when asked to, and never by a double-click unless the reader wants it so."""
    return {
        "CFBundleTypeName": f"{FORMATS[kind][0]} document",
        "CFBundleTypeRole": "Viewer",
        "LSHandlerRank": "Alternate",
        "LSItemContentTypes": [kind],
    }


def _project_type() -> dict[str, Any]:
    return {
        "UTTypeIdentifier": PROJECT_TYPE,
        "UTTypeDescription": "Whereof project",
        "UTTypeConformsTo": ["public.data", "public.database"],
        "UTTypeIconFile": "project.icns",
        "UTTypeTagSpecification": {
            "public.filename-extension": ["whereof"],
            "public.mime-type": ["application/vnd.whereof.project+sqlite3"],
        },
    }


def _markdown_type() -> dict[str, Any]:
    """Markdown's type is defined by no system; it has to be declared by whoever speaks of it."""
    return {
        "UTTypeIdentifier": "net.daringfireball.markdown",
        "UTTypeDescription": "Markdown document",
        "UTTypeConformsTo": ["public.plain-text"],
        "UTTypeTagSpecification": {
            "public.filename-extension": list(FORMATS["net.daringfireball.markdown"]),
            "public.mime-type": ["text/markdown"],
        },
    }
