"""What a visitor says is not believed: where to go next, which council there is, who asks."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.page_contract import PageClient
from tracker.config import WrongSetting
from tracker.web.guards import safe_target
from tracker.wsgi import application

OUTSIDE = (
    "https://evil.example",
    "//evil.example",
    "/\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/ok\r\nSet-Cookie: a=b",
    "/%09/evil.example\x00",
    "evil",
    "",
    None,
)


@pytest.mark.parametrize("target", OUTSIDE)
def test_nobody_is_led_out_of_the_site(app: Flask, target: str | None) -> None:
    with app.test_request_context():
        assert safe_target(target) == "/"


@pytest.mark.parametrize("target", ["/councils/riverford", "/councils/riverford/plans?stage=draft"])
def test_an_address_of_ours_is_kept(app: Flask, target: str) -> None:
    with app.test_request_context():
        assert safe_target(target) == target


def test_nothing_is_kept_of_a_council_that_is_none(app: Flask, client: PageClient) -> None:
    client.get("/sign-in")
    before = len(app.extensions["address_patterns"])
    for number in range(5):
        client.post(f"/councils/nowhere-{number}/plans/start", expect=401)
    assert len(app.extensions["address_patterns"]) == before


def test_a_production_server_demonstrates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_DEMONSTRATION", "yes")
    with pytest.raises(WrongSetting, match="TRACKER_DEMONSTRATION"):
        application()
