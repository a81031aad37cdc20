"""What is read within a pair: mentees, meetings, notes, signals, who looked at what."""
