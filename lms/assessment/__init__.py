"""What trainers do with attempts: look at them, mark, extend, void, regrade, and judge the questions by them."""
