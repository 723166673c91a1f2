"""The trial of the Debian package on a clean Debian 12 root: `make package-test`.

python resources/installer/trial/__main__.py DEB [--previous DEB] [--figures FILE]

Installs, reads, records, upgrades, purges; a line for each check. Exit status: 0 all checks hold, 1 one does not, with
the sentence why. Needs root, and leaves nothing behind but `.make/trial/`: the clean root and downloaded packages for
the next time, and pictures of the window.
"""

from __future__ import annotations

import argparse
import contextlib
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

REPOSITORY: Final = Path(__file__).resolve().parents[3]
sys.path[:1] = [str(REPOSITORY / "resources" / "installer"), str(REPOSITORY)]

from trial import bundled, package, root, session, tools  # noqa: E402 - the path comes first
from trial.display import Display  # noqa: E402 - likewise
from trial.listing import listing  # noqa: E402 - likewise
from trial.namespace import Room  # noqa: E402 - likewise
from trial.outcome import Failed, Outcome, say  # noqa: E402 - likewise
from trial.recorder import Recorder  # noqa: E402 - likewise
from trial.stage import Deb, Stage  # noqa: E402 - likewise

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_CACHE: Final = REPOSITORY / ".make" / "trial"
_INTERRUPTED: Final = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the trial; returns the exit status."""
    options = _options(arguments)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    began, outcome = time.monotonic(), Outcome()
    try:
        tools.check()
        new = Deb.read(options.deb.resolve())
        previous = Deb.read(options.previous.resolve()) if options.previous else None
        with _entered(outcome, [deb for deb in (previous, new) if deb]) as stage:
            _run(stage, previous, new)
    except (Failed, OSError) as fault:
        print(f"FAILED: {fault}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("The trial was interrupted; nothing of it is left.", file=sys.stderr)
        return _INTERRUPTED
    finally:
        if options.figures and outcome.figures:
            outcome.write(options.figures)
    say(f"The trial passed: {outcome.checks} checks in {time.monotonic() - began:.0f} s. {outcome.figures}")
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Try the Debian package on a clean Debian 12 root.")
    parser.add_argument("deb", type=Path, help="the package")
    parser.add_argument("--previous", type=Path, metavar="DEB", help="an older one, from which it is upgraded")
    parser.add_argument("--figures", type=Path, metavar="FILE", help="a JSON file that the figures are added to")
    return parser.parse_args(arguments)


@contextlib.contextmanager
def _entered(outcome: Outcome, debs: Sequence[Deb]) -> Iterator[Stage]:
    """A fresh room with screen and recorder; all of it is gone afterwards."""
    _CACHE.mkdir(parents=True, exist_ok=True)
    folder = _CACHE / "root"
    with contextlib.ExitStack() as stack:
        root.lock(stack.enter_context((_CACHE / "lock").open("w")))
        archive = root.pristine(_CACHE)
        say("The clean root")
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        root.fresh(archive, folder)
        display, recorder = stack.enter_context(Display()), stack.enter_context(Recorder())
        shown = {root.ARCHIVES: root.archives(_CACHE), str(display.socket): display.socket}
        room = stack.enter_context(Room(folder, shown | {deb.inside: deb.file for deb in debs}))
        yield Stage(room=room, display=display, recorder=recorder, outcome=outcome, kept=_CACHE)


def _run(stage: Stage, previous: Deb | None, new: Deb) -> None:
    """All steps in their order."""
    session.prepare(stage)
    before = listing(stage.room.path)
    stage.outcome.passed(f"Debian {root.SUITE} with {len(before)} files and an ordinary user with an empty home")
    first = previous or new

    say(f"Installing {first.file.name}")
    seconds = package.install(stage, first)
    stage.outcome.figures["install_with_dependencies_s"] = round(seconds, 1)
    stage.outcome.passed(f"installed with all that it depends on in {seconds:.1f} s")

    say("First use, by an ordinary user with an empty home, without network and graphics card")
    session.self_test(stage, "first_self_test_s")
    session.write_letters(stage)
    session.read_letters(stage)
    session.import_pack(stage)
    belongings = session.belongings(stage)

    if previous:
        say(f"Upgrading to {new.file.name}")
        package.upgrade(stage, previous, new)
        session.check_kept(stage, belongings, "after the upgrade")
    package.check_registered(stage, new)
    package.check_refuses_root(stage)

    say("What is installed")
    bundled.check_size(stage, new)
    bundled.check_notices(stage)
    bundled.check_libraries(stage)

    say("A whole session in a network that leads nowhere")
    session.silent_session(stage)
    session.check_start(stage)
    session.check_kept(stage, belongings, "after the session")

    say("Removing")
    package.reinstall(stage, new)
    package.purge(stage, new, before)
    session.check_kept(stage, belongings, "after the purge")


if __name__ == "__main__":
    sys.exit(main())
