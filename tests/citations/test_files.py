"""Write citations for programs that keep references."""

import json
from dataclasses import replace

from tests.citations.test_citation import CITATION
from wiki.citations.bibtex import write_bibtex
from wiki.citations.csl_json import write_csl_json
from wiki.citations.names import read_author

MANY = replace(
    CITATION,
    title="100 % {sant} & #1_a",
    authors=[read_author("Åsa von Öst"), read_author("Malmö universitet")],
    translators=[read_author("Cia Å")],
)


def test_bibtex_is_one_entry_whose_signs_latex_can_read() -> None:
    assert (
        write_bibtex(MANY)
        == r"""@online{vonost2026-article-1,
  author = {von Öst, Åsa and {Malmö universitet}},
  translator = {Å, Cia},
  title = {{100 \% \{sant\} \& \#1\_a}},
  date = {2026-11-28},
  year = {2026},
  organization = {Mötesplats Wiki},
  version = {3},
  langid = {swedish},
  url = {https://wiki.example.org/sv/articles/tvattmaskinen},
  keywords = {Skola, Malmö universitet},
  abstract = {Kort. Och gott.},
}
"""
    )


def test_csl_json_has_only_what_is_known() -> None:
    [item] = json.loads(write_csl_json(replace(MANY, keywords=[], abstract="")))
    assert item == {
        "id": "article-1",
        "type": "entry-encyclopedia",
        "title": "100 % {sant} & #1_a",
        "author": [{"family": "von Öst", "given": "Åsa"}, {"literal": "Malmö universitet"}],
        "translator": [{"family": "Å", "given": "Cia"}],
        "issued": {"date-parts": [[2026, 11, 28]]},
        "container-title": "Mötesplats Wiki",
        "publisher": "Mötesplats",
        "version": "3",
        "language": "sv",
        "URL": "https://wiki.example.org/sv/articles/tvattmaskinen",
    }
