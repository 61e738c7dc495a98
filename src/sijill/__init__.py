"""Sijill: a register of what the news says, each number traced to the characters it stands in."""
