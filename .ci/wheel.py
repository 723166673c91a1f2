"""What a wheel carries beside the package: the resources that run. A checkout uses its own folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CARRIED = (
    "basemap",
    "fonts",
    "gazetteer/gazetteer.sqlite",
    "icons",
    "map",
    "samples",
    "style",
    "models/CARD.md",
    "models/en",
    "models/toponyms.json",
    "models/ranker.json",
    "models/confidence.json",
)


class Resources(BuildHookInterface[Any]):
    """Puts `resources/` into the wheel as `app/resources/`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Name what is carried; building a wheel before set-up has made it is an error."""
        if version == "editable":
            return
        resources = Path(self.root) / "resources"
        missing = [name for name in CARRIED if not (resources / name).exists()]
        if missing:
            raise FileNotFoundError(f"run `make setup` first: resources lack {', '.join(missing)}")
        build_data["force_include"].update({str(resources / name): f"app/resources/{name}" for name in CARRIED})
