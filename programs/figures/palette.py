"""The colors of a figure, light, dark and forced: an image takes none from its page."""

from __future__ import annotations

from types import MappingProxyType

#: Class of a shape, and its color on paper and in the dark.
COLORS: MappingProxyType[str, tuple[str, str]] = MappingProxyType(
    {
        "n": ("#6d8577", "#c3d4cb"),  # near skin
        "f": ("#b9c7bf", "#5b7066"),  # far skin
        "t": ("#0b5b46", "#2f9c7b"),  # shirt
        "u": ("#7fa697", "#22594a"),  # far sleeve
        "k": ("#1b2c25", "#688476"),  # shorts and hair
        "l": ("#7d8d86", "#41544b"),  # far shorts
        "s": ("#e2562a", "#ff7a47"),  # shoe, worked muscle, band, arrow
        "q": ("#efb09a", "#8a4a33"),  # far shoe
        "p": ("#fff", "#131e19"),  # the edge that parts what crosses
        "w": ("#3d3f46", "#c9ccd6"),  # load
        "b": ("#ccd6d0", "#2e3f37"),  # bench, step, wall
        "c": ("#dde4df", "#3a4d44"),  # their upper face
    }
)
#: What stands out where the system gives the colors; the rest is gray or paper.
STRONG, PAPER = "ntksw", "pbc"


def _colors(index: int) -> str:
    return "".join(f"--{name}:{colors[index]};" for name, colors in COLORS.items()).rstrip(";")


def _system_color(name: str) -> str:
    if name in STRONG:
        return "CanvasText"
    return "Canvas" if name in PAPER else "GrayText"


_SYSTEM = ";".join(f"--{name}:{_system_color(name)}" for name in COLORS)
PALETTE = (
    f".fig{{{_colors(0)}}}@media(prefers-color-scheme:dark){{.fig{{{_colors(1)}}}}}"
    f"@media(forced-colors:active){{.fig{{{_SYSTEM}}}.fig .b,.fig .c{{stroke:GrayText}}}}"
    + "".join(f".fig .{name}{{fill:var(--{name})}}" for name in COLORS if name != "p")
    + ".fig .h{stroke:var(--p);fill:var(--p);stroke-width:9}.fig .gh{opacity:.27}.fig .gh path{fill:var(--n)}"
    ".fig .g,.fig .a,.fig .o{fill:none;stroke:var(--w);stroke-width:10;stroke-linecap:round;stroke-linejoin:round}"
    ".fig .g{stroke:var(--f)}.fig .a{stroke:var(--s)}.fig .m{fill:var(--s);opacity:.85}"
    ".fig .j{animation-timing-function:cubic-bezier(.4,0,.6,1);animation-iteration-count:infinite}"
    "@media(prefers-reduced-motion:no-preference){.fig.run .y{display:none}}"
)
