"""What CHANGELOG.md says, as Debian's changelog and as AppStream's releases, so that it is written once."""

from __future__ import annotations

import re
import textwrap
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING, Final

from freeze import PackagingFailed

if TYPE_CHECKING:
    from collections.abc import Sequence

_HEADING: Final = re.compile(r"^## \[(?P<name>[^\]]+)\](?: - (?P<date>\d{4}-\d{2}-\d{2}))?\s*$")
_ITEM: Final = re.compile(r"^- +(?P<text>.*)$")
_MARKDOWN: Final = re.compile(r"\*\*|`|\[(?P<words>[^\]]+)\]\([^)]*\)")
_UNRELEASED: Final = "Unreleased"
_DEBIAN_WIDTH: Final = 79


@dataclass(frozen=True, slots=True)
class Release:
    """One version and what changed in it.

    Attributes:
        version: as in `app.__version__`.
        date: when it was made, in UTC.
        changes: one plain sentence or more each, newest order kept.
    """

    version: str
    date: datetime
    changes: tuple[str, ...]


def releases(changelog: str, version: str, built: datetime) -> list[Release]:
    """The releases that CHANGELOG.md tells of, newest first.

    Args:
        changelog: the text of CHANGELOG.md.
        version: the one that is built; what is unreleased belongs to it as long as it has no section of its own.
            What stands behind a tilde does not count: `1.0~trial` is told of as 1.0 is.
        built: its date then.

    Raises:
        PackagingFailed: nothing is said about `version`, or a section has no date.
    """
    sections = _sections(changelog)
    names = [name for name, _, _ in sections]
    base = version.partition("~")[0]
    found = []
    for name, date, changes in sections:
        if name == _UNRELEASED:
            if base not in names and changes:
                found.append(Release(version, built, changes))
        elif date:
            called = version if name == base else name
            found.append(Release(called, datetime.fromisoformat(f"{date}T12:00:00+00:00").astimezone(UTC), changes))
        else:
            raise PackagingFailed(
                f"CHANGELOG.md: the section of {name} lacks its date, as in “## [{name}] - 2026-01-31”."
            )
    if version not in {release.version for release in found}:
        raise PackagingFailed(f"CHANGELOG.md says nothing about {version}; describe it there.")
    return found


def debian(found: Sequence[Release], package: str, maintainer: str) -> str:
    """The changelog in Debian's form."""
    entries = []
    for release in found:
        changes = "\n".join(
            textwrap.fill(change, _DEBIAN_WIDTH, initial_indent="  * ", subsequent_indent="    ")
            for change in release.changes
        )
        heading = f"{package} ({debian_version(release.version)}) unstable; urgency=medium"
        entries.append(f"{heading}\n\n{changes}\n\n -- {maintainer}  {format_datetime(release.date)}\n")
    return "\n".join(entries)


def debian_version(version: str) -> str:
    """The version as Debian orders it: what comes before a release (`1.0rc1`, `1.0.dev2`) gets a tilde."""
    return re.sub(r"\.?(a|b|rc|dev)(?=\d)", r"~\1", version)


def appstream(found: Sequence[Release]) -> list[ET.Element]:
    """The elements of AppStream's `<releases>`."""
    elements = []
    for release in found:
        kind = "stable" if release.version == debian_version(release.version).replace("~", "") else "development"
        element = ET.Element("release", version=release.version, date=release.date.date().isoformat(), type=kind)
        items = ET.SubElement(ET.SubElement(element, "description"), "ul")
        for change in release.changes:
            ET.SubElement(items, "li").text = change
        elements.append(element)
    return elements


def _sections(changelog: str) -> list[tuple[str, str | None, tuple[str, ...]]]:
    """Name, date and changes of every section."""
    found: list[tuple[str, str | None, list[str]]] = []
    for line in changelog.splitlines():
        heading, item = _HEADING.match(line), _ITEM.match(line)
        if heading:
            found.append((heading["name"], heading["date"], []))
        elif not found:
            continue
        elif item:
            found[-1][2].append(item["text"])
        elif line.startswith("  ") and found[-1][2]:
            found[-1][2][-1] += f" {line.strip()}"
    return [(name, date, tuple(_plain(change) for change in changes)) for name, date, changes in found]


def _plain(markdown: str) -> str:
    return _MARKDOWN.sub(lambda match: match["words"] or "", markdown)
