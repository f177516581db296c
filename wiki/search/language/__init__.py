"""Know Swedish and English words: letters, stems, parts, spelling; nothing of articles."""
