"""Who says what: quotations with their sources, by which cue."""
