"""Whether text stands out from what is behind it: WCAG 2.2, level AA, for text of any size."""

CONTRAST = """() => {
    const channels = (c) => c.match(/[\\d.]+/g).map(Number);
    const light = (c) => c.slice(0, 3).map((v) => v / 255)
        .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
        .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
    const behind = (element) => {
        for (let at = element; at; at = at.parentElement) {
            const colour = channels(getComputedStyle(at).backgroundColor);
            if (colour.length < 4 || colour[3] > 0) return colour;
        }
        return [255, 255, 255];
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found = [];
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const at = node.parentElement;
        if (!node.data.trim() || !at.checkVisibility()) continue;
        if (at.closest("script, style, #told")) continue;
        const [a, b] = [light(channels(getComputedStyle(at).color)), light(behind(at))];
        const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        if (ratio < 4.5) found.push([node.data.trim().slice(0, 40), ratio.toFixed(2)]);
    }
    return found;
}"""


def list_faint_texts(page):
    """List the texts of a page that stand out less than 4.5 to 1, with their ratio."""
    return page.evaluate(CONTRAST)
