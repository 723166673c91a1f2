"""What a Linux desktop, shell and package manager are told about Whereof agrees with the program."""

from __future__ import annotations

import configparser
import contextlib
import re
import shutil
import sqlite3
import struct
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import __main__ as front
from app import __version__
from app import main as window
from app.documents import formats
from app.project.schema import APPLICATION_ID
from app.project.store import Store
from freeze import PackagingFailed
from icons import build as icons
from linux import changelog, tree
from tests.installer import frozen

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET
    from collections.abc import Callable

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these are Linux's matters")
ROOT = Path(__file__).parents[2]
LINUX = ROOT / "resources" / "installer" / "linux"
ENTRY = LINUX / f"{icons.APPLICATION_ID}.desktop"
METAINFO = LINUX / f"{icons.APPLICATION_ID}.metainfo.xml"
MIME = LINUX / "whereof-mime.xml"
SCRIPTS = ("postinst", "prerm", "postrm")
MIME_SPACE = {"m": "http://www.freedesktop.org/standards/shared-mime-info"}
TYPES = {
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
}


def needs(program: str) -> pytest.MarkDecorator:
    """These are Debian's own checkers; `make package` runs them, and installs them where they are missing."""
    there = shutil.which(program) or shutil.which(program, path="/usr/sbin:/sbin")
    return pytest.mark.skipif(not there, reason=f"{program} is not installed; make package runs it")


