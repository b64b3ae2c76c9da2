"""Paper for drawings: SVG elements in order, and labels that never lie on one another.

Only presentation attributes, no styles, scripts or ids: it passes the strictest content security policy, and several
drawings fit on one page. Every element has a class by which the style sheet recolours it; the attributes beside it are
light colours for files and prints, which have no style sheet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from .figures import plain

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"
LABEL = 12.0
SMALL = 11.0
BOLD = 1.12

INK = "#18202b"
QUIET = "#566070"
PLAN = "#7d8794"
PROVEN = "#12692f"
CLAIM = "#0b6a66"
STEP = "#6241a8"
LATE = "#ab2318"
MAIN = "#2f46b0"

ROLES: Mapping[str, Mapping[str, str]] = {
    "grid": {"stroke": "#dde1e7"},
    "axis": {"stroke": PLAN},
    "tick": {"fill": QUIET, "font-size": "11"},
    "quiet": {"fill": QUIET, "font-size": "11"},
    "band": {"fill": "#eef0f3", "fill-opacity": "0.6"},
    "wedge": {"fill": PLAN, "fill-opacity": "0.16"},
    "wedge-edge": {"stroke": PLAN, "stroke-dasharray": "5 4", "stroke-opacity": "0.7", "fill": "none"},
    "wedge-name": {"fill": QUIET, "font-size": "11"},
    "unproven": {"fill": CLAIM, "fill-opacity": "0.2"},
    "unproven-name": {"fill": CLAIM, "font-size": "12"},
    "remaining": {"stroke": MAIN, "stroke-width": "2", "fill": "none"},
    "remaining-name": {"fill": MAIN, "font-size": "12", "font-weight": "600"},
    "unclaimed": {"stroke": CLAIM, "stroke-width": "1.5", "stroke-dasharray": "6 3", "fill": "none"},
    "unclaimed-name": {"fill": CLAIM, "font-size": "12"},
    "scope": {"stroke": QUIET, "stroke-width": "1.5", "stroke-dasharray": "2 3", "fill": "none"},
    "scope-name": {"fill": QUIET, "font-size": "12"},
    "claimed": {"stroke": CLAIM, "stroke-width": "1.5", "stroke-dasharray": "6 3", "fill": "none"},
    "claimed-name": {"fill": CLAIM, "font-size": "12"},
    "verified": {"stroke": PROVEN, "stroke-width": "2", "fill": "none"},
    "verified-name": {"fill": PROVEN, "font-size": "12", "font-weight": "600"},
    "step": {"stroke": STEP, "stroke-width": "1", "stroke-dasharray": "1 3"},
    "step-mark": {"fill": STEP},
    "step-name": {"fill": STEP, "font-size": "11"},
    "today": {"stroke": QUIET, "stroke-width": "1", "stroke-dasharray": "3 3"},
    "name": {"fill": INK, "font-size": "12", "font-weight": "600"},
    "plan-most": {"fill": PLAN, "fill-opacity": "0.3"},
    "plan-least": {"fill": PLAN, "fill-opacity": "0.9"},
    "actual": {"fill": PROVEN},
    "late": {"fill": LATE},
    "spark": {"stroke": MAIN, "stroke-width": "1.5", "fill": "none"},
    "spark-mark": {"fill": MAIN},
}

_HALO: Mapping[str, str] = {
    "stroke": "#ffffff",
    "stroke-width": "3",
    "stroke-linejoin": "round",
    "paint-order": "stroke",
}


class Paper:
    """An SVG in the making, `width` by `height` user units."""

    def __init__(self, width: float, height: float) -> None:
        self.width = width
        self.height = height
        self._elements: list[str] = []
        self._taken: list[tuple[float, float, float, float]] = []

    def add(self, tag: str, role: str, hint: str = "", **attributes: float | str) -> None:
        """Draw an element; numbers are rounded to a tenth, `hint` shows when pointed at."""
        inner = f"<title>{escape(plain(hint, 200))}</title>" if hint else ""
        colours = {name: value for name, value in ROLES[role].items() if not name.startswith("font")}
        shape = {name.replace("_", "-"): value for name, value in attributes.items()}
        start = _open(tag, {"class": f"chart-{role}"} | colours | shape)
        self._elements.append(f"{start}>{inner}</{tag}>" if inner else f"{start}/>")

    def keep_free(self, points: Sequence[tuple[float, float]]) -> None:
        """Let no later label touch the line through these points."""
        for (x, y), (next_x, next_y) in pairwise(points):
            self._taken.append((min(x, next_x), min(y, next_y) - 2, max(x, next_x), max(y, next_y) + 2))

    def write(self, role: str, text: str, x: float, y: float, *, anchor: str = "start", halo: bool = False) -> None:
        """Write a text whatever is there, and take its place."""
        self._taken.append(_box(text, x, y, anchor, role))
        words = f"{escape(plain(text, 200))}</text>"
        attributes = {"x": x, "y": y} | ({} if anchor == "start" else {"text-anchor": anchor})
        names = {"class": f"chart-{role} chart-halo" if halo else f"chart-{role}"}
        colours = dict(ROLES[role]) | (dict(_HALO) if halo else {})
        self._elements.append(f"{_open('text', names | colours | attributes)}>{words}")

    def try_write(self, role: str, text: str, x: float, y: float, *, anchor: str = "start", halo: bool = False) -> bool:
        """Write a text if it fits on the paper and touches no other; answer whether it did."""
        box = _box(text, x, y, anchor, role)
        fits = box[0] >= 0 and box[2] <= self.width
        if not text or not fits or any(_touch(box, other) for other in self._taken):
            return False
        self.write(role, text, x, y, anchor=anchor, halo=halo)
        return True

    def finish(self, label: str, *, name: str = "", standalone: bool = False) -> Markup:
        """Give the drawing, an image with a label. Standalone is a file of its own; otherwise it lives in a page."""
        attributes: dict[str, float | str] = {
            "class": f"chart-svg {name}".strip(),
            "viewBox": f"0 0 {_number(self.width)} {_number(self.height)}",
            "role": "img",
            "aria-label": plain(label, 400),
            "font-family": FONT,
        }
        if standalone:
            attributes |= {"xmlns": "http://www.w3.org/2000/svg", "width": self.width, "height": self.height}
        # house: safe-text — every text in it was escaped as it was drawn
        return Markup(f"{_open('svg', attributes)}>{''.join(self._elements)}</svg>")  # noqa: S704 - escaped above


def measure(text: str, size: float = LABEL, *, bold: bool = False) -> float:
    """Give the width of a text in user units, rather too wide than too narrow."""
    return sum(_letter_width(letter) for letter in text) * size * (BOLD if bold else 1)


def fit(text: str, room: float, size: float = LABEL) -> str:
    """Give as much of a text as fits: all, what stands before a colon or dash, a part with "…", or nothing."""
    if measure(text, size) <= room:
        return text
    for mark in (":", " – ", " - "):
        head = text.split(mark, maxsplit=1)[0]
        if head != text and measure(head, size) <= room:
            return head
    while text and measure(text + "…", size) > room:
        text = text[:-1].rstrip()
    return text + "…" if len(text) > 2 else ""


def line(points: Sequence[tuple[float, float]]) -> str:
    """Give path data through the points; level and upright runs are written short."""
    parts = [f"M{_number(points[0][0])} {_number(points[0][1])}"]
    before = points[0]
    for point in points[1:]:
        if point[1] == before[1]:
            parts.append(f"H{_number(point[0])}")
        elif point[0] == before[0]:
            parts.append(f"V{_number(point[1])}")
        else:
            parts.append(f"L{_number(point[0])} {_number(point[1])}")
        before = point
    return "".join(parts)


def _letter_width(letter: str) -> float:
    if letter in " .,:;'|!()[]iljtfIr":
        return 0.36
    if letter in "mwMW@%—…":
        return 0.95
    return 1.05 if ord(letter) >= 0x1100 else 0.72 if letter.isupper() else 0.64


def _box(text: str, x: float, y: float, anchor: str, role: str) -> tuple[float, float, float, float]:
    size = float(ROLES[role]["font-size"])
    width = measure(text, size, bold="font-weight" in ROLES[role])
    left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
    return (left, y - size, left + width, y + size * 0.25)


def _touch(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] + 4 and other[0] < one[2] + 4 and one[1] < other[3] and other[1] < one[3]


def _open(tag: str, attributes: Mapping[str, float | str]) -> str:
    words = "".join(f' {name}="{_value(value)}"' for name, value in attributes.items())
    return f"<{tag}{words}"


def _value(value: float | str) -> str:
    return str(escape(value)) if isinstance(value, str) else _number(value)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
