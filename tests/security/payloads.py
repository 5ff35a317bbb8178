"""What people who mean harm write, and how it is packed into fields of any length."""

HUGE = "W" * 1500

# Every sign of these may stand in a text; none may be more than text.
TEXTS = (
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></ScRiPt>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><circle/></svg>",
    "<svg><script>alert(1)</script></svg>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)></object>",
    "<math><mtext><table><mglyph><style><img src onerror=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<body onload=alert(1)>",
    "<input autofocus onfocus=alert(1)>",
    "<form action=//evil.example><button>Send</button></form>",
    "<a href='javascript:alert(1)'>here</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>here</a>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>*{display:none}</style>",
    "<style>@import '//evil.example/x.css';</style>",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '" autofocus onfocus=alert(1) x="',
    "` onmouseover=alert(1) `",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</bdi></p></main><h1>Not ours</h1>",
    "</option></select><img src=x onerror=alert(1)>",
    "<!--",
    "--><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<template><script>alert(1)</script></template>",
    "<plaintext>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;b&amp;gt; &nbsp; &zwnj; &unknown;",
    "{{ 7 * 7 }}",
    "{% include '/etc/passwd' %}",
    "{{ config.SECRET_KEY }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{# nothing #}",
    "${7*7} #{7*7} <%= 7*7 %> @(7*7)",
    "%(name)s %s %d %% %",
    "{0} {name!r} {}",
    '#eval("1+1") #import "x.typ" $x^2$ @label *bold* _it_ `raw`',
    '#read("/etc/passwd") \\ #{ } [link](javascript:alert(1))',
    "=1+1",
    '=HYPERLINK("//evil.example","here")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1:A9)",
    "'; DROP TABLE attempts; --",
    "1 OR 1=1 UNION SELECT password_hash FROM staff",
    "../../../etc/passwd",
    "javascript:alert(1)",
    "//evil.example",
    '{"event": "forged", "level": "error"}',
    "👩🏽‍🚀🏳️‍🌈👨‍👩‍👧‍👦",
    "Z̸̡̢̛a̴l̵g̶o̷ e\u0301\u0301\u0301\u0301\u0301\u0301\u0301\u0301",
    "مرحبا <b>hello</b> שלום (1) ١٢٣ a<b>c",
    "\u2066isolated\u2069 and \u200fmarked\u200e",
    "ﷺ ﷽ 𝕬𝖑𝖊𝖗𝖙 ＜script＞ ‹b›",
    "ı İ ß ẞ ǆ ﬃ K Å",
)

# Signs that make a text read differently from what it says, or that no database and no page may hold.
FORBIDDEN = {
    "NUL": "a\x00b",
    "bell": "a\x07b",
    "escape": "a\x1b[31mb",
    "next line": "a\x85b",
    "delete": "a\x7fb",
    "override": "a\u202egnp.b",
    "embedding": "a\u202ab\u202c",
    "private use": "a\ue000b",
    "noncharacter": "a\uffffb",
}


def packed(longest: int, texts: tuple[str, ...] = TEXTS, between: str = "\n") -> list[str]:
    """The texts that fit, as few as possible of at most so many signs, each text whole."""
    found = [""]
    for text in texts:
        if len(text) > longest:
            continue
        joined = f"{found[-1]}{between}{text}" if found[-1] else text
        if len(joined) <= longest:
            found[-1] = joined
        else:
            found.append(text)
    return found
