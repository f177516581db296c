"""The process that reads what was copied: see `wiki.documents.answering`."""

import sys

from wiki.documents.answering import answer
from wiki.documents.clipboard.reader import read_clipboard

if __name__ == "__main__":
    sys.exit(answer(read_clipboard))
