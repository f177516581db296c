"""The process that reads a document: see `wiki.documents.answering`."""

import sys

from wiki.documents.answering import answer
from wiki.documents.docx_reader import read_docx

if __name__ == "__main__":
    sys.exit(answer(read_docx))
