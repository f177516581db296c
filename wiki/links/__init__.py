"""Know which article refers to which: backlinks and wanted articles."""
