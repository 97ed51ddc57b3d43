"""What a picture says and has, read back from its SVG."""

from __future__ import annotations

from xml.etree.ElementTree import Element, fromstring

from tracker.charts.lettering import width_of
from tracker.charts.picture import Picture

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '<script>alert(1)</script> & "quoted" ]]> \u202e=1+1'


def elements(picture: Picture, tag: str, **attributes: str) -> list[Element]:
    """The elements of a kind that have these attributes."""
    found = fromstring(picture.svg).iter(f"{SVG}{tag}")  # noqa: S314 - our own
    return [one for one in found if all(one.get(k) == v for k, v in attributes.items())]


def said(picture: Picture) -> list[str]:
    """Every line of text, in the order of drawing."""
    return [element.text or "" for element in elements(picture, "text")]


def place(element: Element, *names: str) -> tuple[float, ...]:
    """Some of an element's lengths."""
    return tuple(float(element.get(name, "nan")) for name in names)


def check_within(picture: Picture) -> None:
    """All text and every box lies within the picture."""
    share = {"start": 0.0, "middle": 0.5, "end": 1.0}
    for text in elements(picture, "text"):
        (x, y, size) = place(text, "x", "y", "font-size")
        width = width_of(text.text or "", size, bold=text.get("font-weight") == "bold")
        left = x - width * share[text.get("text-anchor", "start")]
        assert left >= -1, text.text
        assert left + width <= picture.width + 1, text.text
        assert size <= y <= picture.height + 1, text.text
    for box in elements(picture, "rect")[1:]:
        x, y, width, height = place(box, "x", "y", "width", "height")
        assert min(width, height) >= 0
        assert x >= -1
        assert x + width <= picture.width + 1
        assert y + height <= picture.height + 1


def ids(*pictures: Picture) -> list[str]:
    """Every id in them."""
    return [
        known
        for picture in pictures
        for element in fromstring(picture.svg).iter()  # noqa: S314 - our own
        if (known := element.get("id"))
    ]
