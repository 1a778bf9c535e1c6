"""Files -> articles, and each fault in one line."""

import codecs
import datetime
import hashlib
import json
import os
import socket
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.read import read_articles
from kg.read.decode import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_LINE_CHARACTERS,
    normalise,
    one_line,
)
from kg.read.header import (
    find_dateline_agency,
    find_dateline_date,
    find_headline,
    parse_date,
)
from kg.read.markdown import strip_markdown

BODY = "Acme has bought Globex for $5 million, both said in a joint statement on Monday."
PAGE = f"""<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Acme buys Globex | The Daily Example</title>
<meta property="og:title" content="Acme buys Globex | The Daily Example">
<meta property="og:site_name" content="The Daily Example">
<meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2026-11-16T09:30:00+00:00">
<link rel="canonical" href="https://news.example/acme"></head>
<body><nav><a href="/">Home</a> <a href="/markets">All the markets of the week</a></nav>
<article><p>{BODY}</p><h2>What comes next</h2>
<p>The purchase is to close in spring, once three authorities have looked at it.</p></article>
<div id="comments"><p>First! What a great article, thank you for it.</p></div>
<img src="https://tracker.example/pixel.gif"><footer>All rights reserved</footer></body></html>
"""


@pytest.fixture
def read(tmp_path):
    """Read paths, by default the whole folder: articles, and faults without the folder."""

    def run(*names):
        faults = []
        paths = [tmp_path / name for name in names] or [tmp_path]
        articles = list(read_articles(paths, on_fault=faults.append))
        assert all(isinstance(fault, InputError) for fault in faults)
        messages = [str(fault).replace(f"{tmp_path}{os.sep}", "") for fault in faults]
        assert not any("\n" in message for message in messages)
        return articles, messages

    return run


def write_lines(path, *records):
    lines = [json.dumps(record) if isinstance(record, dict) else record for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


# formats


def test_read_articles_reads_a_text_as_it_is(tmp_path, read):
    text = f"Acme buys Globex\n```\n{BODY}\n```\n"
    path = tmp_path / "acme.txt"
    path.write_text(text, encoding="utf-8")
    (article,), faults = read()
    assert faults == []
    assert article.text == text
    header = article.header
    assert (header.id, header.path, header.title) == ("acme", str(path), "Acme buys Globex")
    assert header.digest == hashlib.sha256(text.encode()).hexdigest()
    assert (header.url, header.date, header.publisher, header.author) == (None,) * 4


@pytest.mark.parametrize(
    "data",
    [
        pytest.param("Zoë: 5 €\n".encode(), id="UTF-8"),
        pytest.param("Zoë: 5 €\n".encode("utf-8-sig"), id="UTF-8 with a mark"),
        pytest.param("Zoë: 5 €\n".encode("utf-16"), id="UTF-16 of this machine"),
        pytest.param(
            codecs.BOM_UTF16_BE + "Zoë: 5 €\n".encode("utf-16-be"), id="UTF-16 big-endian"
        ),
        pytest.param("Zoë: 5 €\r\n".encode(), id="CRLF"),
        pytest.param("Zoë: 5 €\r".encode(), id="CR"),
        pytest.param("Zoë: 5\x07€\u2028".encode(), id="control character, line separator"),
    ],
)
def test_read_articles_decodes_and_normalises(tmp_path, read, data):
    (tmp_path / "a.txt").write_bytes(data)
    (article,), faults = read()
    assert article.text == "Zoë: 5 €\n"
    assert faults == []


def test_read_articles_takes_front_matter_for_metadata(tmp_path, read):
    front = (
        '---\ntitle: "Acme: the deal"\ndate: 2026-11-16\nurl: https://news.example/a?b=c:d\n'
        "publisher: The Daily Example\nauthor: 'Jane Doe'\ntags:\n  - deals\n# note\n\n---\n"
    )
    (tmp_path / "acme.md").write_text(front + f"\n# Heading\n\n{BODY}\n", encoding="utf-8")
    (article,), faults = read()
    assert faults == []
    assert article.text == f"\nHeading\n\n{BODY}\n"
    header = article.header
    assert (header.title, header.date) == ("Acme: the deal", datetime.date(2026, 11, 16))
    assert (header.url, header.publisher) == ("https://news.example/a?b=c:d", "The Daily Example")
    assert header.author == "Jane Doe"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"---\n{BODY}\n---\nMore.\n", id="prose between rules"),
        pytest.param(f"---\nNote: {BODY}\n---\nMore.\n", id="no known field"),
        pytest.param(f"---\ntitle: Acme\n{BODY}\n", id="never closed"),
        pytest.param(f"Intro.\n---\ntitle: Acme\n---\n{BODY}\n", id="not at the start"),
    ],
)
def test_read_articles_keeps_what_only_resembles_front_matter(tmp_path, read, text):
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    (article,), _ = read()
    assert article.text.split() == [word for word in text.split() if word != "---"]


