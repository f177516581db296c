"""What the buttons of the editor make of a text that is in something already, for test_marks.py."""

ROWS = "| a | b |\n|---|---|\n"
BLOCKS = ("heading-2", "list", "ordered-list", "task", "quote", "notice")
IN_LINE = ("bold", "italic", "struck", "code", "link", "wiki-link", "source", "footnote")
WHOLE_CODE = ("```\nko‹›d\n```", "```\nk‹o›d\n```")
WHOLE = (f"{ROWS}| c‹› | d |", f"| c‹› | d |\n{ROWS}", *WHOLE_CODE)
CASES = [
    # Notices are undone as a whole.
    ("notice", "> [!NOTE]\n> Te‹›xt", "Te‹›xt"),
    ("notice", "> [!NO‹›TE]\n> Text", "‹›Text"),
    ("notice", "> [!TIP] Rub‹rik›\n> Text", "Rub‹rik›\nText"),
    ("notice", "a\n\n> [!NOTE]\n> ett\n>\n> t‹›vå\n\nb", "a\n\nett\n\nt‹›vå\n\nb"),
    ("notice", "> [!TIP]- Rubrik\n> Te‹›xt", "Rubrik\nTe‹›xt"),
    ("notice", "> [!NOTE]\n> ‹›", "‹›"),
    ("notice", "> [!NOTE]‹›", "‹›"),
    ("notice", "> ett\n> t‹›vå\n> tre", "> [!NOTE]\n> ett\n> t‹›vå\n> tre"),
    # A link holds no link: the one around is chosen, to be changed, or goes.
    ("link", "[‹länk›](https://a.se)", "[länk](‹https://a.se›)"),
    ("link", "[en ‹länk› till](https://a.se)", "[en länk till](‹https://a.se›)"),
    ("link", '[lä‹›nk](https://a.se/(b) "Titel")', '[länk](‹https://a.se/(b)› "Titel")'),
    ("link", "[länk](‹https://a.se›)", "[länk](‹https://a.se›)"),
    ("link", "[ord](‹https://›) här", "‹ord› här"),
    ("link", "[‹›](https://)", "‹›"),
    ("link", "‹[a](b)›", "[a](‹b›)"),
    ("link", "[[‹Artikel›]]", "[[‹Artikel›]]"),
    ("link", "[[A|‹b›]]", "[[‹A›|b]]"),
    ("link", "‹se [a›](b)", "‹se [a›](b)"),
    ("link", "[a](b)‹›", "[a](b)[‹›](https://)"),
    ("wiki-link", "[‹länk›](https://a.se)", "[länk](‹https://a.se›)"),
    ("wiki-link", "[[A|‹b›]]", "[[‹A›|b]]"),
    ("wiki-link", "[[Ar‹ti›kel]]", "Ar‹ti›kel"),
    ("wiki-link", "[[Ar‹›tikel]]", "Ar‹›tikel"),
    ("wiki-link", "‹se [[Rå›d]]", "‹se [[Rå›d]]"),
    ("wiki-link", "‹se [a›](b)", "‹se [a›](b)"),
    # Tables and code stay whole.
    *((kind, whole, whole) for kind in BLOCKS for whole in WHOLE),
    *((kind, whole, whole) for kind in IN_LINE for whole in WHOLE_CODE),
    ("code", "```\n‹a\nb›\n```", "```\n‹a\nb›\n```"),
    ("code", f"{ROWS}‹| c | d |\n| e |› f |", f"{ROWS}‹| c | d |\n| e |› f |"),
    ("quote", "‹| a | b |\n|---|---|›\n", "‹> | a | b |\n> |---|---|›\n"),
    ("quote", "‹```\nkod\n```›", "‹> ```\n> kod\n> ```›"),
    ("list", f"‹a\n\n{ROWS}b›", f"‹- a\n\n  {ROWS[:-1]}\n- b›".replace("\n|-", "\n  |-")),
    ("code", "| ‹c | d› |", "| `‹c` | `d›` |"),
    ("code", "| `‹c` | `d›` |", "| ‹c | d› |"),
    ("code", "| ‹`c` | `d`› |", "| ‹c | d› |"),
    ("code", "| ‹c› | d |", "| `‹c›` | d |"),
]
