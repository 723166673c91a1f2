"""The map page's shell, built once by folium with local files only; what is drawn on it comes through the bridge."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import suppress
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Final

MAP_NAME: Final = "whereof"
NONCE_MARK: Final = "@nonce@"
"""Stands in the shell where each load puts its own nonce."""

_SCRIPTS: Final = (
    ("leaflet", "vendor/leaflet.js"),
    ("supercluster", "vendor/supercluster.js"),
    ("qwebchannel", "qwebchannel.js"),
)
_STYLES: Final = (("leaflet_css", "vendor/leaflet.css"), ("map_css", "map.css"))


def kept_shell(folder: Path) -> str:
    """The shell, from a file in `folder` if one was left there by this very code and folium; else made and kept."""
    file = folder / f"map-shell-{_fingerprint()}.html"
    with suppress(OSError, UnicodeDecodeError):
        kept = file.read_text(encoding="utf-8")
        if kept.endswith("</html>"):
            return kept
    html = shell()
    with suppress(OSError):  # a cache that cannot be written costs half a second at the next start, no more
        handle, name = tempfile.mkstemp(dir=folder, suffix=".new")
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(html)
        Path(name).replace(file)
    return html


def _fingerprint() -> str:
    """Of what the shell is made of. The compiled code counts, because a packaged program has no source."""
    code = (_CODE.co_code, _CODE.co_consts, _CODE.co_names)
    made_of = (version("folium"), version("branca"), *code, _SCRIPTS, _STYLES)
    return hashlib.sha256(repr(made_of).encode()).hexdigest()[:16]


@cache
def shell() -> str:
    """The page as HTML, with `NONCE_MARK` in every script and style element. Takes half a second the first time."""
    import folium  # noqa: PLC0415 - slow to import, so only when a map is wanted
    from branca.element import Element  # noqa: PLC0415 - folium's own

    page = folium.Map(
        location=(25.0, 20.0),
        zoom_start=2,
        tiles=None,
        min_zoom=2,
        max_zoom=12,
        zoom_control=False,
        control_scale=False,
        attribution_control=False,
        world_copy_jump=True,
        wheel_px_per_zoom_level=90,
        prefer_canvas=True,
    )
    page.default_js = list(_SCRIPTS)  # its own lists, so that nothing from another host is linked
    page.default_css = list(_STYLES)
    page._id = MAP_NAME  # noqa: SLF001 - the name that map.js finds the map by
    root = page.get_root()
    root.html.add_child(Element('<script type="module" src="map.js"></script>'), name="map_js")  # type: ignore[attr-defined]
    html: str = root.render()
    for tag in ("script", "style"):
        html = html.replace(f"<{tag}", f'<{tag} nonce="{NONCE_MARK}"')
    return html


_CODE: Final = shell.__wrapped__.__code__
