"""The words of a block: emphasis, links, code and the like, read sign by sign.

The way of reading is the one that the CommonMark specification describes in its appendix: signs
are read from left to right and put on a stack, on which those that close find those that open.
"""
