"""What Python raises when it reads a ZIP archive that is none, is cut off, encrypted or damaged."""

import lzma
import struct
import zipfile
import zlib

# Each way of compressing has errors of its own, bzip2 those of files; a part may be missing, lie
# outside of the file, or have a name that is no text.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    OSError,
    EOFError,
    KeyError,
    ValueError,
    OverflowError,
    RuntimeError,
    NotImplementedError,
)
