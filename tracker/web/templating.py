"""The templates' environment: where templates are, and how they look values up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Flask
from flask.templating import Environment
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from tracker.web.addresses import init_addresses


class PageEnvironment(Environment):
    """Presenters hand over mappings, so a dotted name looks for a key before an attribute.

    Jinja's own order costs an exception for each value of each row, a third of a list's time.
    """

    def getattr(self, obj: Any, attribute: str) -> Any:
        """``obj.attribute`` in a template."""
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


class PageApp(Flask):
    """Flask with our environment."""

    jinja_environment = PageEnvironment


def init_templating(app: Flask, templates: Path) -> None:
    """Find our templates and those of the GOV.UK form widgets."""
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(str(templates)),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    init_addresses(app)
