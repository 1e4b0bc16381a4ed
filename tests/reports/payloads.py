"""What people might write into a field to make a report do something."""

PAYLOADS = (
    '#read("/etc/passwd")',
    '#image("file:///etc/passwd")',
    '#import "@preview/x:1.0.0": *',
    "#sys.inputs",
    "$ integral $ *bold* _under_ `code` @ref <label>",
    "= A heading",
    "// no comment /* nor this */",
    '"}]; #panic("out") [{"',
    "\\u{41} \\ \\#",
    "<script>alert(1)</script>",
    "=1+1",
    "{{7*7}} ${7*7} %s %n",
    "![x](http://127.0.0.1:9/x.png)",
    "file:///etc/passwd",
    "&amp; &lt; &#x41;",
)
"""Each stays on one line and is drawn as it is written."""

DRIVING = "ab\u202e\u0000\u200bcd\ufeff"
"""Characters that drive a screen: left out of every report on paper."""
