"""What a wheel carries beside the package: the resources that run. A checkout uses its own folder."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Resources(BuildHookInterface[Any]):
    """Puts `resources/` into the wheel as `app/resources/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name what is carried; building a wheel before set-up has made it is an error."""
        if version == "editable":
            return
        resources = Path(self.root) / "resources"
        carried = runpy.run_path(str(resources / "installer" / "bundle.py"))["CARRIED"]
        missing = [name for name in carried if not (resources / name).exists()]
        if missing:
            raise FileNotFoundError(f"run `make setup` first: resources lack {', '.join(missing)}")
        build_data["force_include"].update({str(resources / name): f"app/resources/{name}" for name in carried})
