"""A small frozen program with its checkout and packaging environment, for the tests of the notices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from works import Fact, Facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dpkg import Package

FACTS = (
    Fact("work:Whereof", "ours", name="Whereof", licence="Apache-2.0", texts=("repo:LICENSE",)),
    Fact("work:Python", "no package", name="Python", licence="Python-2.0.1", texts=("python:LICENSE.txt",)),
    Fact("work:loader", "made by the freeze", files=("whereof",), licence="MIT", texts=("repo:LICENSE",)),
)


class Frozen:
    """Builds the parts below `place`; methods add to them."""

    def __init__(self, place: Path) -> None:
        self.root = place / "checkout"
        self.site = place / "venv" / "lib" / "python3.11" / "site-packages"
        self.library = place / "python" / "lib" / "python3.11"
        self.folder = place / "whereof"
        self.out = place / "dist"
        self.facts: list[Fact] = [*FACTS]
        self.packages: dict[str, Package] = {}
        self._files: dict[str, str] = {}
        self._modules: dict[str, str] = {}
        _put(self.root / "LICENSE", "Apache License")
        _put(self.root / "app" / "__init__.py", '__version__ = "1.2.3"\n')
        _put(self.library / "LICENSE.txt", "PSF licence")
        _put(self.library / "inspect.py", "")
        _put(self.folder / "whereof", "program")
        self.module("inspect", self.library / "inspect.py")
        self.module("app", self.root / "app" / "__init__.py")

    def module(self, name: str, source: Path) -> None:
        """A module in the executable."""
        self._modules[name] = str(source)

    def file(self, path: str, source: Path | str, content: str = "content") -> None:
        """A file in the folder."""
        self._files[path] = str(source)
        _put(self.folder / path, content)

    def package(
        self,
        name: str,
        version: str = "1.0",
        *,
        metadata: Iterable[str] = ("License-Expression: MIT",),
        texts: Mapping[str, str] | None = None,
        extra: Mapping[str, str] | None = None,
        bundled: bool = True,
    ) -> None:
        """An installed PyPI package with one file `<name>/core.so`, which is bundled."""
        info = self.site / f"{name}-{version}.dist-info"
        texts = {"LICENSE": f"licence of {name}"} if texts is None else texts
        _put(self.site / name / "core.so", "code")
        _put(
            info / "METADATA",
            "\n".join(["Metadata-Version: 2.4", f"Name: {name}", f"Version: {version}", *metadata, "", ""]),
        )
        for path, text in texts.items():
            _put(info / "licenses" / path, text)
        for path, text in (extra or {}).items():
            _put(info / path, text)
        inside = [path.relative_to(self.site).as_posix() for path in info.rglob("*") if path.is_file()]
        _put(info / "RECORD", "".join(f"{path},,\n" for path in (f"{name}/core.so", *inside)))
        if bundled:
            self.file(f"_internal/{name}/core.so", self.site / name / "core.so")

    def listing(self) -> Path:
        """`bundle.json`."""
        files = [{"path": path, "source": source} for path, source in self._files.items()]
        modules = [{"name": name, "source": source} for name, source in self._modules.items()]
        path = self.folder.parent / "bundle.json"
        path.write_text(json.dumps({"python": "3.11.7", "files": files, "modules": modules}), encoding="utf-8")
        return path

    def known(self) -> Facts:
        """The facts, with two words of metadata."""
        return Facts(tuple(self.facts), {"MIT License": "MIT", "CC BY 4.0": "CC-BY-4.0"})

    def dpkg(self, sources: Iterable[str]) -> dict[str, Package]:
        """What dpkg would say."""
        return {source: self.packages[source] for source in sources if source in self.packages}


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
