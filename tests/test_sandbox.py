"""Chromium's sandbox: the check before the start, and the look at the page's process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import sandbox
from app.sandbox import State

ROOT = Path(__file__).resolve().parent.parent
CHECK = "from app import sandbox; refused = sandbox.refusal(); print(refused.remedy if refused else 'allowed')"

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="namespaces are Linux's")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True, timeout=60)


def can_nest() -> bool:
    """Whether util-linux can do here what Chromium does."""
    return shutil.which("unshare") is not None and run("unshare", "-Ur", "unshare", "-U", "true").returncode == 0


needs_namespaces = pytest.mark.skipif(not can_nest(), reason="this system refuses namespaces")


def check(prefix: tuple[str, ...]) -> str:
    """What the check says when it runs behind this command."""
    done = run(*prefix, sys.executable, "-c", CHECK)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@needs_namespaces
def test_s10_a_system_with_namespaces_is_fit() -> None:
    assert check(()) == "allowed"


@needs_namespaces
@pytest.mark.parametrize("allowed", [0, 1])
def test_s10_a_system_that_refuses_the_first_or_the_second_namespace_is_not_fit(allowed: int) -> None:
    limit = f'echo {allowed} > /proc/sys/user/max_user_namespaces && exec "$0" "$@"'
    said = check(("unshare", "-Ur", "sh", "-c", limit))
    assert "administrator" in said
    assert "--no-sandbox" in said
    assert ("user.max_user_namespaces" in said) == (allowed == 0)


@needs_namespaces
def test_s10_a_user_without_ids_in_a_namespace_is_not_fit() -> None:
    assert "administrator" in check(("unshare", "-U"))


@needs_namespaces
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can make a chroot")
def test_s10_a_chroot_is_not_fit(tmp_path: Path) -> None:
    enter = f'mount --make-rprivate / && mount --rbind / {tmp_path} && cd {ROOT} && exec chroot {tmp_path} "$0" "$@"'
    go_back = f'cd {ROOT} && exec "$0" "$@"'
    said = check(("unshare", "-m", "sh", "-c", enter, "sh", "-c", go_back))
    assert "chroot" in said


def test_s10_apparmors_refusal_names_the_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    setting = tmp_path / "apparmor_restrict_unprivileged_userns"
    setting.write_text("1\n")
    ways = [(str(setting), *way[1:]) if "apparmor" in way[0] else way for way in sandbox._WAYS_OUT]
    monkeypatch.setattr(sandbox, "_WAYS_OUT", ways)
    monkeypatch.setattr(sandbox, "_can_nest", lambda: False)
    refused = sandbox.refusal()
    assert refused is not None
    assert ".deb package, which brings the AppArmor profile" in refused.remedy


def test_s10_a_process_without_filter_and_namespace_is_told_from_one_with_them() -> None:
    assert sandbox.state_of(os.getpid()) is State.OFF
    assert sandbox.state_of(2**22 + 1) is State.OFF


CONFINED = """
import ctypes, os, struct, sys
libc = ctypes.CDLL(None)
if "namespace" in sys.argv:
    assert libc.unshare(0x30000000) == 0
ready, tell = os.pipe()
child = os.fork()
if child == 0:
    if "filter" in sys.argv:  # one that allows everything: BPF_RET | BPF_K, SECCOMP_RET_ALLOW
        code = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0x7FFF0000))
        program = struct.pack("HxxxxxxP", 1, ctypes.addressof(code))
        assert libc.prctl(38, 1, 0, 0, 0) == 0
        assert libc.prctl(22, 2, ctypes.create_string_buffer(program)) == 0
    os.write(tell, b"!")
    sys.stdin.read()
    os._exit(0)
os.close(tell)
assert os.read(ready, 1) == b"!"
os.write(1, f"{child}\\n".encode())
os.waitpid(child, 0)
"""


@needs_namespaces
@pytest.mark.parametrize(
    ("means", "state"),
    [
        (("filter", "namespace"), State.ON),
        (("filter",), State.OFF),
        (("namespace",), State.OFF),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, tuple) else str(value),
)
def test_s10_both_filter_and_namespace_count(means: tuple[str, ...], state: State) -> None:
    command = [sys.executable, "-c", CONFINED, *means]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as confined:
        assert confined.stdin is not None
        assert confined.stdout is not None
        seen = sandbox.state_of(int(confined.stdout.readline()))
        confined.stdin.close()
    assert seen is state
