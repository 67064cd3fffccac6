"""Stance: what each voice's words do with a target."""
