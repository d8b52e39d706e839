"""The public page: every sentence names its source, and nobody's Today is mixed up with it."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from clinic.public.claims import EVERY_CLAIM, SOURCES, TEACHING

#: The studies that clinical.md marks as found, by DOI; a new one is added here when it stands there.
REVIEWED = {
    "10.1519/JSC.0000000000001316",
    "10.1007/s40279-016-0604-z",
    "10.1007/s40279-017-0835-7",
    "10.1186/s40798-022-00511-1",
    "10.1007/s40279-023-01978-y",
    "10.26582/k.55.2.11",
    "10.1519/jsc.0000000000003964",
    "10.1080/02701367.2015.1053104",
    "10.1177/0363546506298279",
    "10.1007/s40279-024-01993-7",
}
FORBIDDEN = (
    "prevent", "injury-proof", "injury proof", "bulletproof", "risk score", "injury risk", "reduces injur",
    "fewer injur", "guarantee", "cure", "pain-free", "acute:chronic", "workload ratio", "proven", "!",
)  # fmt: skip
#: What the page says about itself and the clinic, not about training.
PLAIN = (
    "5K · 10K · half marathon",
    "Book a discovery call",
    "Squares are strength, circles are runs.",
    "Tell us what you run, what is going on and when you can talk. We call within two working days.",
    "Sentences with a number rest on a published study. Sentences without one are what we teach from our own "
    "practice. Studies describe groups; what fits you is for you and your therapist to find out.",
)


@pytest.fixture
def front(db) -> str:
    return Client().get("/").content.decode()


def words(markup: str) -> str:
    """What a reader reads: no tags, no numbers of sources."""
    without_numbers = re.sub(r"<sup>.*?</sup>", "", markup, flags=re.DOTALL)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", without_numbers)).split())


@pytest.mark.parametrize("claim", EVERY_CLAIM, ids=lambda claim: str(claim.text)[:40])
def test_a_claim_names_sources_that_exist(claim):
    assert claim.sources
    assert set(claim.sources) <= set(SOURCES) | {TEACHING}


def test_sources_are_reviewed_studies_and_each_is_named_by_a_claim():
    assert {source.doi for source in SOURCES.values()} <= REVIEWED
    first_named = dict.fromkeys(key for claim in EVERY_CLAIM for key in claim.sources if key != TEACHING)
    assert list(first_named) == list(SOURCES)


def test_every_claim_is_on_the_page_with_a_link_to_each_of_its_studies(front):
    read = words(front)
    for claim in EVERY_CLAIM:
        text = " ".join(str(claim.text).split())
        assert text in read
        for number, key in claim.numbers:
            assert f'href="#source-{key}"' in front
            assert f">{number}</a>" in front
    for key, source in SOURCES.items():
        assert f'id="source-{key}"' in front
        assert f'href="https://doi.org/{source.doi}"' in front


def test_no_paragraph_says_anything_beside_the_reviewed_list(front):
    main = front[front.index("<main>") : front.index("</main>")]
    claims = [" ".join(str(claim.text).split()) for claim in EVERY_CLAIM]
    sources = [f"{each.what}. {each.authors}, {each.journal}. doi:{each.doi}" for each in SOURCES.values()]
    known = sorted((*PLAIN, *claims, *sources), key=len, reverse=True)
    for paragraph in re.findall(r"<(?:p|dd)[ >].*?</(?:p|dd)>", main, re.DOTALL):
        left = words(paragraph)
        for text in known:
            left = left.replace(text, "")
        assert not left.strip(), left


@pytest.mark.parametrize("path", ["/", "/discovery-call/", "/discovery-call/thanks/"])
def test_forbidden_words_are_absent(path, db):
    page = Client().get(path).content.decode()
    read = (words(page[page.index("<body") :]) + " ".join(re.findall(r'content="([^"]*)"', page))).lower()
    assert [phrase for phrase in FORBIDDEN if phrase in read] == []


def test_it_says_honestly_what_to_expect(front):
    read = words(front)
    for honest in ("2 to 4%", "6 to 10 weeks", "VO₂max. It will not move", "trials are small", "We do not claim"):
        assert honest in read


def test_the_clinic_is_named_by_its_settings(db, settings):
    settings.CLINIC = settings.CLINIC | {"name": "Hillside & Sons", "phone": "+49 30 555-01", "address": "1 Elm Road"}
    page = Client().get("/").content.decode()
    assert "Hillside &amp; Sons" in page
    assert 'href="tel:+493055501"' in page
    assert "1 Elm Road" in page
    assert "Stridewell" not in page


def test_it_needs_no_script_sets_no_cookie_and_loads_nothing_foreign(db):
    answer = Client().get("/")
    page = answer.content.decode()
    assert "<script" not in page
    assert not answer.cookies
    head = page[: page.index("</head>")].replace('rel="canonical" href="', "")
    assert re.findall(r'(?:src|href)="(?://|http)[^"]*"', head) == []
    assert re.findall(r'src="(?:[^"]*:)?//', page) == []


def test_strangers_get_the_public_page_and_a_phone_never_keeps_it_as_today(db, as_ana):
    assert Client().get("/")["Cache-Control"] == "no-cache"
    own = as_ana.get("/")["Cache-Control"]
    assert "private" in own
    assert "no-store" in own
    worker = Client().get("/service-worker.js").content.decode()
    assert "/private/.test(" in worker


def test_signed_in_people_never_see_it(as_ana, as_thea):
    assert "Book a discovery call" not in as_ana.get("/").content.decode()
    assert as_thea.get("/").url == "/admin/"
