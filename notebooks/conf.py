"""The report's settings: built from committed outputs, complete without a network."""

import importlib.metadata

from framing.report.words import current, say

project = "framing"
author = "The framing authors"
copyright = "2026, the framing authors (MIT licence)"
release = importlib.metadata.version("framing")

extensions = ["myst_nb", "framing.report.numbers"]
nb_execution_mode = "off"
nb_code_prompt_show = say("Show the code")
nb_code_prompt_hide = say("Hide the code")
nb_render_markdown_format = "myst"
nb_mime_priority_overrides = [("html", "text/html", 0), ("html", "image/svg+xml", 10)]
myst_enable_extensions = ["deflist", "colon_fence", "attrs_inline"]
suppress_warnings = ["mystnb.unknown_mime_type"]

html_theme = "sphinx_book_theme"
html_title = say("framing: who says what, in whose words")
html_static_path = ["_static"]
html_css_files = ["report.css"]
html_js_files = ["report.js"]
html_copy_source = False
html_show_sourcelink = False
html_last_updated_fmt = None
html_context = {"default_mode": "auto"}  # light or dark as the machine is; without it the theme logs an error
html_theme_options = {
    "navbar_persistent": [],
    "use_download_button": False,
    "use_fullscreen_button": False,
    "show_toc_level": 2,
    "secondary_sidebar_items": {"**": ["page-toc"], "index": []},
    "home_page_in_toc": True,
    "toc_title": say("On this page"),
}
language = current()
html_search_language = "fr"
exclude_patterns = ["reading/*.html"]
