"""The recognizers: our own model, and those that a reader plugs in."""
