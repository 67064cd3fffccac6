"""The report's settings: those of every report that `framing report` renders."""

from framing.report.settings import settings

globals().update(settings())
