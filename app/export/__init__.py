"""Findings out: one module per format."""
