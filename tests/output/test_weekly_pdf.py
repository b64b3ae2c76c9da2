"""The weekly report on paper: two A4 pages, nothing fetched, and a sentence for who lacks the parts."""

from __future__ import annotations

import builtins
import io

import pytest
from pypdf import PdfReader

from tests.output.weekly_examples import a_typical_week, an_empty_week
from vantage_readiness.output import weekly as papers
from vantage_readiness.output.weekly import pdf

HTML = papers.files(a_typical_week())["report.html"]
A4 = (595.28, 841.89)


def missing():
    try:
        pdf._weasyprint()
    except pdf.CannotPrint as error:
        return error.sentence
    return ""


needs_weasyprint = pytest.mark.skipif(bool(missing()), reason=missing() or "nothing is missing")


@needs_weasyprint
def test_a_typical_week_is_two_a4_pages():
    pages = PdfReader(io.BytesIO(pdf.pdf(HTML))).pages
    assert len(pages) == 2
    assert [float(side) for side in pages[0].mediabox[2:]] == pytest.approx(A4, abs=0.1)
    words = " ".join(pages[0].extract_text().split())
    assert "Not ready: 5 of 8 critical items are not verified." in words
    assert "41%" in words
    assert "2 / 2" in pages[1].extract_text()


def test_labels_of_the_drawing_lose_what_would_be_painted_over_them():
    html = HTML.decode()
    bare = pdf._without_halos(html)
    assert 'paint-order="stroke"' in html
    assert "paint-order" not in bare
    assert bare.count("</text>") == html.count("</text>")
    assert 'class="chart-remaining-name chart-halo" fill="#2f46b0"' in bare


@needs_weasyprint
def test_an_empty_week_is_one_page_and_the_same_file_twice_the_same_bytes():
    html = papers.files(an_empty_week())["report.html"]
    written = pdf.pdf(html)
    assert len(PdfReader(io.BytesIO(written)).pages) == 1
    assert pdf.pdf(html) == written


@needs_weasyprint
@pytest.mark.parametrize("url", ["http://127.0.0.1:9/x.png", "file:///etc/hostname", "data:image/png;base64,AAAA"])
def test_nothing_is_fetched(monkeypatch, url):
    asked = []
    real = pdf._refuse

    def spy(wanted):
        asked.append(wanted)
        real(wanted)

    monkeypatch.setattr(pdf, "_refuse", spy)
    assert pdf.pdf(f'<p>text</p><img src="{url}" alt="">'.encode()).startswith(b"%PDF")
    assert asked == [url]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(ImportError("no"), "requirements-pdf.txt"), (OSError("cannot load library"), "apt install libpango-1.0-0")],
)
def test_who_lacks_a_part_is_told_what_to_install(monkeypatch, error, sentence):
    real = builtins.__import__

    def fail(name, *arguments, **options):
        if name == "weasyprint":
            raise error
        return real(name, *arguments, **options)

    monkeypatch.setattr(builtins, "__import__", fail)
    with pytest.raises(pdf.CannotPrint, match=sentence):
        pdf.pdf(HTML)
