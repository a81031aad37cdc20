"""Every page, each role, both sizes: accessible, within its width, large enough to press, quiet in the console."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.factories import PASSWORD
from tests.pages.conftest import SIZES, Visitor
from tests.pages.paths import Shot, shots
from tests.pages.stage import Stage

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ROLES = [
    "stranger",
    "newcomer",
    "learner",
    "mentee",
    "beside",
    "invitee",
    "former",
    "mentor",
    "trainer",
    "coordinator",
    "admin",
]

SMALL = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, textarea, summary')]
  .filter(e => {
    const inText = e.matches('p a, li a, dd a, td a, th a, h2 a, label a, caption a') && !e.matches('.btn, .tasks a, nav a');
    const wrapped = e.matches('input[type=radio], input[type=checkbox]') && e.closest('label');
    if (inText || wrapped || e.matches('.sr, .skip')) return false;
    const box = e.getBoundingClientRect();
    return box.width > 0 && (box.width < 44 || box.height < 44);
  }).map(e => e.outerHTML.slice(0, 140))"""


AXE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}


def look(page: Page) -> list[str]:
    """Return axe's findings in words."""
    return in_words(Axe().run(page, options=AXE).response)


def look_again(page: Page) -> list[str]:
    """Return them once more from the same document, in which axe stands since `look`."""
    return in_words(page.evaluate("options => axe.run(options)", AXE))


def in_words(found: dict[str, Any]) -> list[str]:
    return [
        f"{each['id']}: {node['html'][:160]}" for each in found["violations"] for node in each["nodes"][:3]
    ]


def show(visitor: Visitor, shot: Shot) -> Page:
    page = visitor.open(shot.path)
    if shot.act:
        shot.act(page)
    return page


def come_as(visit, stage: Stage, role: str, size: str) -> Visitor:  # type: ignore[no-untyped-def]
    visitor: Visitor = visit(size)
    if role != "stranger":
        visitor.sign_in(stage.people[role], PASSWORD)
    return visitor


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_has_a_violation_or_a_small_target_or_scrolls_sideways(visit, stage, role) -> None:  # type: ignore[no-untyped-def]
    visitor = come_as(visit, stage, role, "phone")
    troubles: list[str] = []
    for shot in (each for each in shots(stage) if each.role == role):
        page = show(visitor, shot)
        for size, looking in (("phone", look), ("desk", look_again)):
            page.set_viewport_size(SIZES[size])
            troubles += [f"{shot.name} ({size}): {finding}" for finding in looking(page)]
            troubles += [f"{shot.name} ({size}): small {element}" for element in page.evaluate(SMALL)]
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                troubles.append(f"{shot.name} ({size}): scrolls sideways")
        page.set_viewport_size(SIZES["phone"])
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("role", ["stranger", "learner", "mentor", "coordinator"])
def test_very_large_text_and_high_contrast_hold_at_360_and_320(visit, stage, role) -> None:  # type: ignore[no-untyped-def]
    visitor = come_as(visit, stage, role, "phone")
    visitor.open("/hien-thi")
    for value in ("rat-to", "tuong-phan"):
        visitor.page.check(f"input[value={value}]")
    visitor.page.click("main button.main")
    visitor.page.wait_for_url("**/")
    troubles: list[str] = []
    for shot in (each for each in shots(stage) if each.role == role and each.is_plain):
        page = show(visitor, shot)
        assert "rat-to" in (page.get_attribute("html", "class") or "")
        troubles += [f"{shot.name}: {finding}" for finding in look(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            troubles.append(f"{shot.name}: scrolls sideways at 360 px")
    visitor.open("/hien-thi")
    visitor.page.check("input[name=text_size][value='']")
    visitor.page.click("main button.main")
    visitor.page.wait_for_url("**/")
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    for shot in (each for each in shots(stage) if each.role == role and each.is_plain):
        page = show(visitor, shot)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            troubles.append(f"{shot.name}: scrolls sideways at 320 px")
    assert not troubles, "\n".join(troubles)


@pytest.mark.parametrize("role", ["stranger", "learner", "coordinator"])
def test_english_is_complete_and_accessible(visit, stage, role) -> None:  # type: ignore[no-untyped-def]
    visitor = come_as(visit, stage, role, "phone")
    visitor.open("/")
    visitor.page.click("footer button[value=en]")
    assert visitor.page.get_attribute("html", "lang") == "en"
    labels = visitor.page.locator(".tabs a, .top a").all_inner_texts()
    assert not any(word in " ".join(labels) for word in ("Học", "Của tôi", "Trợ giúp", "Chữ to"))
    troubles = look(visitor.page)
    if role != "stranger":
        visitor.page.click("footer button[value=vi]")
    assert not troubles, "\n".join(troubles)