ARTICLE = f"""\
# Acme buys *Globex*

By Jane Doe
16 November 2026

**Priya Raman** of [Acme](https://acme.example "Site") paid \\$5&nbsp;&mdash; in `cash`.[^1]\\
So it <b>was</b>.<br>Yes.

![Offices of Acme](acme.jpg)

## Terms
* one
  * two
3) three

> It is *done*
> now.

| Firm | Price |
|------|------:|
| Acme | **5** |

```text
{BODY}
```
<div>Said <b>A &amp; B</b><p>Bye</div><!-- no -->

***
[^1]: A note.
"""


def test_read_articles_takes_markup_off_markdown(tmp_path, read):
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    (article,), faults = read()
    assert faults == []
    assert (article.header.title, article.header.date) == (
        "Acme buys Globex",
        datetime.date(2026, 11, 16),
    )
    assert [line for line in article.text.split("\n") if line] == [
        "Acme buys Globex",
        "By Jane Doe",
        "16 November 2026",
        "Priya Raman of Acme paid $5\u00a0— in cash.",
        "So it was.",
        "Yes.",
        "Offices of Acme",
        "Terms",
        "- one",
        "- two",
        "3) three",
        "It is done",
        "now.",
        "Firm | Price",
        "Acme | 5",
        BODY,
        "Said A & B",
        "Bye",
        "A note.",
    ]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param("Acme has just\nbought it.\n", "Acme has just bought it.\n", id="wrapped"),
        pytest.param(f"Acme wins\n{BODY}", f"Acme wins\n{BODY}", id="headline"),
        pytest.param("Two firms:\n• Acme\n• Globex", "Two firms:\n• Acme\n• Globex", id="bullets"),
        pytest.param(f"{BODY * 3}\n{BODY}\n", f"{BODY * 3}\n{BODY}\n", id="paragraphs as lines"),
        pytest.param(f"\n{BODY}\n\n\n{BODY}\n\n", f"\n{BODY}\n\n\n{BODY}\n\n", id="blank lines"),
        pytest.param(f"    {BODY}\n", f"{BODY}\n", id="indented"),
        pytest.param("5 * 3 * 2 < 7 & a_b_c", "5 * 3 * 2 < 7 & a_b_c", id="signs that are text"),
    ],
)
def test_strip_markdown_leaves_plain_text(source, expected):
    assert strip_markdown(source) == (None, expected)


def test_read_articles_keeps_the_words_of_the_seeds_as_markdown(tmp_path, read):
    for path in (Path(__file__).parents[1] / "seeds").glob("*.txt"):
        (tmp_path / f"{path.stem}.md").write_bytes(path.read_bytes())
        (tmp_path / path.name).write_bytes(path.read_bytes())
    articles, _ = read()
    assert articles
    for first, second in zip(articles[::2], articles[1::2], strict=True):
        assert first.text.replace("```", "").split() == second.text.replace("```", "").split()


