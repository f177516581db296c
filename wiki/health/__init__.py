"""How the installation is: backups, room, threads, errors and settings, for who runs it."""
