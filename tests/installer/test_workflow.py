"""GitHub's workflows: what they may do, what they start, and that linters for them find nothing."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]

ROOT: Final = Path(__file__).resolve().parents[2]
FOLDER: Final = ROOT / ".github" / "workflows"
WORKFLOWS: Final = sorted(FOLDER.glob("*.yml"))
TRIALS: Final = ROOT / "resources" / "installer"
PINNED: Final = re.compile(r"uses: (?P<action>[\w./-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+$")

each_workflow = pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)


def _read(file: Path) -> dict[Any, Any]:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def _jobs(file: Path) -> dict[str, dict[str, Any]]:
    """The jobs that do something themselves; one that calls a workflow of ours is checked there."""
    jobs = _read(file)["jobs"]
    assert isinstance(jobs, dict)
    return {name: job for name, job in jobs.items() if job.get("uses") != "./.github/workflows/test.yml"}


def _steps(file: Path) -> list[dict[str, Any]]:
    return [step for job in _jobs(file).values() for step in job["steps"]]


def _tool(name: str) -> str:
    """A linter's program, from the developers' environment or the system; the test is skipped where there is none."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def test_there_are_a_test_and_a_release_workflow() -> None:
    assert [file.name for file in WORKFLOWS] == ["release.yml", "test.yml"]


@each_workflow
def test_each_action_is_pinned_by_a_commit_and_tells_its_version(file: Path) -> None:
    lines = [line.strip().removeprefix("- ") for line in file.read_text(encoding="utf-8").splitlines()]
    used = [line for line in lines if line.startswith("uses:")]
    assert used
    ours = {f"uses: ./.github/workflows/{workflow.name}" for workflow in WORKFLOWS}
    assert [line for line in used if line.partition(" #")[0] not in ours and not PINNED.match(line)] == []


def test_an_action_has_the_same_pin_everywhere() -> None:
    pins: dict[str, set[str]] = {}
    for file in WORKFLOWS:
        for step in _steps(file):
            if "uses" in step:
                action, _, commit = step["uses"].partition("@")
                pins.setdefault(action, set()).add(commit)
    assert all(action.startswith("actions/") for action in pins)
    assert {action: len(commits) for action, commits in pins.items()} == dict.fromkeys(pins, 1)


@each_workflow
def test_nothing_is_allowed_but_reading_except_for_who_publishes(file: Path) -> None:
    assert _read(file)["permissions"] == {}
    for name, job in _read(file)["jobs"].items():
        writes = {right for right, level in job["permissions"].items() if level != "read"}
        assert writes == ({"contents", "id-token", "attestations"} if name == "publish" else set()), name


@each_workflow
def test_no_checkout_leaves_its_credentials_behind(file: Path) -> None:
    checkouts = [step for step in _steps(file) if step.get("uses", "").startswith("actions/checkout@")]
    assert checkouts
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)


@each_workflow
def test_no_job_runs_for_ever(file: Path) -> None:
    assert all(0 < job["timeout-minutes"] <= 90 for job in _jobs(file).values())
    assert "concurrency" in _read(file)


@each_workflow
def test_no_expression_is_pasted_into_a_command(file: Path) -> None:
    assert [step["run"] for step in _steps(file) if "${{" in step.get("run", "")] == []


@each_workflow
def test_every_script_and_make_target_that_is_started_exists(file: Path) -> None:
    targets = set(re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    started: set[str] = set()
    for step in _steps(file):
        for path in re.findall(r"[\w./\\-]+\.(?:py|sh|ps1)\b|\.ci/run\b", step.get("run", "")):
            started.add(path)
            assert (ROOT / path.replace("\\", "/")).is_file(), path
        for target in re.findall(r"^\s*make ([\w-]+)", step.get("run", ""), re.MULTILINE):
            started.add(target)
            assert target in targets, target
    assert started


def test_every_push_and_pull_request_is_tested_on_three_systems() -> None:
    content = _read(FOLDER / "test.yml")
    assert {"push", "pull_request"} < set(content[True])  # YAML reads the word "on" as true
    jobs = content["jobs"]
    runners = [jobs["linux"]["runs-on"], *(row["runner"] for row in jobs["others"]["strategy"]["matrix"]["include"])]
    assert [runner.partition("-")[0] for runner in runners] == ["ubuntu", "windows", "macos"]


def test_a_release_is_published_only_from_a_tag_and_after_every_system_has_passed() -> None:
    content = _read(FOLDER / "release.yml")
    assert content[True]["push"] == {"tags": ["v*"]}
    jobs = content["jobs"]
    publish = jobs["publish"]
    assert publish["if"] == "github.ref_type == 'tag'"
    assert sorted(publish["needs"]) == ["linux", "macos", "test", "windows"]
    assert all(jobs[system]["needs"] == "version" for system in publish["needs"])


def test_a_release_tries_what_it_built_before_it_hands_it_on() -> None:
    jobs = _jobs(FOLDER / "release.yml")
    trials = {"linux": "make package-test", "windows": "trial.ps1", "macos": "trial.sh"}
    for system, trial in trials.items():
        steps = jobs[system]["steps"]
        tried = next(number for number, step in enumerate(steps) if trial in step.get("run", ""))
        handed_on = next(number for number, step in enumerate(steps) if "upload-artifact" in step.get("uses", ""))
        assert tried < handed_on


@pytest.mark.parametrize("script", ["windows/trial.ps1", "macos/trial.sh"])
def test_a_trial_installs_tests_itself_and_removes(script: str) -> None:
    text = (TRIALS / script).read_text(encoding="utf-8")
    assert text.index("--version") < text.index("--self-test")
    assert text.index("--self-test") < max(text.rfind("uninstall.exe"), text.rfind('rm -rf "$application"'))


# -- linters, where they are installed


def test_actionlint_finds_nothing() -> None:
    done = subprocess.run(
        [_tool("actionlint"), *map(str, WORKFLOWS)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.stdout + done.stderr == ""
    assert done.returncode == 0


def test_zizmor_finds_nothing() -> None:
    command = [_tool("zizmor"), "--offline", "--pedantic", "--no-progress", "--quiet", str(FOLDER)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_shellcheck_finds_nothing_in_the_trial_for_macos() -> None:
    done = subprocess.run(
        [_tool("shellcheck"), TRIALS / "macos" / "trial.sh"], capture_output=True, text=True, check=False
    )
    assert done.stdout == ""


def test_powershell_can_read_the_trial_for_windows() -> None:
    parse = (
        "$faults = $null; "
        f"$null = [Management.Automation.Language.Parser]::ParseFile('{TRIALS / 'windows' / 'trial.ps1'}', "
        "[ref]$null, [ref]$faults); $faults | ForEach-Object { $_.Message }; exit $faults.Count"
    )
    done = subprocess.run([_tool("pwsh"), "-NoProfile", "-Command", parse], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
