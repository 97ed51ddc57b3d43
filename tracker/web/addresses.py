"""Addresses of pages, quickly: a list has a link in every row, and building one anew is slow.

Only identifiers differ between the links of one endpoint, so each endpoint's address is built by
Flask once for each council and kept as a pattern.
"""

from __future__ import annotations

import uuid
from typing import Any

from flask import Flask, current_app, g, request
from flask import url_for as flask_url_for


def url_for(endpoint: str, **values: Any) -> str:
    """As Flask's ``url_for``; quick where every value is an identifier."""
    if endpoint.startswith("."):
        endpoint = f"{request.blueprint}{endpoint}"
    for value in values.values():
        if type(value) is not uuid.UUID:
            return flask_url_for(endpoint, **values)
    if "membership" not in g:
        # Until a council is known to be one, its name is a visitor's word: nothing of it is kept.
        return flask_url_for(endpoint, **values)
    return _pattern(endpoint, tuple(values)).format(**values)


def _pattern(endpoint: str, names: tuple[str, ...]) -> str:
    patterns: dict[Any, str] = current_app.extensions["address_patterns"]
    key = (g.membership.slug, endpoint, names)
    pattern = patterns.get(key)
    if pattern is None:
        pattern = patterns[key] = _build(endpoint, names)
    return pattern


def _build(endpoint: str, names: tuple[str, ...]) -> str:
    # Each name stands in as an identifier that no record has, then makes room for its value.
    stand_ins: dict[str, Any] = {name: uuid.UUID(int=at) for at, name in enumerate(names)}
    pattern = flask_url_for(endpoint, **stand_ins).replace("{", "{{").replace("}", "}}")
    for name, stand_in in stand_ins.items():
        pattern = pattern.replace(str(stand_in), f"{{{name}}}")
    return pattern


def init_addresses(app: Flask) -> None:
    """Keep the patterns with the app, and give templates the same ``url_for``.

    There are as many patterns as endpoints times councils: few, and none comes from a visitor.
    """
    app.extensions["address_patterns"] = {}
    app.jinja_env.globals["url_for"] = url_for
