"""Texts in: read, decoded, checked, counted once."""
