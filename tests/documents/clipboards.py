"""What programs put on the clipboard, and the Markdown that the editor makes of it.

Notes stand below a line of ---.
"""

_WORD_HEAD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<meta name=Generator content="Microsoft Word 15"><title>x</title>
<style><!-- @list l0:level1 {mso-level-number-format:bullet;} p.MsoNormal {margin:0cm;}
--></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head>
<body lang=SV style='tab-interval:65.2pt'><!--StartFragment-->"""
_WORD_ITEM = (
    "<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level{level} lfo1'>"
    "<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>{sign}"
    "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
    "{words}<o:p></o:p></p>\n"
)
WORD = (
    _WORD_HEAD
    + """
<p class=MsoTitle>Socialt<span style='mso-spacerun:yes'>  </span>företagande<o:p></o:p></p>
<h1>1 Bakgrund<o:p></o:p></h1>
<p class=MsoNormal>En <b>fet<span style='mso-spacerun:yes'> </span></b><b>text</b>, en <i
style='mso-bidi-font-style:normal'>kursiv </i>och en <s>struken</s>, med en
<a href="https://socialinnovation.se/a_b">länk</a><a style='mso-footnote-id:ftn1'
href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span
style='mso-special-character:footnote'><![if !supportFootnotes]><span
class=MsoFootnoteReference>[1]</span><![endif]></span></span></a>.<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
"""
    + _WORD_ITEM.format(level=1, sign="·", words="Ett")
    + _WORD_ITEM.format(level=2, sign="o", words="Ett a")
    + _WORD_ITEM.format(level=2, sign="o", words="Ett b")
    + _WORD_ITEM.format(level=1, sign="·", words="Två <b>fett</b>")
    + "<p class=MsoNormal>Och:</p>"
    + _WORD_ITEM.format(level=1, sign="3.", words="Tre")
    + _WORD_ITEM.format(level=1, sign="4.", words="Fyra")
    + """<h2>Resultat<o:p></o:p></h2>
<table class=MsoTableGrid border=1><tr><td valign=top><p
class=MsoNormal><b>År</b><o:p></o:p></p></td>
<td><p class=MsoNormal><b>Antal</b></p></td></tr><tr><td><p class=MsoNormal>2020</p></td>
<td><p class=MsoNormal align=right style='text-align:right'>10&nbsp;000 |
fler</p></td></tr></table>
<p class=MsoQuote>Sagt av <span style='mso-hide:all'>ingen</span>någon.</p>
<p class=MsoNormal><img width=10 src="file:///C:/bild.png"></p>
<p class=MsoNormal>Rest av <del cite="mailto:Sara" datetime="2026">det</del>sida<a
class=msocomanchor
href="#_msocom_1">[S1]</a>.</p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left
size=1
width="33%"><![endif]><div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a
style='mso-footnote-id:ftn1' href="#_ftnref1" name="_ftn1" title=""><span
class=MsoFootnoteReference>[1]</span></a> Svensson (2020),
<i>Boken</i>.<o:p></o:p></p></div></div>
<!--EndFragment--></body></html>"""
)
WORD_MADE = """## Socialt företagande

### 1 Bakgrund

