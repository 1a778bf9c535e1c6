"""Take pictures of the page: of the graph of a folder, and of a large generated one.

`python -m benchmarks.screenshots OUT` puts all of them into OUT/screenshots, and the two
that the README shows into docs/.
"""

import base64
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page import CHROMIUM, FLAGS, render_generated
from benchmarks.serving import served

DOCS = Path(__file__).parent.parent / "docs"
IN_README = ("edge", "dark")
WIDE = (1280, 800)
NARROW = (390, 780)
LARGE = (5_000, 15_000)
# The entity and the statement whose panels are shown: those that most is said of.
AS_WEBP = """async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    const sheet = document.createElement("canvas");
    [sheet.width, sheet.height] = [image.width, image.height];
    sheet.getContext("2d").drawImage(image, 0, 0);
    return sheet.toDataURL("image/webp", 0.85);
}"""
MOST_SAID = """() => Object.keys(newskg.data.entities)
    .reduce((a, b) => (newskg.data.entities[b].size > newskg.data.entities[a].size ? b : a))"""
BEST_FOUND = """() => Object.entries(newskg.data.statements).sort((a, b) =>
    b[1].disagrees.length - a[1].disagrees.length
    || b[1].sentences.length - a[1].sentences.length)[0][0]"""


def main() -> None:
    """Take one after the other."""
    out = Path(sys.argv[1])
    folder = out / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    large = folder / "large.html"
    large.write_text(render_generated(*LARGE), encoding="utf-8")
    seeds = out / "graph.html"
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        _take(browser, seeds, folder / "overview.png")
        _take(browser, seeds, folder / "edge.png", select=BEST_FOUND)
        _take(browser, seeds, folder / "node.png", select=MOST_SAID)
        _take(browser, seeds, folder / "dark.png", select=MOST_SAID, scheme="dark")
        _take(browser, seeds, folder / "narrow.png", size=NARROW)
        _take(browser, large, folder / "large.png")
        _take(browser, large, folder / "unfolded.png", select=MOST_SAID, scheme="dark")
        _take_served(browser, out, folder)
        DOCS.mkdir(exist_ok=True)
        for name in IN_README:
            _shrink(browser, folder / f"{name}.png", DOCS / f"{name}.webp")
        browser.close()
    large.unlink()
    print(f"{folder}: {len(list(folder.glob('*.png')))} pictures")


def _take(
    browser: Browser,
    source: Path,
    picture: Path,
    *,
    select: str | None = None,
    size: tuple[int, int] = WIDE,
    scheme: str = "light",
) -> None:
    with _open(browser, source, size, scheme) as page:
        if select is not None:
            page.evaluate("(id) => newskg.select(id)", page.evaluate(select))
        # Until what moves has come to rest.
        page.wait_for_timeout(600)
        page.screenshot(path=picture)


def _take_served(browser: Browser, out: Path, folder: Path) -> None:
    """Take what only a server shows: a search, and the page for queries with an answer."""
    with served(out) as address:
        page = browser.new_page(viewport={"width": WIDE[0], "height": WIDE[1]})
        page.goto(address)
        page.get_by_role("combobox").fill("go")
        page.get_by_role("option").first.wait_for()
        page.screenshot(path=folder / "served.png")
        for name, size in (("query", WIDE), ("query-narrow", NARROW)):
            page.set_viewport_size({"width": size[0], "height": size[1]})
            page.goto(f"{address}/query")
            page.get_by_role("button", name="deals").click()
            page.wait_for_selector("#results tbody tr")
            page.screenshot(path=folder / f"{name}.png")
        page.close()


def _shrink(browser: Browser, picture: Path, small: Path) -> None:
    """Write a picture as WebP, which the browser can and nothing else here."""
    page = browser.new_page()
    address = f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"
    found = page.evaluate(AS_WEBP, address)
    small.write_bytes(base64.b64decode(found.partition(",")[2]))
    page.close()


@contextmanager
def _open(browser: Browser, source: Path, size: tuple[int, int], scheme: str) -> Iterator[Page]:
    width, height = size
    context = browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
    )
    page = context.new_page()
    page.goto(source.resolve().as_uri())
    yield page
    context.close()


if __name__ == "__main__":
    main()
