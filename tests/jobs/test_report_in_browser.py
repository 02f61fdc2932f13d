"""The page of `roae report` in a browser: narrow and wide, light, dark and printed, with the keyboard."""

import itertools

import pytest

from jobs.cli import main
from tests.jobs.browser import browser
from tests.jobs.report_run import HARM, shared_run

WIDTHS = (400, 1400)

# Elements that stick out to the right of the page, other than those in a box that scrolls by itself.
STICKING_OUT = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getClientRects().length && e.getBoundingClientRect().right > innerWidth + 1)
  .filter(e => { for (let p = e.parentElement; p; p = p.parentElement)
      if (p !== document.body && getComputedStyle(p).overflowX !== 'visible') return false;
    return true; })
  .map(e => e.outerHTML.slice(0, 120))"""
# What a reader who does not see it is not told.
UNNAMED = """() => [
  ...[...document.querySelectorAll('svg')].filter(e => e.getAttribute('aria-hidden') !== 'true' &&
    !(e.getAttribute('role') === 'img' && e.querySelector('title')?.textContent.trim() &&
      e.querySelector('desc')?.textContent.trim())),
  ...[...document.querySelectorAll('img')].filter(e => !e.alt),
  ...[...document.querySelectorAll('table')].filter(e => !e.caption?.textContent.trim() ||
    !e.querySelector('thead th[scope=col]') ||
    [...e.querySelectorAll('th')].some(h => !['col', 'row'].includes(h.scope)) ||
    [...e.tBodies[0].rows].some(r => !r.querySelector('th[scope=row]'))),
  ...[...document.querySelectorAll('[aria-labelledby]')].filter(e =>
    e.getAttribute('aria-labelledby').split(' ')
      .some(id => !document.getElementById(id)?.textContent.trim())),
  ...[...document.querySelectorAll('summary, a, h1, h2, h3, h4, h5, th')].filter(e => !e.textContent.trim()),
].map(e => e.outerHTML.slice(0, 160))"""
HEADINGS = "() => [...document.querySelectorAll('h1,h2,h3,h4,h5')].map(e => Number(e.tagName[1]))"


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    target = tmp_path_factory.mktemp("page") / "report.html"
    assert main(["report", shared_run(tmp_path_factory), "--output", str(target)]) == 0
    return target.as_uri()


@pytest.fixture(scope="module")
def chromium():
    with browser() as found:
        yield found


@pytest.fixture
def open_page(chromium, address):
    """Opens the page; afterwards nothing may have gone wrong or been asked for."""
    opened, wrong = [], []

    def opening(width=1400, **options):
        page = chromium.new_page(viewport={"width": width, "height": 900}, **options)
        page.on("console", lambda message: wrong.append(f"console: {message.text}"))
        page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
        page.on("dialog", lambda dialog: wrong.append(f"dialog: {dialog.message}"))
        page.on("request", lambda request: wrong.append(f"request: {request.url}"))
        page.goto(address)
        wrong.remove(f"request: {address}")
        opened.append(page)
        return page

    yield opening
    for page in opened:
        assert page.evaluate("window.harmed") is None
        page.close()
    assert [found for found in wrong if found != "request: data:,"] == []


def expand(page):
    page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_sticks_out(open_page, width, scheme):
    page = open_page(width, color_scheme=scheme)
    for _ in range(2):
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.evaluate(STICKING_OUT) == []
        expand(page)


def test_nothing_sticks_out_of_a_printed_page(open_page):
    page = open_page(688, color_scheme="dark")  # an A4 sheet less its margins
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth") <= 688
    assert page.evaluate(STICKING_OUT) == []
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator("nav").is_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")


def test_what_is_injected_stands_there_as_text(open_page):
    page = open_page()
    expand(page)
    assert page.locator("script, img, iframe, object, embed, form, textarea").count() == 0
    told = page.evaluate("document.body.innerText")
    for harm in HARM:
        assert harm in told
    attributes = "() => [...document.querySelectorAll('*')].flatMap(e => e.getAttributeNames())"
    assert [name for name in page.evaluate(attributes) if name.startswith("on")] == []


def test_everything_has_a_name(open_page):
    page = open_page()
    expand(page)
    assert page.evaluate(UNNAMED) == []
    assert page.locator("h1").count() == 1
    for landmark in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1
    levels = page.evaluate(HEADINGS)
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert page.title()


def test_the_keyboard_reaches_everything(open_page):
    page = open_page()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the figures"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"
    page.locator("details:not([open]) > summary").first.focus()
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    # Boxes that scroll by themselves can be scrolled by keys.
    boxes = "() => [...document.querySelectorAll('.scroll')].every(e => e.tabIndex === 0)"
    assert page.evaluate(boxes)


def test_colours_follow_the_reader_and_so_does_motion(open_page):
    behind = "getComputedStyle(document.body).backgroundColor"
    light, dark = (open_page(color_scheme=scheme).evaluate(behind) for scheme in ("light", "dark"))
    assert light != dark
    motion = "getComputedStyle(document.documentElement).scrollBehavior"
    assert open_page(reduced_motion="no-preference").evaluate(motion) == "smooth"
    assert open_page(reduced_motion="reduce").evaluate(motion) == "auto"
