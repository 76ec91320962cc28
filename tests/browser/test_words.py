"""Numbers as the pages write them."""

from __future__ import annotations

import random

import pytest
from selenium.webdriver import Chrome

from tests.support.pages import BoardPage
from tests.support.webserver import WebServer

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

BY_THE_BROWSER = """
const [numbers, locale] = arguments;
const signs = { auto: ['whole', 'one', 'two'], exceptZero: ['wholeSigned', 'tenthsSigned', 'pointsSigned'] };
const wrong = [];
for (const [signDisplay, names] of Object.entries(signs)) {
    names.forEach((name, digits) => {
        const made = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay };
        const its = new Intl.NumberFormat(locale, made);
        for (const number of numbers) {
            let expected = its.format(number).replace('-', '−');
            if (!/[1-9]/.test(expected)) expected = expected.replace('−', '');
            const found = vnmarket.format[name](number);
            if (found !== expected) wrong.push([name, number, found, expected]);
        }
    });
}
return wrong;
"""


@pytest.mark.parametrize(("language", "locale"), [("vi", "vi-VN"), ("en", "en-US")])
def test_numbers_are_written_as_a_browser_would(
    chrome: Chrome, web: WebServer, language: str, locale: str
) -> None:
    page = BoardPage(chrome, web.url, f"?language={language}")
    page.wait(lambda: page.run("return Boolean(window.vnmarket?.format);"), "the page's words", 40)
    rng = random.Random(7)
    halves = [number / 8 for number in range(-64, 65)]  # exact in binary, so that they are halves
    edges = [0, -0.004, 0.05, -0.05, 0.995, 1.005, 999.95, 999.995, -999.5, 1e3, 1e6, -1e6, 123_456_789_012.5]
    # As many figures as a number of a browser has: 15.
    drawn = [rng.uniform(-1, 1) * 10 ** rng.randrange(-3, 13) for _ in range(3_000)]
    assert page.run(BY_THE_BROWSER, [*halves, *edges, *drawn], locale) == []
    assert page.run("return vnmarket.format.two(-0.001);").strip("0") in {",", "."}
    assert page.severe_messages() == []
