"""From texts to tables: the one place that calls every annotator."""
