"""Settings of a report's site for Sphinx: complete without a network, in the language that is spoken."""

import importlib.metadata
from pathlib import Path
from typing import Any

from framing.language import load
from framing.report.words import current, say


def settings() -> dict[str, Any]:
    """What a `conf.py` of a report sets."""
    return {
        "project": "framing",
        "author": "The framing authors",
        "copyright": "2026, the framing authors (MIT licence)",
        "release": importlib.metadata.version("framing"),
        "language": current(),
        "extensions": ["myst_nb", "sphinx.ext.autodoc", "framing.report.numbers"],
        "exclude_patterns": ["reading/*.html"],
        "suppress_warnings": ["mystnb.unknown_mime_type"],
        "myst_enable_extensions": ["deflist", "colon_fence", "attrs_inline"],
        "nb_execution_mode": "off",
        "nb_code_prompt_show": say("Show the code"),
        "nb_code_prompt_hide": say("Hide the code"),
        "nb_render_markdown_format": "myst",
        "nb_mime_priority_overrides": [("html", "text/html", 0), ("html", "image/svg+xml", 10)],
        "html_theme": "sphinx_book_theme",
        "html_title": say("framing: who says what, in whose words"),
        "html_static_path": [str(Path(__file__).parent / "static")],
        "html_css_files": ["report.css"],
        "html_js_files": ["report.js"],
        "html_copy_source": False,
        "html_show_sourcelink": False,
        "html_last_updated_fmt": None,
        "html_search_language": load().code,  # that of the texts
        "html_context": {"default_mode": "auto"},  # light or dark as the machine is; without it the theme logs an error
        "html_theme_options": {
            "navbar_persistent": [],
            "use_download_button": False,
            "use_fullscreen_button": False,
            "show_toc_level": 2,
            "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
            "home_page_in_toc": True,
            "toc_title": say("On this page"),
        },
    }