def run(*command: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    path = tmp_path / "without an ending"
    Store.open(path).close()
    return path


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    path = tmp_path / "foreign"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
        connection.execute("PRAGMA application_id = 1")
    connection.close()
    return path


def entry() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(ENTRY, encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_window_calls_itself_what_the_desktop_entry_is_called() -> None:
    assert icons.APPLICATION_ID == window._DESKTOP_FILE
    assert entry()["Icon"] == icons.APPLICATION_ID
    assert frozen.xml(METAINFO).findtext("id") == icons.APPLICATION_ID


def test_the_desktop_entry_offers_just_the_files_that_the_program_reads() -> None:
    assert TYPES.keys() == formats.SUPPORTED
    offered = set(filter(None, entry()["MimeType"].split(";")))
    assert offered == {*TYPES.values(), icons.PROJECT_TYPE}
    provided = {element.text for element in frozen.xml(METAINFO).iterfind("provides/mediatype")}
    assert provided == offered


@needs("desktop-file-validate")
def test_the_desktop_entry_is_valid() -> None:
    assert run("desktop-file-validate", ENTRY).stdout == ""


@needs("appstreamcli")
def test_the_appstream_data_is_valid() -> None:
    ran = run("appstreamcli", "validate", "--no-net", METAINFO)
    assert ran.returncode == 0, ran.stdout


def magic_matches(element: ET.Element, content: bytes) -> bool:
    """The freedesktop rule: a match, and one of the matches within it where there are any."""
    start = int(element.attrib["offset"])
    value = element.attrib["value"]
    if element.attrib["type"] == "big32":
        wanted = struct.pack(">I", int(value, 16))
    else:
        wanted = value.encode().decode("unicode_escape").encode("latin-1")
    if content[start : start + len(wanted)] != wanted:
        return False
    within = element.findall("m:match", MIME_SPACE)
    return not within or any(magic_matches(inner, content) for inner in within)


def magic() -> ET.Element:
    found = frozen.xml(MIME).find("m:mime-type/m:magic/m:match", MIME_SPACE)
    assert found is not None
    return found


def test_the_magic_tells_a_project_from_another_sqlite_file(project: Path, foreign: Path, tmp_path: Path) -> None:
    assert magic_matches(magic(), project.read_bytes())
    assert not magic_matches(magic(), foreign.read_bytes())
    assert not magic_matches(magic(), b"")
    (tmp_path / "text").write_bytes(b"x" * 68 + struct.pack(">I", APPLICATION_ID))
    assert not magic_matches(magic(), (tmp_path / "text").read_bytes())


def test_the_magic_has_the_number_that_the_program_writes() -> None:
    inner = magic().find("m:match", MIME_SPACE)
    assert inner is not None
    assert int(inner.attrib["value"], 16) == APPLICATION_ID
    kind = frozen.xml(MIME).find("m:mime-type", MIME_SPACE)
    assert kind is not None
    assert kind.attrib["type"] == icons.PROJECT_TYPE


@needs("update-mime-database")
@needs("mimetype")
def test_the_desktop_tells_projects_by_their_content_and_by_their_ending(
    project: Path, foreign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share = tmp_path / "share"
    (share / "mime" / "packages").mkdir(parents=True)
    shutil.copy(MIME, share / "mime" / "packages" / "io.github.whereof.Whereof.xml")
    monkeypatch.setenv("XDG_DATA_HOME", str(share))
    built = run("update-mime-database", share / "mime")
    assert (built.returncode, built.stderr) == (0, "")
    assert run("mimetype", "--brief", "--magic-only", project).stdout.strip() == icons.PROJECT_TYPE
    assert run("mimetype", "--brief", "--magic-only", foreign).stdout.strip() != icons.PROJECT_TYPE
    named = tmp_path / "journey.whereof"
    named.touch()
    assert run("mimetype", "--brief", named).stdout.strip() == icons.PROJECT_TYPE


@pytest.fixture
def helped(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """What the command line says when it is asked for help with a verb, or with nothing."""

    def ask(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["whereof", *words, "--help"])
        with contextlib.suppress(SystemExit):
            front.main()
        return capsys.readouterr().out

    return ask


def options(text: str) -> set[str]:
    return set(re.findall(r"(?<![\w-])--?[a-zA-Z][\w-]*", text))


def manual() -> dict[str, str]:
    """The sections of the manual page, by their headings, as one reads them."""
    text = (LINUX / "whereof.1").read_text(encoding="utf-8").replace("\\-", "-")
    parts = re.split(r"^\.S[HS] +\"?([^\"\n]+)\"?$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def explained(section: str) -> set[str]:
    tagged = re.findall(r"^\.TP\n\.\w+ (.*)$", section, re.MULTILINE)
    return options(" ".join(tagged))


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ((), "OPTIONS OF THE WINDOW"),
        (("geoparse",), "geoparse"),
        (("explain",), "explain"),
        (("evaluate",), "evaluate"),
        (("gazetteer", "info"), "gazetteer info"),
        (("gazetteer", "find"), "gazetteer find"),
        (("gazetteer", "packs"), "gazetteer packs"),
        (("gazetteer", "import"), "gazetteer import"),
        (("gazetteer", "build"), "gazetteer build"),
    ],
)
def test_the_manual_page_explains_just_the_options_that_there_are(
    helped: Callable[..., str], words: tuple[str, ...], section: str
) -> None:
    sections = manual()
    common = explained(sections["COMMON OPTIONS"])
    offered = options(helped(*words))
    told = explained(sections[section])
    if not words:
        assert told == offered | {"-V", "--version"}
    else:
        assert told <= offered
        assert offered <= told | common


def test_the_manual_page_names_every_verb(helped: Callable[..., str]) -> None:
    verbs = {"geoparse", "explain", "evaluate", "gazetteer"}
    assert verbs == set(re.findall(r"\w+", helped().split("Verbs instead of files:")[1].split(".")[0]))
    synopsis = manual()["SYNOPSIS"]
    assert all(f"whereof {verb}" in synopsis for verb in verbs)


@needs("man")
def test_the_manual_page_is_set_without_a_warning() -> None:
    ran = run("man", "--warnings", "--encoding=utf8", "--local-file", LINUX / "whereof.1")
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_apparmor_profile_covers_both_programs_and_restricts_nothing() -> None:
    profile = (LINUX / "apparmor-profile").read_text(encoding="utf-8")
    head = re.search(r"^profile whereof (\S+) flags=\(unconfined\) \{$", profile, re.MULTILINE)
    assert head is not None
    assert head[1] == "/usr/lib/whereof/{whereof,_internal/PySide6/Qt/libexec/QtWebEngineProcess}"
    rules = profile.split("{\n")[1].split("}")[0]
    assert [line.strip() for line in rules.splitlines() if line.strip()] == [
        "userns,",
        "include if exists <local/whereof>",
    ]


@needs("apparmor_parser")
def test_the_apparmor_profile_is_understood_as_far_as_this_parser_can(tmp_path: Path) -> None:
    profile = (LINUX / "apparmor-profile").read_text(encoding="utf-8")
    if not Path("/etc/apparmor.d/abi/4.0").exists():
        profile = profile.replace("<abi/4.0>", "<abi/3.0>").replace("  userns,\n", "")
    copy = tmp_path / "profile"
    copy.write_text(profile, encoding="utf-8")
    parser = shutil.which("apparmor_parser") or "/usr/sbin/apparmor_parser"
    ran = run(parser, "--skip-kernel-load", "--skip-cache", "--base", "/etc/apparmor.d", copy)
    assert ran.returncode == 0, ran.stderr


@needs("shellcheck")
def test_the_maintainer_scripts_please_shellcheck() -> None:
    ran = run("shellcheck", "--shell=sh", *(LINUX / name for name in SCRIPTS))
    assert ran.returncode == 0, ran.stdout


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A little system that the maintainer scripts run in, with their paths moved there."""
    for folder in ("etc/apparmor.d/abi", "usr/share/whereof", "var/cache/apparmor/26b63962.0"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(LINUX / "apparmor-profile", tmp_path / "usr/share/whereof")
    for name in SCRIPTS:
        text = (LINUX / name).read_text(encoding="utf-8")
        moved = re.sub(r"(?<![\w/*])/(etc|usr|var|sys)/", rf"{tmp_path}/\1/", text)
        (tmp_path / name).write_text(moved, encoding="utf-8")
    return tmp_path


def maintain(system: Path, script: str, *words: str) -> int:
    return run("sh", system / script, *words).returncode


def test_the_profile_is_installed_only_where_apparmor_can_read_it(system: Path) -> None:
    profile = system / "etc/apparmor.d/whereof"
    assert maintain(system, "postinst", "configure", "") == 0
    assert not profile.exists()
    (system / "etc/apparmor.d/abi/4.0").touch()
    assert maintain(system, "postinst", "triggered", "/etc/apparmor.d/abi/4.0") == 0
    assert profile.read_bytes() == (LINUX / "apparmor-profile").read_bytes()


def test_removing_leaves_neither_the_profile_nor_what_apparmor_made_of_it(system: Path) -> None:
    (system / "etc/apparmor.d/abi/4.0").touch()
    assert maintain(system, "postinst", "configure", "") == 0
    cached = system / "var/cache/apparmor/26b63962.0/whereof"
    cached.touch()
    assert maintain(system, "prerm", "remove") == 0
    assert maintain(system, "postrm", "remove") == 0
    assert not cached.exists()
    assert not (system / "etc/apparmor.d/whereof").exists()
    assert maintain(system, "postrm", "purge") == 0


def test_an_upgrade_keeps_the_profile(system: Path) -> None:
    (system / "etc/apparmor.d/abi/4.0").touch()
    maintain(system, "postinst", "configure", "")
    assert maintain(system, "prerm", "upgrade", "2.0") == 0
    assert maintain(system, "postrm", "upgrade", "2.0") == 0
    assert (system / "etc/apparmor.d/whereof").exists()


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_maintainer_script_refuses_what_it_does_not_know(system: Path, script: str) -> None:
    assert maintain(system, script, "dance") == 1


BUILT = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
TOLD = """\
# Changelog

Words before the first section.

## [Unreleased]

### Added

- A **bold** thing with `code`
  over two lines.
- Another, [as told](https://example.org/).

## [0.0.9] - 2026-10-01

- An old thing.
"""


def test_what_is_unreleased_belongs_to_the_version_that_is_built() -> None:
    found = changelog.releases(TOLD, "0.1.0", BUILT)
    assert [(release.version, release.date.date().isoformat()) for release in found] == [
        ("0.1.0", "2026-11-22"),
        ("0.0.9", "2026-10-01"),
    ]
    assert found[0].changes == ("A bold thing with code over two lines.", "Another, as told.")


def test_a_version_with_a_section_of_its_own_takes_nothing_of_the_unreleased() -> None:
    assert [release.version for release in changelog.releases(TOLD, "0.0.9", BUILT)] == ["0.0.9"]
    assert [release.version for release in changelog.releases(TOLD, "0.0.9~trial", BUILT)] == ["0.0.9~trial"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("## [0.2.0] - 2026-01-01\n\n- New.\n", "nothing about 0.1.0"), ("## [0.1.0]\n\n- New.\n", "lacks its date")],
)
def test_a_changelog_that_does_not_tell_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(PackagingFailed, match=sentence):
        changelog.releases(text, "0.1.0", BUILT)


def test_debians_changelog_has_debians_form() -> None:
    text = changelog.debian(changelog.releases(TOLD, "0.1.0", BUILT), "whereof", "Us <us@example.org>")
    assert text.startswith("whereof (0.1.0) unstable; urgency=medium\n\n  * A bold thing")
    assert " -- Us <us@example.org>  Sun, 22 Nov 2026 10:00:00 +0000\n" in text
    assert max(map(len, text.splitlines())) < 80


@pytest.mark.parametrize(
    ("ours", "debians"),
    [("0.1.0", "0.1.0"), ("0.2.0rc1", "0.2.0~rc1"), ("0.2.0.dev3", "0.2.0~dev3"), ("0.1.0~previous", "0.1.0~previous")],
)
def test_what_comes_before_a_release_comes_before_it_in_debian(ours: str, debians: str) -> None:
    assert changelog.debian_version(ours) == debians


def test_the_changelog_of_this_version_can_be_told() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    newest = changelog.releases(text, __version__, BUILT)[0]
    assert newest.version == __version__
    assert all(change and "**" not in change and "`" not in change for change in newest.changes)


def test_the_date_of_a_build_is_given_or_the_last_commits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert tree.built() == datetime(1970, 1, 2, tzinfo=UTC)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(PackagingFailed, match="SOURCE_DATE_EPOCH"):
        tree.built()