def test_read_articles_reads_a_page_without_a_network(tmp_path, read, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise AssertionError("a page asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    (tmp_path / "acme.html").write_text(PAGE, encoding="utf-8")
    (article,), faults = read()
    assert faults == []
    assert article.text.split("\n") == [
        "Acme buys Globex",
        BODY,
        "What comes next",
        "The purchase is to close in spring, once three authorities have looked at it.",
    ]
    header = article.header
    assert (header.id, header.title) == ("acme", "Acme buys Globex")
    assert (header.date, header.url) == (datetime.date(2026, 11, 16), "https://news.example/acme")
    assert (header.publisher, header.author) == ("The Daily Example", "Jane Doe")


def test_read_articles_believes_a_page_that_declares_its_encoding(tmp_path, read):
    page = PAGE.replace("utf-8", "ISO-8859-1").replace("$5", "€5")
    (tmp_path / "a.htm").write_bytes(page.encode("windows-1252"))
    (article,), faults = read()
    assert "€5 million" in article.text
    assert faults == []


def test_read_articles_is_silent_about_odd_pages(tmp_path, read, capfd):
    (tmp_path / "a.html").write_text("<" * 5_000, encoding="utf-8")
    (tmp_path / "b.html").write_text("<div>" * 5_000 + BODY, encoding="utf-8")
    read()
    assert capfd.readouterr() == ("", "")


def test_read_articles_reads_one_article_a_line(tmp_path, read):
    full = {
        "id": "a/1",
        "text": f"{BODY}\r\n",
        "title": "Acme  buys\nGlobex",
        "url": "https://news.example/1",
        "date": "2026-11-16T23:59:00+09:00",
        "publisher": "The Daily Example",
        "author": "Jane Doe",
        "unknown": [1],
    }
    write_lines(tmp_path / "a.jsonl", full, "", {"id": 2, "text": BODY, "title": None})
    (first, second), faults = read()
    assert faults == []
    assert (first.header.id, first.text) == ("a/1", f"{BODY}\n")
    assert (first.header.title, first.header.author) == ("Acme buys Globex", "Jane Doe")
    assert first.header.date == datetime.date(2026, 11, 16)
    assert (second.header.id, second.header.title, second.header.date) == ("2", None, None)


def test_read_articles_streams_lines(tmp_path):
    path = tmp_path / "a.jsonl"
    write_lines(path, *({"id": f"a{n}", "text": f"{n}. {BODY}"} for n in range(1_000)), "{")
    faults = []
    articles = read_articles([path], on_fault=faults.append)
    assert [next(articles).header.id, next(articles).header.id] == ["a0", "a1"]
    assert faults == []
    assert len(list(articles)) == 998
    assert [str(fault).split(":")[1] for fault in faults] == ["1001"]


# headers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Acme buys Globex\nText.", "Acme buys Globex", id="headline"),
        pytest.param("\n\n  Acme  buys\tGlobex \n\nText.", "Acme buys Globex", id="spaces"),
        pytest.param("# Acme buys Globex\nText.", "Acme buys Globex", id="Markdown heading"),
        pytest.param("Will Acme buy Globex?\nText.", "Will Acme buy Globex?", id="question"),
        pytest.param("Acme has bought Globex.\nText.", None, id="sentence"),
        pytest.param("It said: “Acme pays.”\nText.", None, id="sentence in quotes"),
        pytest.param("Acme buys Globex\n \n", None, id="nothing follows"),
        pytest.param("word " * 60 + "\nText.", None, id="too long"),
        pytest.param("16 November 2026\nText.", None, id="date line"),
        pytest.param("By Jane O'Roe\nText.", None, id="byline"),
        pytest.param("By the sea\nText.", "By the sea", id="no byline"),
        pytest.param("PRESS RELEASE\n\nAcme buys Globex\nText.", "Acme buys Globex", id="label"),
        pytest.param("Business\nAcme buys Globex\nText.", "Acme buys Globex", id="section"),
        pytest.param("Business\nAcme has bought Globex.", "Business", id="one word alone"),
        pytest.param("ACME WINS\nIT\nText.", "ACME WINS", id="nothing longer below"),
        pytest.param("word\n" * 5_000, "word", id="a list of words"),
        pytest.param("```\nText.", None, id="fence"),
        pytest.param("", None, id="empty"),
    ],
)
def test_find_headline(text, expected):
    assert find_headline(text) == expected


