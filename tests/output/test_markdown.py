"""What people write appears as they meant it, and does nothing."""

from __future__ import annotations

import re
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vantage_readiness.output.markdown import LIMIT, render

SAFE = re.compile(
    r"</?(?:blockquote|br|code|del|em|hr|li|ol|p|pre|s|strong|table|tbody|td|th|thead|tr|ul)>|<ol start=\"\d+\">|</a>"
    r"|<a (?:href=\"(?:https?:|mailto:)[^\"<>]*\" )?(?:title=\"[^\"<>]*\" )?rel=\"nofollow noopener noreferrer\">"
    r"|<a (?:title=\"[^\"<>]*\" )?(?:href=\"(?:https?:|mailto:)[^\"<>]*\" )?rel=\"nofollow noopener noreferrer\">",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*em* **strong** `code` ~~gone~~", "<p><em>em</em> <strong>strong</strong> <code>code</code> <s>gone</s></p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c", '<ol start="3">\n<li>c</li>\n</ol>'),
        ("# Big\n\ntext", "<p><strong>Big</strong></p>\n<p>text</p>"),
        ("Under\n===", "<p><strong>Under</strong></p>"),
        ("```html\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "[x](https://example.org/?a=1&b=2 'T')",
            '<p><a href="https://example.org/?a=1&amp;b=2" title="T" rel="nofollow noopener noreferrer">x</a></p>',
        ),
        (
            "<ada@example.org>",
            '<p><a href="mailto:ada@example.org" rel="nofollow noopener noreferrer">ada@example.org</a></p>',
        ),
        ("", ""),
    ],
)
def test_markdown_is_rendered(text, html):
    assert render(text).strip() == html


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\tscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](data:image/png;base64,AAAA)",
        "[x](vbscript:x)",
        "[x](file:///etc/passwd)",
        "[x](ftp://example.org)",
        "[x](//evil.example)",
        "[x](/account/delete)",
        "[x](\\\\evil.example)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        "![x](javascript:alert(1))",
    ],
)
def test_no_link_leads_where_none_should(text):
    assert "href" not in render(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<a href='https://example.org' onclick='x()'>x</a>",
        "<svg><script>alert(1)</script></svg>",
        "<style>*{display:none}</style>",
        "text <b onmouseover=x()>b</b>",
        "```\n</code></pre><script>alert(1)</script>\n```",
        "`</code><script>x</script>`",
        "[<script>x</script>](https://example.org)",
        "[x](https://example.org/\"onclick=\"x)",
        "[x](https://example.org 'a\" onclick=\"x')",
        "![i](https://tracker.example/pixel.png)",
        "| a |\n|---|\n| <script>x</script> |",
        "<!-- comment -->",
        "&lt;script&gt;",
        "\x00<script>",
    ],
)  # fmt: skip
def test_only_harmless_tags_come_out(text):
    assert "<" not in SAFE.sub("", render(text))
    assert "<img" not in render(text)


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from(list("[]()<>!*_`~#|-=&;:/\"'\\ \n\tabjavscriptdt\x00")), max_size=120))
def test_only_harmless_tags_come_out_of_anything(text):
    assert "<" not in SAFE.sub("", render(text))


def test_headings_never_compete_with_the_page():
    html = render("# a\n## b\n### c\n#### d\n> # e\n\n- # f")
    assert not re.search(r"<h\d", html)
    assert html.count("<strong>") == 6


@pytest.mark.parametrize(
    "unit",
    ["[", "![", "[a](", "*a ", "**a _b ", "`a``b", "> ", "- ", "<a ", "&amp", "|a", "\\", "[a]: b\n", "~~a ~", "#\n"],
)
def test_twice_the_nested_and_broken_text_takes_about_twice_the_work(unit):
    half, whole = (calls_of(render, (unit * LIMIT)[:size]) for size in (LIMIT // 2, LIMIT))
    assert whole <= 3 * half


def calls_of(function, text):
    """Count the Python functions called on the way: the same on every machine, however busy it is."""
    count = 0

    def note(_frame, event, _argument):
        nonlocal count
        count += event == "call"

    sys.setprofile(note)
    try:
        function(text)
    finally:
        sys.setprofile(None)
    return count


def test_a_text_above_the_limit_is_shown_whole_as_it_was_typed():
    text = "<b>*x*</b>\n" * 2_000
    html = render(text)
    assert html.startswith("<pre>&lt;b&gt;*x*&lt;/b&gt;\n")
    assert html.count("*x*") == 2_000
