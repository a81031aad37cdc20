"""The last step before HTML is kept: two independent passes, each of which is safe alone.

bleach goes first (its last release is out), nh3 last. Both ask the same list of elements, attributes and URLs, which
is ours and positive: what is not named here does not pass. Nothing is added to the HTML afterwards.
"""

import html
import re
from collections.abc import Mapping

import nh3
from bleach.sanitizer import Cleaner


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


ELEMENTS = _words(
    "a abbr blockquote br code dd del div dl dt em h2 h3 h4 h5 h6 hr img li ol p pre s span strong sub sup "
    "table tbody td th thead tr ul"
)

EXTERNAL_REL = "noopener noreferrer nofollow"
PICTURE_SIZES = "(max-width: 720px) 180px, 720px"
"""The one ``sizes`` that a picture may have: on a phone, however fine its screen, the browser takes the light file."""
CLASSES: Mapping[str, frozenset[str]] = {
    "div": frozenset({"box", "box good", "box warn", "box bad", "footnote"}),
    "p": frozenset({"box-title"}),
    "a": frozenset({"term", "footnote-ref", "footnote-backref"}),
}

_ID = re.compile(r"c-[a-z0-9-]{1,160}")
_NUMBER = re.compile(r"[0-9]{1,5}")
_ADDRESS = r"/khoa-hoc/[a-z0-9-]{1,64}/media/[0-9a-f]{64}\.[a-z0-9]{1,5}"
_PICTURE = re.compile(_ADDRESS)
_PICTURES = re.compile(rf"{_ADDRESS} [0-9]{{1,5}}w(?:, {_ADDRESS} [0-9]{{1,5}}w){{1,3}}")
_WEB = re.compile(
    r"https?://(?:[^\W_][\w.-]{0,250}|\[[0-9a-f:.]{2,45}\])(?::[0-9]{1,5})?(?:[/?#].*)?", re.IGNORECASE
)
_OTHER = re.compile(r"mailto:[\w.+%-]{1,64}@[\w.-]{1,250}(?:\?.*)?|tel:\+?[0-9().-]{2,30}", re.IGNORECASE)
_LOCAL = re.compile(r"/(?:[^/].*)?|#[\w.-]{0,160}")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,8})|([0-9]{1,8}));?")
_UNSEEN = re.compile(
    r"[\x00-\x20\x7f-\xa0\xad\u115f\u1160\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    r"\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\ud800-\udfff]"
)


def is_safe_url(url: str) -> bool:
    """Return whether ``url`` may stand in a link: web, mail, telephone, a path of this site or a fragment.

    A positive list, without local fields (``{{…}}``), whose values nobody has judged. Browsers drop control characters and read a backslash as a slash, so neither may occur; a value
    that is still escaped is judged in both readings.
    """
    return all(_is_plainly_safe(reading) for reading in {url, html.unescape(url)})


def _is_plainly_safe(url: str) -> bool:
    if len(url) > 2_000 or "\\" in url or "{{" in url or _UNSEEN.search(url):
        return False
    return bool(_WEB.fullmatch(url) or _OTHER.fullmatch(url) or _LOCAL.fullmatch(url))


def is_allowed(tag: str, name: str, value: str) -> bool:
    """Return whether ``<tag name="value">`` may stay. Local fields (``{{…}}``) are for text, never for attributes."""
    if "{{" in html.unescape(value):
        return False
    if name == "id":
        return tag in ELEMENTS and bool(_ID.fullmatch(value))
    if name == "class":
        return value in CLASSES.get(tag, frozenset())
    if name == "title":
        return tag in {"a", "abbr", "img"}
    return _is_allowed_here(tag, name, value)


def _is_allowed_here(tag: str, name: str, value: str) -> bool:
    match tag, name:
        case "a", "href":
            return is_safe_url(value)
        case "a", "rel":
            return value == EXTERNAL_REL
        case "img", _:
            return _may_have_picture(name, value)
        case "ol", "start":
            return bool(re.fullmatch(r"[0-9]{1,9}", value))
        case "td" | "th", "align":
            return value in {"left", "right", "center"}
        case "div", "role":
            return value == "note"
    return False


def _may_have_picture(name: str, value: str) -> bool:
    """Return whether a picture may have the attribute: all its addresses are our own media, whichever is loaded."""
    match name:
        case "src":
            return bool(_PICTURE.fullmatch(value))
        case "srcset":
            return bool(_PICTURES.fullmatch(value))
        case "sizes":
            return value == PICTURE_SIZES
        case "width" | "height":
            return bool(_NUMBER.fullmatch(value))
        case "loading" | "decoding":
            return value == {"loading": "lazy", "decoding": "async"}[name]
    return name == "alt"


_ATTRIBUTES = _words(
    "align alt class decoding height href id loading rel role sizes src srcset start title width"
)
_SCHEMES = frozenset({"http", "https", "mailto", "tel"})


def first_pass(markup: str) -> str:
    """Return ``markup`` cleaned by bleach; an element that is not allowed is shown as text."""
    cleaner = Cleaner(
        tags=ELEMENTS, attributes=is_allowed, protocols=_SCHEMES, strip=False, strip_comments=True
    )
    return str(cleaner.clean(markup))


def final_pass(markup: str) -> str:
    """Return ``markup`` cleaned by nh3; an element that is not allowed is removed, a script with its content."""
    return nh3.clean(
        markup,
        tags=set(ELEMENTS),
        clean_content_tags={"script", "style"},
        attributes={tag: set(_ATTRIBUTES) for tag in ELEMENTS},
        attribute_filter=_filtered,
        url_schemes=set(_SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def _filtered(tag: str, name: str, value: str) -> str | None:
    return value if is_allowed(tag, name, value) else None


def sanitise(markup: str) -> str:
    """Return ``markup`` as it may be sent to a browser: allowed elements, attributes and URLs only."""
    return final_pass(first_pass(_REFERENCE.sub(_without_control, markup)))


def _without_control(reference: re.Match[str]) -> str:
    """Drop a reference to a control character, which would become that character in the page."""
    code = int(reference[1], 16) if reference[1] else int(reference[2])
    return "" if (code < 32 and code not in {9, 10}) or code == 127 else reference[0]
