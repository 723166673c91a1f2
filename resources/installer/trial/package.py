"""The package's own steps: installed, registered, upgraded, purged."""

from __future__ import annotations

import configparser
import re
from typing import TYPE_CHECKING, Final

from trial.listing import compare, listing
from trial.sandbox import left

if TYPE_CHECKING:
    from collections.abc import Sequence

    from trial.listing import Listing
    from trial.stage import Deb, Stage

_NO_EXTRAS: Final = "--no-install-recommends"
_APPLICATIONS: Final = "/usr/share/applications/"
_MIME: Final = "/usr/share/mime/packages/"
_MANUAL: Final = re.compile(r"^/usr/share/man/man1/whereof\.1(\.gz)?$")
_ICON: Final = "/usr/share/icons/hicolor/"
_LONGEST_REFUSAL_S: Final = 30.0
_TYPE: Final = re.compile(r'<mime-type\s+type="([^"]+)"')


def install(stage: Stage, deb: Deb) -> float:
    """Install the package with all that it depends on; returns the seconds of the whole apt-get call."""
    done = stage.apt("install", _NO_EXTRAS, deb.inside)
    _check_installed(stage, deb)
    return done.seconds


def files(stage: Stage, deb: Deb) -> list[str]:
    """The paths that the installed package owns."""
    done = stage.room.run(["dpkg", "--listfiles", deb.name]).checked("`dpkg --listfiles`")
    return [line for line in done.out.splitlines() if line.startswith("/") and line != "/."]


def upgrade(stage: Stage, old: Deb, new: Deb) -> None:
    """Install the new package over the old one; nothing that only the old one had may be left."""
    before = files(stage, old)
    stage.outcome.figures["upgrade_s"] = round(install(stage, new), 1)
    gone = sorted(set(before) - set(files(stage, new)))
    left = [path for path in gone if _exists(stage, path)]
    stage.outcome.check(
        not left,
        f"upgraded from {old.version} to {new.version} in {stage.outcome.figures['upgrade_s']} s;"
        f" files gone that only the old one had: {len(gone)}",
        f"After the upgrade files of the old package are left: {_some(left)}.",
    )


def check_registered(stage: Stage, deb: Deb) -> None:
    """The desktop knows the program: command, manual page, desktop entry with its icon, type of file."""
    owned = files(stage, deb)
    found = stage.as_reader("sh", "-c", "command -v whereof").out.strip()
    stage.outcome.check(found == "/usr/bin/whereof", f"found by name as {found}", "`whereof` is not found by name.")
    told = stage.as_reader("whereof", "--version").checked("`whereof --version`").out.split()[:2]
    stage.outcome.check(
        told[-1:] == [deb.version.partition("-")[0]], " ".join(told), f"`whereof --version` says {' '.join(told)}."
    )
    stage.outcome.check(
        any(map(_MANUAL.match, owned)), "has a manual page", "The package has no manual page whereof(1)."
    )
    _check_desktop(stage, owned)


def check_refuses_root(stage: Stage) -> None:
    """Root is told why the window does not open; `--self-test` keeps that from being told in a box that waits."""
    done = stage.room.run(
        ["whereof", "--self-test"],
        network=stage.recorder.network,
        environment={"DISPLAY": stage.display.name},
        timeout=_LONGEST_REFUSAL_S,
    )
    stage.outcome.check(
        done.status != 0 and "does not start as root" in done.err and "Traceback" not in done.err,
        f"refuses root: “{done.err.strip()}”",
        f"As root `whereof` ended with status {done.status} and said: {done.err.strip()}",
    )


def reinstall(stage: Stage, deb: Deb) -> None:
    """Measure the package alone: purge it, and install it again while all that it depends on is there."""
    stage.apt("purge", deb.name)
    stage.outcome.figures["install_s"] = round(install(stage, deb), 1)
    stage.outcome.passed(
        f"installed in {stage.outcome.figures['install_s']} s: one apt-get call, what it depends on being there"
    )


def purge(stage: Stage, deb: Deb, before: Listing) -> None:
    """Purge the package and what came with it; the root is as it was."""
    stage.apt("purge", deb.name)
    stage.apt("autoremove", "--purge")
    running = left(stage.room.pid)
    stage.outcome.check(not running, "no process is left", f"After the purge processes are left: {running}")
    found = compare(before, listing(stage.room.path))
    stage.outcome.check(
        not found,
        f"purged: all {len(before)} files outside the home are what they were before",
        f"After the purge the root is not what it was: {found}.",
    )


def _check_installed(stage: Stage, deb: Deb) -> None:
    told = stage.room.run(["dpkg-query", "--show", "--showformat", "${db:Status-Status} ${Version}", deb.name]).out
    stage.outcome.check(
        told == f"installed {deb.version}",
        f"{deb.name} {told}",
        f"dpkg says of {deb.name}: “{told}”, not {deb.version}.",
    )


def _check_desktop(stage: Stage, owned: Sequence[str]) -> None:
    entries = [path for path in owned if path.startswith(_APPLICATIONS) and path.endswith(".desktop")]
    stage.outcome.check(
        len(entries) == 1, f"has {entries}", f"The package has {len(entries)} desktop entries, not one."
    )
    entry = configparser.ConfigParser(interpolation=None, strict=False)
    entry.read_string(stage.inside(entries[0]).read_text(encoding="utf-8"))
    section = entry["Desktop Entry"]
    icons = [path for path in owned if path.startswith(_ICON) and section.get("Icon", "?") in path]
    stage.outcome.check(icons, f"{len(icons)} icons", f"No icon {section.get('Icon')} of the desktop entry is there.")
    command = section.get("Exec", "?").split()[0]
    stage.outcome.check(
        command in ("whereof", "/usr/bin/whereof"),
        f"starts `{section['Exec']}`",
        f"The desktop entry starts {command}.",
    )
    described = [path for path in owned if path.startswith(_MIME)]
    types = {name for path in described for name in _TYPE.findall(stage.inside(path).read_text(encoding="utf-8"))}
    opened = types & set(section.get("MimeType", "").split(";"))
    stage.outcome.check(
        opened, f"opens its own type {min(opened) if opened else ''}", "The desktop entry opens no type of its own."
    )


def _exists(stage: Stage, path: str) -> bool:
    inside = stage.inside(path)
    return inside.exists() or inside.is_symlink()


def _some(paths: Sequence[str]) -> str:
    return ", ".join(paths[:5]) + (f" and {len(paths) - 5} more" if len(paths) > 5 else "")  # noqa: PLR2004 - enough