En **fet text**, en *kursiv* och en ~~struken~~, med en \
[länk](https://socialinnovation.se/a_b)[^1].

- Ett
  - Ett a
  - Ett b
- Två **fett**

Och:

3. Tre
4. Fyra

#### Resultat

| År | Antal |
| --- | ---: |
| 2020 | 10\xa0000 \\| fler |

> Sagt av någon.

Rest av sida.
---
[^1]: Svensson (2020), *Boken*."""

GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1a2b">
<h2 dir="ltr" style="line-height:1.38"><span
style="font-size:16pt;font-weight:700">Metod</span></h2>
<p dir="ltr"><span style="font-weight:400;font-style:normal">Vi </span><span
style="font-weight:700;font-style:normal">prövade</span><span style="font-weight:700"> och
</span><span
style="font-weight:400;font-style:italic">lärde</span><span>. Se </span><a
href="https://www.google.com/url?q=https://mau.se/a&amp;sa=D" style="text-decoration:none"><span
style="color:#1155cc;text-decoration:underline">Malmö</span></a><span>, CO</span><span
style="vertical-align:sub">2</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup></p><br />
<ul style="margin-top:0"><li dir="ltr" aria-level="1"><p dir="ltr"
role="presentation"><span>Ett</span></p>
</li><ul><li dir="ltr" aria-level="2"><p role="presentation"><span>Under</span></p></li></ul>
<li dir="ltr" aria-level="1"><p role="presentation"><span>Två</span></p></li></ul>
<ol start="2"><li><p><span>B</span></p></li></ol>
<h3 dir="ltr"><span style="font-weight:400">Mer</span></h3>
<div dir="ltr"><table><colgroup><col width="100"
/></colgroup><tbody><tr><td><p><span>a</span></p></td>
<td><p style="text-align:center"><span>b</span></p></td></tr><tr><td><p><span>1</span></p>
<p><span>rad</span></p></td><td><p style="text-align:
center;"><span>2</span></p></td></tr></tbody>
</table></div><hr /><div><p><a href="#ftnt_ref1"
id="ftnt1">[1]</a><span>&nbsp;Noten.</span></p></div></b>"""
GOOGLE_MADE = """## Metod

Vi **prövade och** *lärde*. Se [Malmö](https://mau.se/a), CO₂[^1]

- Ett
  - Under
- Två

2. B

### Mer

| a | b |
| --- | --- |
| 1 rad | 2 |
---
[^1]: Noten."""

WRITER = """<!DOCTYPE html><html><head><meta name="generator" content="LibreOffice 7.4.7.2
(Linux)"/>
<style type="text/css">p { line-height: 115% }</style></head><body lang="sv-SE" dir="ltr">
<h1 class="western">Rubrik</h1><p style="margin-bottom: 0cm"><font face="Liberation
Serif"><b>Fet</b>
och <i>kursiv</i></font><sup><a class="sdfootnoteanc" name="sdfootnote1anc"
href="#sdfootnote1sym">1</a></sup></p><ol><li><p style="margin-bottom: 0cm">Ett</p><ol
type="a"><li><p>
Ett a</p></li></ol></li><li><p>Två</p></li></ol><p><br/>
</p><pre class="western">x = 1
  y</pre><div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym"
name="sdfootnote1sym"
href="#sdfootnote1anc">1</a>En not.</p><p class="sdfootnote">Mer av
den.</p></div></body></html>"""
WRITER_MADE = """## Rubrik

**Fet** och *kursiv*[^1]

1. Ett
   1. Ett a
2. Två

```
x = 1
  y
```
---
[^1]: En not.

    Mer av den."""

PEDIA = """<meta charset='utf-8'><h2 id="Historia" style="color: rgb(0,0,0); font-weight:
normal">Historia</h2>
<span class="mw-editsection">[<a href="https://x.se/edit">redigera</a>]</span><p style="margin:
0">Den
<b>första</b> <a href="https://sv.wikipedia.org/wiki/Maskin_(teknik)" title="x">maskinen</a> kom
1908.<sup id="cite_ref-1" class="reference"><a
href="https://sv.wikipedia.org/wiki/T#cite_note-1"><span
class="cite-bracket">[</span>1<span class="cite-bracket">]</span></a></sup> Och
igen.<sup class="reference"><a href="https://sv.wikipedia.org/wiki/T#cite_note-1">[1]</a></sup>
Utan
text.<sup class="reference"><a
href="https://sv.wikipedia.org/wiki/T#cite_note-9">[9]</a></sup></p>
<figure><a href="https://sv.wikipedia.org/wiki/Fil:B.jpg"><img
src="https://x/b.jpg"></a><figcaption>En
maskin</figcaption></figure><dl><dt>Term</dt><dd>Betydelse</dd></dl><h3>Källor</h3>
<ol class="references"><li id="cite_note-1"><span class="mw-cite-backlink"><b><a
href="#cite_ref-1">^</a>
</b></span> <span class="reference-text">Andersson, <i>Tvätt</i>.</span></li></ol>"""
PEDIA_MADE = """## Historia

Den **första** [maskinen](https://sv.wikipedia.org/wiki/Maskin_(teknik)) kom 1908.[^1] \
Och igen.[^1] \
Utan text.

En maskin

Term
: Betydelse

### Källor
---
[^1]: Andersson, *Tvätt*."""

_WEB_ITEM = """<div class="ListContainerWrapper"><ul role="list"><li data-aria-level="{}"
aria-setsize="-1"><p class="Paragraph"><span class="TextRun">{}</span><span
class="EOP">&nbsp;</span></p></li></ul></div>"""
WORD_ON_THE_WEB = (
    """<div class="OutlineElement"><p class="Paragraph" role="heading" aria-level="1"><span
class="TextRun"><span class="NormalTextRun">Rubrik</span></span><span
class="EOP">&nbsp;</span></p></div>"""
    + _WEB_ITEM.format(1, "Ett")
    + _WEB_ITEM.format(2, "Under")
    + _WEB_ITEM.format(1, "Två")
)

# What is on the clipboard, and what is written.
CASES = [
    (WORD, WORD_MADE),
    (GOOGLE, GOOGLE_MADE),
    (WRITER, WRITER_MADE),
    (PEDIA, PEDIA_MADE),
    (WORD_ON_THE_WEB, "## Rubrik\n\n- Ett\n  - Under\n- Två"),
    ("<h3>a</h3><p>b</p><h4>c</h4>", "## a\n\nb\n\n### c"),
    ("ett <b>två </b>tre", "ett **två** tre"),
    ("<b>ett.</b>två", "**ett**.två"),
    ("<b>a</b><i>b</i>", "**a***b*"),
    ("<b><i>a</i> b</b>", "***a* b**"),
    ("<p>a<br>b<br><br>c</p>", "a\\\nb\n\nc"),
    ("<b>a<br>b</b>", "**a**\\\n**b**"),
    ("<a href='https://x.se/a'>https://x.se/a</a>.", "https://x.se/a."),
    ("<a href='https://x.se/a b(c'>text]</a>", "[text\\]](https://x.se/a%20b%28c)"),
    ("<a href='mailto:a@b.se'>a@b.se</a>", "a@b.se"),
    ("hej!<a href='https://x.se'>x</a>", "hej\\![x](https://x.se)"),
    ("<a href='javascript:alert(1)'>x</a> <a href='file:///c'>y</a> <a href='#z'>z</a>", "x y z"),
    ("<code>a`b</code> <kbd>x</kbd>", "``a`b`` `x`"),
    ("<blockquote><p>a</p><ul><li>b</li></ul></blockquote>", "> a\n> - b"),
    ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
    ("<ul><li><input type=checkbox checked> a</li></ul>", "- [x] a"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n\n  b"),
    (
        "<table><tr><th colspan=2>a</th></tr><tr><td rowspan=2>1</td><td>2</td></tr>"
        "<tr><td>3</td></tr></table>",
        "| a |  |\n| --- | --- |\n| 1 | 2 |\n|  | 3 |",
    ),
    ("<table><tr><td><p>a</p><p>b</p></td></tr></table>", "a\n\nb"),
    ("m<sup>2</sup> 1<sup>st</sup> H<sub>2</sub>O", "m² 1st H₂O"),
    ("<div>a</div><div>b</div>", "a\n\nb"),
    ("<p>x</p><hr><p>y</p>", "x\n\n---\n\ny"),
    ("<pre><code class='language-py'>a = '```'</code></pre>", "````py\na = '```'\n````"),
    (
        "<table><tr><td>|<td>AltGr + &lt;<tr><td>a\\|b<td><code>a|b</code></table>",
        "| \\| | AltGr + < |\n| --- | --- |\n| a\\\\\\|b | `a\\|b` |",
    ),
    ("<p>**fet** 2 * 3 a_b _c</p>", "\\*\\*fet\\*\\* 2 * 3 a_b \\_c"),
    ("<p>*<b>a</b>*</p>", "\\***a**\\*"),
    ("<p><b>-</b></p>", "**-**"),
    ("<p>5<b>$</b>a</p>", "5$a"),
    ("<p>%% a<br>%%b</p>", "\\%% a\\\n%%b"),
    ("<h2>C #</h2>", "## C \\#"),
    ("<p>Vi behöver:<br>• penna<br>• papper</p>", "Vi behöver:\n• penna\n• papper"),
    ("<p>✓ klart<br>mer<br>✓ också</p>", "✓ klart\\\nmer\n✓ också"),
    ("<p>a<br>•<br>b</p>", "a\\\n•\\\nb"),
    ("<p>C:\\<br>• b</p>", "C:\\\\\n• b"),
    ("<p>https://x.se<br>www.x.se<br>c</p>", "<https://x.se>\\\n[www.x.se](http://www.x.se)\\\nc"),
    ("<p>www.x.se\\<br>c</p>", "[www\\.x\\.se\\\\](http://www.x.se%5C)\\\nc"),
    ("<p>a@b.se<br>c</p>", "a@b.se\\\nc"),
    ("<p>https://<b>x</b>.se/a</p>", "https://x.se/a"),
    ("<p>a&#8232;# b</p>", "a # b"),
    ("<a href='https://x.se'>a\\]</a>", "[a\\\\\\]](https://x.se)"),
    ("<a href='https://x.se'><code>]</code></a>", "[`]`](https://x.se)"),
    ("<a href='https://x.se'>https://x.se</a>*", "<https://x.se>\\*"),
    ("Se!<sup><a href='#fn1'>1</a></sup><p id=fn1>En not.</p>", "Se\\![^1]\n---\n[^1]: En not."),
    ("<p><a href='#fn1'>1</a>: a</p><p id=fn1>b</p>", "[^1]\\: a\n---\n[^1]: b"),
    ("<p><input type=checkbox> Ja <input type=checkbox checked> Nej</p>", "☐ Ja ☑ Nej"),
    (
        "<ul><li><input type=checkbox> Ja <input type=checkbox checked> Nej<li>a <input"
        " type=checkbox></ul>",
        "- [ ] Ja ☑ Nej\n- a ☐",
    ),
    ("<h2>a<br><br>b</h2>", "## a b"),
    ("<p> \xa0 </p><script>x</script><p hidden>y</p>", ""),
]
