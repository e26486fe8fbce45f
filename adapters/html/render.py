"""A card as one self-contained page: no script, no network, prints well, light and dark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from adapters.html.charts import figure
from adapters.html.palette import DARK, LIGHT
from adapters.html.text import escaped, spans
from bot.views.card import Block, Bullets, Buttons, Card, Chart, Facts, Heading, Note, Paragraph, Row, Tone
from bot.views.texts import Texts

_SYMBOLS = {Tone.NEUTRAL: "", Tone.GOOD: "✓", Tone.CAUTION: "!", Tone.BAD: "✗", Tone.UNKNOWN: "?"}
_ALLOWED = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_RULES = """
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:1rem/1.5 system-ui,sans-serif;
overflow-wrap:anywhere}
main{max-width:46rem;margin:0 auto;padding:1.5rem 1rem 3rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 1rem}
h2{font-size:1.15rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line);padding-bottom:.2rem}
p{margin:.6rem 0}ul{padding-left:1.2rem}li{margin:.35rem 0}
a{color:var(--link)}code{background:var(--raised);padding:.05rem .3rem;border-radius:.2rem;font-size:.9em}
.dim,dd small{color:var(--dim);font-size:.9rem}
.good{color:var(--good)}.caution{color:var(--caution)}.bad{color:var(--bad)}.unknown{color:var(--unknown)}
p.lead{font-size:1.15rem;background:var(--raised);padding:.8rem 1rem;border-radius:.4rem}
dl{margin:.5rem 0}dl>div{padding:.5rem 0;border-bottom:1px solid var(--raised)}
dt{font-weight:600}dd{margin:0}dd small{display:block}
figure{margin:1rem 0;padding:1rem;background:var(--raised);border-radius:.4rem}
figcaption{font-weight:600}svg{display:block;width:100%;max-width:34rem;height:auto;margin:.5rem 0}
svg text{fill:var(--dim);font-size:10px}svg line{stroke:var(--line);stroke-width:.5}
polyline{fill:none;stroke-width:2}polyline.s0{stroke:var(--first)}
polyline.s1{stroke:var(--second);stroke-dasharray:5 3}circle.s0{fill:var(--first)}
circle.s1{fill:var(--second)}
.legend{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;font-size:.9rem}
.legend span{display:inline-block;width:1.6rem;margin-right:.4rem;vertical-align:middle;
border-top:3px solid var(--first)}.legend .s1 span{border-top:3px dashed var(--second)}
.wide{overflow-x:auto}table{border-collapse:collapse;font-size:.9rem;margin:.5rem 0}
th,td{padding:.15rem .7rem .15rem 0;text-align:left;font-weight:400}summary{color:var(--link);cursor:pointer}
@media (min-width:40rem){dl>div{display:grid;grid-template-columns:15rem 1fr;gap:1rem}}
@media print{body{font-size:10.5pt}main{padding:0;max-width:none}figure,dl>div,li{break-inside:avoid}
h2{break-after:avoid}details{display:none}}
"""


def page(card: Card, t: Texts) -> str:
    """The whole document."""
    body = "".join(_block(block, t, lead=place == 0) for place, block in enumerate(card.blocks))
    return (
        f'<!doctype html><html lang="{escaped(t.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">'
        '<meta name="color-scheme" content="light dark"><link rel="icon" href="data:,">'
        f"<title>{escaped(card.title)}</title><style>{_style()}</style></head>"
        f"<body><main><h1>{escaped(card.title)}</h1>{body}</main></body></html>\n"
    )


def _style() -> str:
    light, dark = _variables(LIGHT), _variables(DARK)
    return (
        f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
        f"{_RULES.replace(chr(10), '')}"
    )


def _variables(colours: Mapping[str, str]) -> str:
    return "".join(f"--{name}:{colour};" for name, colour in colours.items())


def _block(block: Block, t: Texts, *, lead: bool) -> str:
    match block:
        case Heading():
            return f"<h2>{escaped(block.text)}</h2>"
        case Paragraph():
            classes = " ".join(filter(None, ("lead" if lead else "", _tone(block.tone))))
            return f'<p class="{classes}">{_symbol(block.tone)}{spans(block.text)}</p>'
        case Bullets():
            return f"<ul>{''.join(f'<li>{spans(item)}</li>' for item in block.items)}</ul>"
        case Facts():
            return f"<dl>{''.join(_row(row) for row in block.rows)}</dl>"
        case Chart():
            return figure(block, t.say("The numbers"))
        case Note():
            return f'<p class="dim">{spans(block.text)}</p>'
        case Buttons():
            return ""  # a page on paper has nothing to press
        case _:
            assert_never(block)


def _row(row: Row) -> str:
    more = f"<small>{spans(row.more)}</small>" if row.more else ""
    value = f"{_symbol(row.tone)}{spans(row.value)}{more}"
    return f'<div><dt>{escaped(row.label)}</dt><dd class="{_tone(row.tone)}">{value}</dd></div>'


def _tone(tone: Tone) -> str:
    return "" if tone is Tone.NEUTRAL else tone.value


def _symbol(tone: Tone) -> str:
    return f'<span aria-hidden="true">{_SYMBOLS[tone]} </span>' if _SYMBOLS[tone] else ""