@pytest.mark.parametrize(
    "line",
    [
        "16 November 2026",
        "Published: 2026-11-16",
        "Published 2026-11-16T09:30:00Z",
        "November 16, 2026 9:30 am",
        "Nov. 16, 2026",
        "Monday, 16th November, 2026",
        "By Jane Doe | Nov 16, 2026 | 3 min read",
        "By Jane Doe, 16 Nov. 2026",
        "LONDON, Nov. 16, 2026 (Agency) — Acme has bought Globex for $5 million.",
        "LONDON (Agency) 16 November 2026 - Acme has bought Globex for $5 million.",
        "LONDON, Nov. 16, 2026 /PRWire/ -- Acme has bought Globex for $5 million.",
        "AUSTIN, Texas--(BUSINESS WIRE)--Nov 16, 2026--Acme has bought Globex.",
        "AUSTIN, Texas (Nov. 16, 2026) — Acme has bought Globex for $5 million.",
    ],
)
def test_find_dateline_date_reads_a_full_day(line):
    assert find_dateline_date(f"Headline\n{line}\nText.") == datetime.date(2026, 11, 16)


@pytest.mark.parametrize(
    "line",
    [
        "LONDON (Globe News) - Acme has bought Globex.",
        "LONDON, March 3 (Globe News) \u2014 Acme has bought Globex.",
        "ST. LOUIS, Mo., May 3, 2026 /Globe News/ -- Acme has bought Globex.",
        "LONDON (Globe News) 16 November 2026 - Acme has bought Globex for $5 million.",
        "AUSTIN, Texas--(Globe News)--Nov 16, 2026--Acme has bought Globex.",
    ],
)
def test_find_dateline_agency_reads_what_stands_before_the_dash(line):
    assert find_dateline_agency(f"Headline\n{line}\nText.") == "Globe News"


def test_find_dateline_agency_reads_a_name_with_figures():
    assert find_dateline_agency("OSLO, Nov 4, 2026 (TV2) - Acme grew.\nText.") == "TV2"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("GLOBEX (GLBX) - Shares rose.", id="abbreviation of the name"),
        pytest.param("GLOBEX (NYSE: GLX) - Shares rose.", id="ticker"),
        pytest.param("LONDON (Nov. 16) - Acme has bought Globex.", id="day"),
        pytest.param("Acme (Globex) - a merger.", id="no capitals"),
        pytest.param("JANE ROE (Acme) - chief.\nJOHN DOE (Globex) - chair.", id="list"),
        pytest.param("One\n\nTwo\nThree\nFour\nFive\nLONDON (Globe News) - Six", id="far down"),
    ],
)
def test_find_dateline_agency_leaves_doubt_alone(text):
    assert find_dateline_agency(text) is None


TIMELINE = "5 May 2024 - Acme grew.\n- **6 May 2025**: Acme fell.\n7 May 2026 - Acme rose.\n"


def test_find_dateline_date_takes_no_entry_of_a_timeline_for_it():
    assert find_dateline_date(f"Headline\n{TIMELINE}") is None
    byline = "By Jane Roe, 16 November 2026"
    assert find_dateline_date(f"Headline\n{byline}\n{TIMELINE}") == datetime.date(2026, 11, 16)


@pytest.mark.parametrize("month", ["Sep", "Sept.", "Sept", "September"])
def test_find_dateline_date_reads_the_ways_to_write_september(month):
    assert find_dateline_date(f"{month} 5, 2026\nText.") == datetime.date(2026, 9, 5)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Acme bought Globex on 16 November 2026.", id="in a sentence"),
        pytest.param("On 16 November 2026, Acme bought Globex.", id="opens a sentence"),
        pytest.param("16/11/2026", id="in numbers"),
        pytest.param("Published 16 Nov 2026, updated 17 Nov 2026", id="two days"),
        pytest.param("12-16 November 2026", id="range"),
        pytest.param("31 November 2026", id="no such day"),
        pytest.param("Published in November 2026", id="month"),
        pytest.param("One\n\nTwo\nThree\nFour\nFive\n16 November 2026", id="far down"),
        pytest.param(
            "Jane Roe (16 November 1932 - 28 October 2010) was a writer.", id="when somebody lived"
        ),
        pytest.param("Jane Roe (16 November 1932) - a life in letters.", id="when one was born"),
    ],
)
def test_find_dateline_date_leaves_doubt_alone(text):
    assert find_dateline_date(text) is None


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-11-16", datetime.date(2026, 11, 16)),
        (" 2026-11-16T00:30:00-08:00 ", datetime.date(2026, 11, 16)),
        ("2026-11-16 09:30", datetime.date(2026, 11, 16)),
        ("Mon, 16 Nov 2026 23:30:00 -0800", datetime.date(2026, 11, 16)),
        ("Mon, 16 Nov 2026 10:00:00 GMT", datetime.date(2026, 11, 16)),
        ("November 16, 2026", datetime.date(2026, 11, 16)),
        ("16 Nov. 2026", datetime.date(2026, 11, 16)),
        ("2026/11/16", datetime.date(2026, 11, 16)),
        ("", None),
        (None, None),
    ],
)
def test_parse_date_takes_the_day_as_written(value, expected):
    assert parse_date(value) == expected


