"""What hostile people write into names, channels, titles, links and settings: at least 200 different texts.

By family, so that a failure names its kind. Sources: Slack's and Discord's own markup, OWASP's lists for HTML
and CSV injection, Unicode TR36 (security), terminals' control sequences (ECMA-48).
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import product

from tests.fakes.cards import HOSTILE

_EVIL = "https://evil.example/x"

_MENTIONS = (
    "@everyone",
    "@here",
    "@channel",
    "<!channel>",
    "<!here>",
    "<!everyone>",
    "<!subteam^S1>",
    "<!subteam^S1|team>",
    "<!date^1392734382^{date}|x>",
    "<@U1>",
    "<@U1|ada>",
    "<@W1>",
    "<@1>",
    "<@!1>",
    "<@&1>",
    "<#C1>",
    "<#C1|x>",
    "<#1>",
    "</foster:1>",
    "<a:wave:1>",
    "<:wave:1>",
    "<t:0:R>",
    "<id:customize>",
)
_AROUND = ("{}", "a {} b", "\\{}", "\\\\{}", "**{}**", "@\u200b{}", "&lt;{}&gt;")

_MARKUP = (
    "*bold*",
    "**bold**",
    "_low_",
    "__under__",
    "~gone~",
    "~~gone~~",
    "||hidden||",
    "`code`",
    "```block```",
    "> quote",
    ">>> quote",
    "# head",
    "## head",
    "-# small",
    "- item",
    "* item",
    "1. item",
    "***all***",
    "\\*escaped",
    "*\\*twice\\**",
    "`` ` ``",
    "~~~\nfence",
    "| a | b |",
    ":smile:",
    ":skull_and_crossbones:",
    "[bold]rich[/bold]",
    "[red on white]x",
    "[link=https://evil.example]x[/link]",
    "{0} {name} {}",
    "%s %(name)s %n",
    "${HOME} $(id) `id`",
    "{{7*7}} <%= 7*7 %> #{7*7}",
)

_LINKS = (
    f"[safe]({_EVIL})",
    f"[safe](<{_EVIL}>)",
    f"[https://bank.example]({_EVIL})",
    f"[a](  {_EVIL} 'title')",
    f"![image]({_EVIL})",
    f"<{_EVIL}|safe>",
    f"<{_EVIL}>",
    _EVIL,
    "http://evil.example",
    "//evil.example",
    "www.evil.example",
    "evil.example",
    "https://user:secret@evil.example",
    "https://bank.example@evil.example",
    "https://evil.example/" + "a" * 3_000,
    "https://xn--pple-43d.example",
    "https://\u0430pple.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<b>x",
    "vbscript:x",
    "file:///etc/passwd",
    "slack://user?team=T1&id=U1",
    "discord://-/channels/1",
    "mailto:a@evil.example",
    "tel:+1",
    "[x][1]\n[1]: " + _EVIL,
    "](" + _EVIL + ")",
    ")[x](" + _EVIL,
)

_SIGNS = (
    "\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2066\u2067\u2068\u2069\ufeff\u00ad"
    "\u034f\u061c\u115f\u17b4\u180e\u3164\uffa0\u2028\u2029\u0085\u00a0\u3000\ufff9\ufffb"
)
_INVISIBLE = (
    *(f"a{sign}b" for sign in _SIGNS),
    "\u200b",
    " ",
    "\u3164\u3164",
    "\U000e0001\U000e0041\U000e007f",
    "\ue000private\uf8ff",
    "\U000f0000",
    "\ufdd0non\uffff",
)

_CONTROL = (
    *(f"a{chr(code)}b" for code in (*range(32), 0x7F, 0x80, 0x90, 0x9B, 0x9C, 0x9D)),
    "\x1b[2J\x1b[H",
    "\x1b]0;owned\x07",
    "\x1b]52;c;ZXZpbA==\x07",
    "\x1b]8;;https://evil.example\x07click\x1b]8;;\x07",
    "\x1bP+q\x1b\\",
    "\x1b[6n",
    "\x9b31m",
    "\r\nSet-Cookie: x=y",
    "a\r\n\r\nHTTP/1.1 200",
    "first\nsecond",
)

_FORMULAS = (
    '=HYPERLINK("https://evil.example")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\ufeff=1+1",
    "%0A=1",
    "|calc",
    "'=1+1",
    '"=1+1"',
    ";=1+1",
    ",=1+1",
)

_HTML = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    "<iframe src=https://evil.example>",
    "<!--",
    "-->",
    "<![CDATA[x]]>",
    "&#60;script&#62;",
    "&lt;b&gt;",
    "&amp;lt;",
    "<a href=javascript:alert(1)>x</a>",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<style>*{display:none}</style>",
    "<link rel=stylesheet href=https://evil.example>",
    "\x00<script>",
)

_SIZES = (
    "x" * 5_000,
    "x " * 2_500,
    "W" * 76,
    "\U0001d4b3" * 1_600,
    "\u0628" * 1_000,
    "a" + "\u0301" * 500,
    "\ufdfd" * 40,
    "\U0001f469\u200d\U0001f469\u200d\U0001f467" * 60,
    "(" * 500,
    "[" * 400 + "]" * 400,
    "*" * 999,
    "`" * 999,
    "<" * 999,
    ">" * 50,
    "\\" * 999,
    "|" * 99,
    "_" * 99,
    "[" * 50 + f"x]({_EVIL})" * 50,
)

_PATHS = ("../../etc/passwd", "..\\..\\x", "/dev/null", "CON", "a\x00.csv", "~/x", "$HOME/x", "-rf", "--help")

FAMILIES: Mapping[str, tuple[str, ...]] = {
    "known": HOSTILE,
    "mentions": tuple(around.format(mention) for mention, around in product(_MENTIONS, _AROUND)),
    "markup": _MARKUP,
    "links": _LINKS,
    "invisible": _INVISIBLE,
    "control": _CONTROL,
    "formulas": _FORMULAS,
    "html": _HTML,
    "sizes": _SIZES,
    "paths": _PATHS,
}

PAYLOADS: tuple[str, ...] = tuple(dict.fromkeys(text for family in FAMILIES.values() for text in family))
