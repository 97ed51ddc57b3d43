"""The security headers of every answer, and the nonce that its scripts carry."""

from __future__ import annotations

import secrets

from flask import Flask, Response, g, request

POLICY = {
    "default-src": "'none'",
    "script-src": "'self' 'nonce-{nonce}'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}


def csp_nonce() -> str:
    """This answer's nonce, made once."""
    if "csp_nonce" not in g:
        g.csp_nonce = secrets.token_urlsafe(16)
    return str(g.csp_nonce)


def _secure(response: Response) -> Response:
    policy = "; ".join(f"{name} {value}" for name, value in POLICY.items())
    headers = response.headers
    # A file that is given out brings a stricter one of its own.
    headers.setdefault("Content-Security-Policy", policy.format(nonce=csp_nonce()))
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
    headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response


def init_headers(app: Flask) -> None:
    """Set the headers on every answer."""
    app.after_request(_secure)
    app.jinja_env.globals["csp_nonce"] = csp_nonce