# folders


def test_read_articles_orders_and_chooses_files(tmp_path, read):
    for name in ("b.txt", "a/2.TXT", "a/1.md", "c.html", "d.pdf", ".hidden.txt", ".git/x.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(PAGE if name == "c.html" else f"{name}: {BODY}", encoding="utf-8")
    articles, faults = read()
    assert [article.header.id for article in articles] == ["1", "2", "b", "c"]
    assert faults == []


def test_read_articles_reads_a_file_once(tmp_path, read):
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")
    (tmp_path / "link.txt").symlink_to("a.txt")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "again").symlink_to(tmp_path, target_is_directory=True)
    articles, faults = read("a.txt", ".", "sub/../a.txt")
    assert [article.header.id for article in articles] == ["a"]
    assert faults == ["sub/again: is a link back to a folder that holds it"]


def test_read_articles_says_that_it_passes_over_the_folder_that_is_asked_for(tmp_path):
    (tmp_path / "out").mkdir()
    for name in ("a.txt", "out/b.txt"):
        (tmp_path / name).write_text(BODY, encoding="utf-8")
    faults = []
    paths = [tmp_path, tmp_path / "out"]
    articles = list(read_articles(paths, besides=[tmp_path / "out"], on_fault=faults.append))
    assert [article.header.id for article in articles] == ["a"]
    assert [str(fault) for fault in faults] == [
        f"{tmp_path / 'out'}: is passed over: the graph is written to it"
    ]


# faults


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("a.txt", b"", "is empty"),
        ("a.md", b" \n\n", "is empty"),
        ("a.html", b"", "is empty"),
        ("a.jsonl", b"\n\n", "is empty"),
        ("a.txt", codecs.BOM_UTF8, "has no text"),
        ("a.md", b"---\ntitle: Acme\n---\n", "has no text"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0\0", "is binary (NUL byte at offset 8)"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0", "is binary (NUL byte at offset 8)"),
        ("a.txt", "Zoë".encode("latin-1"), "is not UTF-8 (byte 0xeb at offset 2)"),
        ("a.html", "Zoë".encode("latin-1"), "is not UTF-8 (byte 0xeb at offset 2)"),
        ("a.txt", codecs.BOM_UTF16_LE + b"ab\xd8", "is not UTF-16, as its mark says (offset 4)"),
        ("a.jsonl", "{}".encode("utf-16"), "is UTF-16; JSON Lines are UTF-8"),
        ("a.txt", b"x" * (MAX_BYTES + 1), "is longer than 10,000,000 bytes"),
        ("a.txt", b"ab c\n" * 200_001, f"has a text longer than {MAX_CHARACTERS:,} characters"),
        (
            "a.txt",
            b"x" * (MAX_LINE_CHARACTERS + 1),
            "has a line of 100,001 characters; at most 100,000 are prose",
        ),
        ("a.html", b"<html><body><nav>Home</nav></body></html>", "is a page without an article's "),
        ("a.html", BODY.encode(), "is a page without an article's text"),
        ("a.pdf", b"%PDF", "is not .htm, .html, .jsonl, .md or .txt"),
    ],
)
def test_read_articles_names_the_fault_of_a_file(tmp_path, read, name, data, fault):
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text(BODY, encoding="utf-8")
    articles, faults = read(name, "good.txt")
    assert [article.header.id for article in articles] == ["good"]
    assert len(faults) == 1
    assert faults[0].startswith(f"{name}: {fault}")


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "is not JSON: Expecting property name enclosed in double quotes at column 2"),
        ("[" * 200_000, "is not JSON within reason"),
        ('{"id": %s}' % ("1" * 10_000), "is not JSON within reason"),
        ("[]", "is not a JSON object"),
        ("{}", '"id" is missing'),
        ('{"id": "a"}', '"text" is missing'),
        ('{"id": true, "text": "x"}', '"id" is not a string'),
        ('{"id": "a", "text": 1}', '"text" is not a string'),
        ('{"id": " ", "text": "x"}', "has a blank id"),
        ('{"id": "a", "text": " "}', "has no text"),
    ],
)
def test_read_articles_names_the_fault_of_a_line(tmp_path, read, line, fault):
    good = {"id": "good", "text": BODY}
    write_lines(tmp_path / "a.jsonl", good, line, {**good, "id": "better"})
    articles, faults = read()
    assert [article.header.id for article in articles] == ["good", "better"]
    assert faults == [f"a.jsonl:2: {fault}"]


