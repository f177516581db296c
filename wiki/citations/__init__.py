"""How other programs are told what an article is: who wrote it, when, and where it stands."""
