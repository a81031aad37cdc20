"""The trainer's question banks: importing, mending, trying out, publishing, exporting."""
