"""Put data, style and scripts into one HTML file, which fetches nothing from elsewhere."""

import base64
import hashlib
import html
import json
import re
from functools import cache
from importlib.resources import files

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
# Each stands on those before it.
SCRIPTS = (
    *("data.js", "source.js", "dom.js", "palette.js", "filters.js", "places.js", "graph.js"),
    *("camera.js", "marks.js", "panel.js", "search.js", "timeline.js", "legend.js", "link.js"),
    *("export.js", "renew.js", "main.js"),
)


def render_page(*, title: str, summary: str, data: object, connected: bool = False) -> str:
    """Fill the template.

    Only the two scripts whose digests stand in the content security policy run, and nothing
    is fetched; `data` is text to the browser, in which no markup can start.

    Args:
        connected: The page may ask the server that it came from, and nobody else.
    """
    vis, own, style = _vis(), _own_script(), _read("style.css")
    policy = "; ".join(
        [
            "default-src 'none'",
            f"script-src '{_digest(vis)}' '{_digest(own)}'",
            f"style-src '{_digest(style)}'",
            "img-src data:",
            *(["connect-src 'self'"] if connected else []),
            "base-uri 'none'",
            "form-action 'none'",
        ]
    )
    parts = {
        "policy": policy,
        "title": html.escape(title),
        "summary": html.escape(summary),
        "style": style,
        "data": embed_json(data),
        "vis": vis,
        "script": own,
    }
    # One pass: what is put in is not looked at again.
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], _read("page.html"))


def embed_json(data: object) -> str:
    r"""Write JSON that is safe inside a script element.

    >>> embed_json(["</script>"])
    '["\\u003c/script\\u003e"]'
    """
    text = json.dumps(data, ensure_ascii=True, separators=(",", ":"), sort_keys=True)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _vis() -> str:
    """Take vis-network out of pyvis, without its pointer to a map file on the web."""
    text = files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    text = re.sub(r"^//# sourceMappingURL=.*$", "", text, flags=re.MULTILINE).strip()
    return _inline(text)


@cache
def _own_script() -> str:
    parts = "\n".join(_read(name) for name in SCRIPTS)
    return _inline(f'(() => {{\n"use strict";\n{parts}\n}})();')


def _inline(script: str) -> str:
    if re.search(r"</script|<!--", script, re.IGNORECASE):
        raise ValueError("a script would end, or open a comment, in the middle of the page")
    return script


@cache
def _read(name: str) -> str:
    return files("kg.view").joinpath("page", name).read_text(encoding="utf-8").strip()


def _digest(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
