"""Words that would be a script, a tag or a statement wherever they were taken for one."""

import re
from html.parser import HTMLParser

MARK = "zq7"
CALL = f"window.{MARK}=1"
_TAGS = (
    *("<script>{}</script>", "<img src=x onerror={}>", "<svg onload={}>", "<body onload={}>"),
    *(
        "<details open ontoggle={}>",
        "<iframe src='javascript:{}'>",
        "<a href='javascript:{}'>x</a>",
    ),
    *("<input autofocus onfocus={}>", "<video><source onerror={}>", "<math href='javascript:{}'>"),
    *(
        "<form action='javascript:{}'><button>",
        "<object data='javascript:{}'>",
        "<base href='//{}'>",
    ),
    *(
        "<style>@import '//{}'</style>",
        "<link rel=stylesheet href='//{}'>",
        "<meta http-equiv=refresh content='0;//{}'>",
    ),
    *("<div style='background:url(//{})'>", "<template><script>{}</script></template>"),
    *("<div hx-get='/' hx-trigger='load' hx-on::load='{}'>", "<ScRiPt>{}</sCrIpT>"),
)
_BEFORE = ("", '">', "'>", "</textarea>", "</title>", "-->", "</script>", "]]>", '" x="', "\u2028")
PAYLOADS = tuple(before + tag.format(CALL) for before in _BEFORE for tag in _TAGS)
assert len(PAYLOADS) == 200
SHORT = tuple(sorted(PAYLOADS, key=len)[:40])
"""Those that fit into a name."""
STATEMENTS = (
    *(
        f"' OR '{MARK}'='{MARK}",
        f'" OR "{MARK}"="{MARK}',
        f"1) OR ({MARK}=1",
        f"'; SELECT '{MARK}'--",
    ),
    *(f"\\' UNION SELECT '{MARK}'--", f"%' AND '{MARK}%'='{MARK}", f"$${MARK}$$", f"/*{MARK}*/"),
)

# Attributes that hold plain words, whatever these are.
PLAIN = re.compile(r"^(value|title|alt|placeholder|content|label|aria-[a-z]+|data-[a-z-]+)$")
ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "hx-get", "hx-post"}


class _Looker(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inside = ""

    def handle_starttag(self, tag, attrs):
        self.inside = tag if tag in {"script", "style"} else ""
        if MARK in tag:
            self.found.append(f"<{tag}>")
        is_order = tag == "meta" and "http-equiv" in dict(attrs)
        for name, value in attrs:
            if name.startswith(("on", "hx-on")) or MARK in name:
                self.found.append(f"<{tag} {name}>")
            elif value and MARK in value and (is_order or not PLAIN.match(name)):
                at_start = re.sub(r"[\x00-\x20]", "", value).lower()
                if (
                    is_order
                    or name not in ADDRESSES
                    or at_start.startswith(("javascript:", "data:", "//"))
                ):
                    self.found.append(f"<{tag} {name}={value[:60]}>")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside and MARK in data:
            self.found.append(f"in <{self.inside}>: {data[:60]}")

    def handle_comment(self, data):
        if MARK in data:
            self.found.append(f"in a comment: {data[:60]}")


def taken_for_code(page: str) -> list[str]:
    """Where on this page what somebody wrote is more than words."""
    looker = _Looker()
    looker.feed(page)
    return looker.found
