"""What is written within a pair: meetings, notes, reports, who looked at what."""
