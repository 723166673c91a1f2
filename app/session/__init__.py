"""State: what is open, what was found, what the reader said, what is in focus. One writer, no Qt."""
