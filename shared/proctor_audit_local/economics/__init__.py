"""What exams cost in AWS and how many it holds at once, on paper; pure, but for the tables that show it."""
