"""Text that a spreadsheet would take for a formula."""

# What starts a formula, in ASCII and in full width.
STARTS = "=+-@＝＋－＠"
# What a spreadsheet may skip before it looks.
SKIPPED = " \t\r\n\v\f\"'`\u00a0\u2007\u202f\u3000\ufeff"
ODD_STARTS = "\t\r\n\0"
MARK = "'"


def neutral(text: str) -> str:
    """The text, with an apostrophe before it if a spreadsheet could take it for a formula.

    Only for cells that hold text: a number below zero is a number.
    """
    clean = text.replace("\0", "")
    begins = clean.lstrip(SKIPPED)[:1]
    is_formula = begins != "" and begins in STARTS
    is_odd = text[:1] != "" and text[:1] in ODD_STARTS
    return MARK + clean if is_formula or is_odd else clean
