"""The map pane: a page on its own URL scheme, the bridge to it, and the widget that draws session state there."""