def test_read_articles_skips_lines_of_bytes_that_are_no_text(tmp_path, read):
    good = json.dumps({"id": "good", "text": BODY}).encode()
    too_long = b'{"id": "long", "text": "' + b"x" * 5 * MAX_BYTES + b'"}'
    data = b"\n".join([codecs.BOM_UTF8 + good, b'{"id": "\xff"}', too_long])
    (tmp_path / "a.jsonl").write_bytes(data + b"\n" + good.replace(b"good", b"last"))
    articles, faults = read()
    assert [article.header.id for article in articles] == ["good", "last"]
    assert faults == [
        "a.jsonl:2: is not UTF-8 (byte 0xff at offset 8)",
        "a.jsonl:3: is longer than 10,000,000 bytes",
    ]


def test_read_articles_keeps_an_article_with_a_faulty_field(tmp_path, read):
    write_lines(tmp_path / "a.jsonl", {"id": "a", "text": BODY, "date": "16/11/26", "url": 1})
    (article,), faults = read()
    assert (article.header.date, article.header.url) == (None, None)
    assert faults == [
        'a.jsonl:1: the date "16/11/26" cannot be read; without it the article is kept',
        'a.jsonl:1: "url" is not a string; without it the article is kept',
    ]


def _missing(path):
    assert not path.exists()


def _empty_folder(path):
    (path / ".hidden").mkdir(parents=True)
    (path / "deeper").mkdir()
    (path / "notes.pdf").touch()


@pytest.mark.parametrize(
    ("make", "fault"),
    [
        pytest.param(_missing, "cannot be read: No such file or directory", id="missing"),
        pytest.param(
            lambda path: path.symlink_to("nowhere"),
            "cannot be read: No such file or directory",
            id="dangling link",
        ),
        pytest.param(
            lambda path: path.symlink_to(path.name),
            "cannot be read: Too many levels of symbolic links",
            id="link to itself",
        ),
        pytest.param(os.mkfifo, "is not a regular file", id="pipe"),
        pytest.param(
            _empty_folder,
            "is a folder with no articles (.htm, .html, .jsonl, .md or .txt)",
            id="folder",
        ),
    ],
)
def test_read_articles_names_a_path_it_cannot_read(tmp_path, read, make, fault):
    make(tmp_path / "bad.txt")
    (tmp_path / "good.txt").write_text(BODY, encoding="utf-8")
    articles, faults = read("bad.txt", "good.txt")
    assert [article.header.id for article in articles] == ["good"]
    assert faults == [f"bad.txt: {fault}"]


@pytest.mark.parametrize("name", ["bad.txt", "bad.jsonl"])
def test_read_articles_names_a_file_it_may_not_read(tmp_path, read, monkeypatch, name):
    # the superuser may read anything, so that a mode alone would not show the fault
    opened = Path.open

    def refuse(path, *args, **kwargs):
        if path.name == name:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *args, **kwargs)

    for each in (name, "good.txt"):
        (tmp_path / each).write_text(BODY, encoding="utf-8")
    monkeypatch.setattr(Path, "open", refuse)
    articles, faults = read()
    assert [article.header.id for article in articles] == ["good"]
    assert faults == [f"{name}: cannot be read: Permission denied"]


