"""SVG drawings: accepted only when every element and attribute is on a short list.

A drawing is shown through ``<img>`` alone, where scripts do not run; the list is the second wall. It also keeps
drawings free of outside references, so that a page asks no other host for anything.
"""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
LARGEST_DRAWING = 200_000
DEEPEST_DRAWING = 50
LARGEST_SIDE = 10_000


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_ELEMENTS = _words(
    "svg g defs title desc path rect circle ellipse line polyline polygon text tspan use symbol marker pattern "
    "clipPath mask linearGradient radialGradient stop"
)
_ATTRIBUTES = _words(
    "id class role viewBox width height x y x1 y1 x2 y2 cx cy r rx ry fx fy d points dx dy rotate transform version "
    "preserveAspectRatio fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap "
    "stroke-linejoin stroke-dasharray stroke-dashoffset stroke-miterlimit opacity color display visibility "
    "font-family font-size font-style font-weight font-variant letter-spacing word-spacing text-anchor "
    "dominant-baseline alignment-baseline text-decoration textLength lengthAdjust paint-order vector-effect offset "
    "stop-color stop-opacity gradientUnits gradientTransform spreadMethod patternUnits patternContentUnits "
    "patternTransform clip-path clip-rule clipPathUnits mask maskUnits maskContentUnits marker-start marker-mid "
    "marker-end markerWidth markerHeight markerUnits refX refY orient overflow shape-rendering text-rendering "
    "focusable href lang aria-hidden aria-label aria-labelledby aria-describedby"
)
_SPACE_ATTRIBUTES = frozenset(
    {
        f"{{{XLINK}}}href",
        "{http://www.w3.org/XML/1998/namespace}space",
        "{http://www.w3.org/XML/1998/namespace}lang",
    }
)
_LOCAL_URL = re.compile(r"url\(\s*[\"']?#[\w.-]+[\"']?\s*\)")
_SCRIPT_LIKE = re.compile(r"url\s*\(|javascript|data:|expression|@import|\\|&", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([0-9]{1,6}(?:\.[0-9]{1,6})?)\s*(?:px)?\s*")


@dataclass(frozen=True)
class Drawing:
    """The size of an accepted drawing, or what is wrong with it (``fault`` names an element, attribute or reason)."""

    width: int = 0
    height: int = 0
    fault: str = ""


def read_drawing(content: bytes) -> Drawing:
    """Return the size of an SVG drawing, or the first thing in it that is not allowed."""
    if len(content) > LARGEST_DRAWING:
        return Drawing(fault=f"{len(content) // 1000} KB > {LARGEST_DRAWING // 1000} KB")
    try:
        root = fromstring(content, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        return Drawing(fault=f"XML: {type(error).__name__}")
    if root.tag != f"{{{SVG}}}svg":
        return Drawing(fault='<svg xmlns="http://www.w3.org/2000/svg">')
    fault = _fault(root)
    if fault:
        return Drawing(fault=fault)
    width, height = _size(root)
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        return Drawing(fault='viewBox="0 0 360 240"')
    return Drawing(width, height)


def _fault(root: Element) -> str:
    waiting = [(root, 1)]
    while waiting:
        element, depth = waiting.pop()
        name = str(element.tag)
        if not name.startswith(f"{{{SVG}}}") or name.removeprefix(f"{{{SVG}}}") not in _ELEMENTS:
            return f"<{name.rpartition('}')[2][:40]}>"
        if depth > DEEPEST_DRAWING:
            return f"<g> x {depth}"
        for attribute, value in element.attrib.items():
            fault = _attribute_fault(attribute, value)
            if fault:
                return fault
        waiting += ((child, depth + 1) for child in element)
    return ""


def _attribute_fault(name: str, value: str) -> str:
    short = name.rpartition("}")[2][:40]
    if name not in _ATTRIBUTES and name not in _SPACE_ATTRIBUTES:
        return f"{short}="
    if short == "href" and not re.fullmatch(r"#[\w.-]+", value):
        return f'{short}="{value[:40]}"'
    if _SCRIPT_LIKE.search(_LOCAL_URL.sub("", value)):
        return f'{short}="{value[:40]}"'
    return ""


def _size(root: Element) -> tuple[int, int]:
    """Return width and height in pixels: of the view box, else of the attributes."""
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        if len(box) == 4:
            return round(float(box[2])), round(float(box[3]))
    except (ValueError, OverflowError):
        return 0, 0
    width, height = _LENGTH.fullmatch(root.get("width", "")), _LENGTH.fullmatch(root.get("height", ""))
    return (round(float(width[1])), round(float(height[1]))) if width and height else (0, 0)
