"""What readers without an account say is wrong with an article; editors read and close it."""