def test_read_articles_names_an_empty_folder_and_an_odd_name(tmp_path, read):
    articles, faults = read()
    assert articles == []
    assert faults == [
        f"{tmp_path}: is a folder with no articles (.htm, .html, .jsonl, .md or .txt)"
    ]
    (tmp_path / os.fsdecode(b"a\n\xff.txt")).touch()
    _, faults = read()
    assert faults == ["a \ufffd.txt: is empty"]


def test_read_articles_takes_a_folder_named_like_a_file_for_a_folder(tmp_path, read):
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "a.txt").write_text(BODY, encoding="utf-8")
    articles, faults = read()
    assert [article.header.id for article in articles] == ["a"]
    assert faults == []


# properties

# any code point, with line ends, controls and halves of surrogate pairs more often than by chance
ANY_TEXT = st.text(st.one_of(st.characters(), st.sampled_from("\r\n\0\x85\u2028\ud800\ufeff \t")))


@given(ANY_TEXT)
def test_normalise_keeps_every_other_code_point_in_place(text):
    joined = text.replace("\r\n", "\n")
    result = normalise(text)
    assert len(result) == len(joined)
    assert normalise(result) == result
    assert result.splitlines() == result.removesuffix("\n").split("\n") if result else True
    assert all(new == old or new in "\n \ufffd" for new, old in zip(result, joined, strict=True))
    result.encode()


@given(ANY_TEXT)
def test_find_headline_and_date_take_any_text(text):
    headline = find_headline(normalise(text))
    assert headline is None or headline == one_line(headline)
    assert find_dateline_date(normalise(text)) is None


@given(
    st.lists(
        st.fixed_dictionaries(
            {"id": ANY_TEXT, "text": ANY_TEXT},
            optional={
                "title": st.none() | ANY_TEXT,
                "date": st.dates().map(str),
                "publisher": ANY_TEXT,
            },
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_read_articles_returns_what_lines_hold(tmp_path_factory, records, ascii_only):
    folder = tmp_path_factory.mktemp("lines")
    lines = [json.dumps(record, ensure_ascii=ascii_only) for record in records]
    data = "".join(f"{line}\n" for line in lines).encode("utf-8", "surrogatepass")
    (folder / "a.jsonl").write_bytes(data)
    faults = []
    articles = list(read_articles([folder], on_fault=faults.append))
    readable = [
        record
        for record, line in zip(records, lines, strict=True)
        if one_line(record["id"])
        and record["text"].strip()
        and normalise(record["text"]).strip()
        and not any("\ud800" <= letter <= "\udfff" for letter in line)
    ]
    texts = {normalise(record["text"]) for record in readable}
    assert {article.text for article in articles} == texts
    assert len(articles) == len(readable)
    for article in articles:
        assert article.header.digest == hashlib.sha256(article.text.encode()).hexdigest()
    assert len(articles) + len(faults) >= len(records)


MARKS = st.text(st.sampled_from("ab \n\t#*_`~[](){}!<>|-+=1.:&;\\\"'/?^\ud800"))


@given(ANY_TEXT | MARKS)
def test_strip_markdown_takes_any_text(text):
    _, found = strip_markdown(normalise(text))
    assert isinstance(found, str)


@given(st.lists(st.sampled_from(["Acme", "buys", "it.", ",", "7", " ", "\n", "\n\n", "    "])))
def test_strip_markdown_keeps_words_in_order(words):
    text = "x".join(words)
    assert strip_markdown(text)[1].split() == text.split()


@pytest.mark.parametrize("sign", ["> ", "- ", "[", "![", "*", "<", "`a", "<!--", "&", "| "])
def test_strip_markdown_takes_deep_nesting(sign):
    strip_markdown(sign * 2_000 + "a")


# the project's own articles


def test_read_articles_reads_the_seeds():
    root = Path(__file__).parents[1]
    faults = []
    articles = {a.header.id: a for a in read_articles([root / "seeds"], on_fault=faults.append)}
    assert faults == []
    lines = (root / "tests/gold/seeds.jsonl").read_text(encoding="utf-8").splitlines()
    gold = {record["article"]: record["facts"] for record in map(json.loads, lines)}
    assert list(articles) == list(gold)
    for article_id, facts in gold.items():
        for fact in facts:
            for quote in fact["evidence"]:
                assert quote in articles[article_id].text
