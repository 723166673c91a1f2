"""Bytes in, `Document` out: one module per format, one canonical text for all."""
