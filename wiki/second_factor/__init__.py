"""What the log-in asks for after the password: codes of an app, backup codes, passkeys."""
