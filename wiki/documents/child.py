"""The process that reads a document from its standard input, and writes its text as JSON."""

import json
import resource
import sys
from dataclasses import asdict

from wiki.documents.docx_reader import read_docx

_TOO_LARGE = 2


def main() -> int:
    """Read within the limits that the arguments name; return 0, 1 if damaged, or 2 if too large."""
    seconds, memory, taken = sys.argv[1:]
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))
    content = sys.stdin.buffer.read()
    try:
        opened = read_docx(content, json.loads(taken))
    except (MemoryError, RecursionError):
        return _TOO_LARGE
    sys.stdout.write(json.dumps(asdict(opened)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
