"""The page as a browser shows it: nothing overflows, the picture fits its container, text stands out."""

import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from diagnosed import diagnosed, measured, model_of, movement

from colonnade.content.load import shipped_model
from colonnade.core.diagnosis import Diagnosis
from colonnade.core.model import KeyMetric
from colonnade.reports.colonnade_svg import colonnade_svg
from colonnade.reports.html import diagnosis_html

pytestmark = [pytest.mark.browser, pytest.mark.slow]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

OUTSIDE = """() => [...document.querySelectorAll("svg.colonnade")].flatMap(svg => {
  const view = svg.viewBox.baseVal
  return [...svg.querySelectorAll("text")].filter(text => {
    const box = text.getBBox()
    return box.x < 0 || box.y < 0 || box.x + box.width > view.width || box.y + box.height > view.height
  }).map(text => text.textContent)
})"""
SHOWN = """() => [...document.querySelectorAll("svg.colonnade")]
  .filter(svg => svg.getClientRects().length).map(svg => svg.classList[1])"""
FAINT = """() => {
  const light = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => c / 255)
      .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const behind = element => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      if (colour !== "rgba(0, 0, 0, 0)") return colour
    }
  }
  return [...document.querySelectorAll("body *:not(svg *)")].filter(element =>
    [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim())
  ).filter(element => {
    const [low, high] = [light(getComputedStyle(element).color), light(behind(element))].sort((a, b) => a - b)
    return (high + 0.05) / (low + 0.05) < 4.5
  }).map(element => element.outerHTML.slice(0, 80))
}"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


def usual() -> Diagnosis:
    metrics = [KeyMetric("Churn", ("churn",), ("s1",), speaks_to=("d1", "d2"))]
    model = model_of(7, 5, rests_on={"d2": ["d1"], "d3": ["d1"]}, metrics=metrics)
    return diagnosed(
        model,
        {"ana": [1, 3, 4, 2, 3, 3, None], "ben": [1, 3, 2, 2, 3, 3, None]},
        supported={"d1": (1, "not_met"), "d2": (2, "not_met"), "d4": (2, "unanswered")},
        measurements=[measured()],
        movements=[movement(month) for month in range(1, 13)],
    )


def opened(browser: Any, source: str, width: int, **media: str) -> Any:
    page = browser.new_page(viewport={"width": width, "height": 900}, **media)
    page.set_content(source)
    return page


@pytest.mark.parametrize("width", [320, 390, 800, 1280, 1920])
def test_the_page_never_scrolls_sideways(browser: Any, width: int) -> None:
    page = opened(browser, diagnosis_html(usual()), width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.close()


@pytest.mark.parametrize(("width", "shown"), [(320, "narrow"), (800, "narrow"), (1280, "wide")])
def test_one_form_of_the_picture_shows_by_the_width_of_its_container(browser: Any, width: int, shown: str) -> None:
    page = opened(browser, diagnosis_html(usual()), width)
    assert page.evaluate(SHOWN) == [shown]
    page.close()


def test_paper_has_the_wide_picture_and_opens_what_is_folded(browser: Any) -> None:
    page = opened(browser, diagnosis_html(usual()), 700)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(SHOWN) == ["wide"]
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_of_the_page_stands_out(browser: Any, scheme: str) -> None:
    page = opened(browser, diagnosis_html(usual()), 1280, color_scheme=scheme)
    assert page.evaluate(FAINT) == []
    page.close()


@pytest.mark.parametrize(("dimensions", "stages"), [(1, 2), (2, 9), (4, 4), (7, 5), (8, 9), (9, 5), (17, 9)])
def test_in_real_letters_no_text_leaves_the_picture(browser: Any, dimensions: int, stages: int) -> None:
    names = [f"{'Organizational' if n % 3 else 'Cross-functional'} part {n}" for n in range(dimensions)]
    row: list[int | None] = [1 + n % stages for n in range(dimensions)]
    other: list[int | None] = [stages, *row[1:]]
    edges = {f"d{n}": ["d1"] for n in range(2, dimensions + 1, 2)}
    model = model_of(dimensions, stages, names=names, rests_on=edges)
    read = diagnosed(model, {"ana": row, "ben": other}, supported={"d1": (1, "unanswered")})
    page = opened(browser, colonnade_svg(read, width="wide") + colonnade_svg(read, width="narrow"), 1000)
    assert page.evaluate(OUTSIDE) == []
    page.close()


def test_in_real_letters_the_shipped_index_stays_in_its_picture(browser: Any) -> None:
    row: list[int | None] = [3, 2, 4, 1, 3, 3, 3]
    read = diagnosed(shipped_model("csmi"), {"ana": row, "ben": row})
    page = opened(browser, colonnade_svg(read, width="wide") + colonnade_svg(read, width="narrow"), 1000)
    assert page.evaluate(OUTSIDE) == []
    page.close()
