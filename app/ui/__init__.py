"""The window: with `app.main` the only package that imports PySide6."""
