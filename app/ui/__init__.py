"""The window: Qt widgets that draw the session's state and send it the reader's intents."""

from app.ui import immortal

immortal.guard()
