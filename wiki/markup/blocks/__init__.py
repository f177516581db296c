"""The structure of a text: its paragraphs, lists, tables and so on, read line by line.

The way of reading is the one that the CommonMark specification describes in its appendix: each
line goes on with the blocks that are open, begins new ones in them, or is text of the innermost.
"""
