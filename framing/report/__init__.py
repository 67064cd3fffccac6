"""The report: notebooks, figures, and pages that show the texts."""
