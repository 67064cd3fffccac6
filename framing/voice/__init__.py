"""Whose words: segments of one voice, the actors who speak, the labels that they use."""
